"""What pyrage reads from and writes to, piece by piece, with faults remembered.

pyrage gives a fault of a reader another name, and forgets that of a writer when it comes with the
last few kilobytes: a full disk would go by unnoticed.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO


class Source:
    """Hands out pieces in whatever sizes they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._piece, self._told = pieces, b"", 0
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while self._told == len(self._piece):
                self._piece, self._told = next(self._pieces), 0
        except StopIteration:
            return b""
        except Exception as fault:
            self.fault = fault
            raise
        end = len(self._piece) if size < 0 else self._told + size
        told = self._piece[self._told : end]
        self._told += len(told)
        return told


class Sink:
    """Writes, and remembers what went wrong."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except Exception as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except Exception as fault:
            self.fault = fault
            raise


class FingerprintedSink(Sink):
    """Knows the SHA-256 of what was written, too."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._hashed = hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._hashed.hexdigest()

    def write(self, data: bytes) -> int:
        self._hashed.update(data)
        return super().write(data)
