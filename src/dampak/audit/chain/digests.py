"""Digests of lines and pages. What they are taken over is fixed for ever: pages were sealed so.

A line's digest holds that of its values, which is salted. When values are blanked, their digest
stays and the salt goes: the page still agrees, and nobody can guess what stood there.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MARK = struct.Struct(">cq8s")  # entry or change, its number, the beginning of its digest
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it counts in its page."""

    kind: bytes  # b"c" for a change, b"e" for an entry
    number: int
    digest: bytes
    redaction: int | None

    def mark(self) -> bytes:
        return MARK.pack(self.kind, self.number, self.digest[:8])


def value_digest(salt: bytes | None, *values: str | None) -> bytes:
    """The digest of what a line says, which may have to be blanked one day."""
    return hashlib.sha256((salt or b"") + _joined(values)).digest()


def line_digest(kind: bytes, fields: Iterable[str | None], values: bytes) -> bytes:
    """The digest of a whole line: what stays for ever, and the digest of what it says."""
    return hashlib.sha256(kind + _joined(fields) + values).digest()


def page_digest(previous: str, heading: Iterable[str | None], lines: Sequence[Line]) -> str:
    """The digest of a page: of the page before, of its heading and of its lines in order."""
    told = b"".join(line.digest for line in lines)
    return hashlib.sha256(previous.encode() + _joined(heading) + told).hexdigest()


def _joined(fields: Iterable[str | None]) -> bytes:
    """Fields one after another, each with its length, so that no two ways of cutting agree."""
    return "".join("-;" if field is None else f"{len(field)}:{field};" for field in fields).encode(
        errors="surrogatepass"
    )
