"""All manifests of a home and the one that is served: numbered, never ordered by a clock."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.holding import Hold, hold_of

FORMAT, FORMAT_WITH_PARTS = "dampak-manifest/1", "dampak-manifest/2"
KNOWN = (FORMAT, FORMAT_WITH_PARTS)
TRIES = 100  # how many publications may overtake a reader between two steps


class MadeByNewerDampak(CannotRead):
    """Says which dampak is needed; the file is sound."""


class Manifests:
    """Reads and writes ``manifests/<n>.json`` and ``HEAD`` in one home."""

    def __init__(self, home: Path, disk: Disk) -> None:
        self._home, self._disk = home, disk

    def path(self, number: int) -> Path:
        """Where the manifest of a snapshot lies."""
        return self._home / "manifests" / f"{number:08d}.json"

    def numbers(self) -> list[int]:
        """The numbers of all manifests, oldest first."""
        paths = (self._home / "manifests").glob("*.json")
        return sorted(int(path.stem) for path in paths if path.stem.isdecimal())

    def served_number(self) -> int | None:
        """What HEAD says; None before the first publication."""
        try:
            return int((self._home / "HEAD").read_text())
        except FileNotFoundError:
            return None
        except ValueError as fault:
            raise CannotRead(
                Sentence(
                    "%(file)s holds no number of a snapshot, so nobody knows which one is served. "
                    "Run `dampak check --fall-back`, which serves the last whole snapshot again.",
                    {"file": str(self._home / "HEAD")},
                )
            ) from fault

    def read(self, number: int) -> dict[str, Any]:
        """A manifest, whole and of a format that is known; raises `CannotRead` otherwise."""
        path = self.path(number)
        try:
            manifest: dict[str, Any] = json.loads(path.read_bytes())
            name = manifest["format"]
            is_whole = fingerprint_of(manifest) == manifest.get("fingerprint", "")
        except FileNotFoundError as fault:
            raise _unreadable(path, Sentence("it is missing")) from fault
        except (OSError, ValueError, TypeError, KeyError) as fault:
            raise _unreadable(path, Sentence("it is damaged")) from fault
        if name not in KNOWN:
            raise _too_new(path, name)
        has_none = name == FORMAT and "fingerprint" not in manifest  # as the first dampak wrote it
        if not (is_whole or has_none):
            raise _unreadable(path, Sentence("it is damaged"))
        return manifest

    def served(self) -> dict[str, Any] | None:
        """The manifest that is served; None before the first publication."""
        number = self.served_number()
        return None if number is None else self.read(number)

    def served_and_held(self) -> tuple[dict[str, Any], Hold] | None:
        """The manifest that is served, held so that nobody removes what it names."""
        for _ in range(TRIES):
            number = self.served_number()
            if number is None:
                return None
            hold = hold_of(self.path(number))
            if hold is not None or number == self.served_number():
                return self.read(number), hold or Hold()
        raise AssertionError("Publications overtook a reader over and over.")

    def serve(self, manifest: Mapping[str, Any]) -> None:
        """Serve a manifest whose objects are all on the disk."""
        number = manifest["number"]
        whole = {**manifest, "fingerprint": fingerprint_of(manifest)}
        self._disk.put(self.path(number), written(whole))
        self._disk.put(self._home / "HEAD", str(number).encode())


def written(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as text for the disk, readable by people too: a line for each thing in it."""
    lines = (f"{_said(name)}: {_line_by_line(manifest[name])}" for name in sorted(manifest))
    return ("{\n" + ",\n".join(lines) + "\n}").encode()


def _line_by_line(value: object) -> str:
    if not (isinstance(value, list) and value):
        return _said(value)
    return "[\n " + ",\n ".join(map(_said, value)) + "\n]"


def _said(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def fingerprint_of(manifest: Mapping[str, Any]) -> str:
    """The fingerprint of all that a manifest says but this."""
    said = {name: value for name, value in manifest.items() if name != "fingerprint"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _unreadable(path: Path, why: Sentence) -> CannotRead:
    return CannotRead(
        Sentence(
            "The manifest %(file)s cannot be read: %(why)s. Run `dampak check --fall-back`, which "
            "serves the last whole snapshot again.",
            {"file": str(path), "why": why},
        )
    )


def _too_new(path: Path, name: str) -> MadeByNewerDampak:
    return MadeByNewerDampak(
        Sentence(
            "%(file)s was made by a newer dampak (%(format)s) than this one, which reads %(known)s."
            " Upgrade dampak on this machine; nothing was changed.",
            {"file": str(path), "format": name, "known": ", ".join(KNOWN)},
        )
    )
