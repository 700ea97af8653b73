"""The journal of a build: what is finished is found again when the build was broken off.

Every step has a key made of all that its outcome depends on: the snapshot it builds on, the rules,
the order of the units, every step before it, and the file, table and month that it brings in. So
what is found is what would be made again, and after any change nothing wrong is found.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dampak.warehouse.fingerprint import fault_of
from dampak.warehouse.parts.part import part_from_json
from dampak.warehouse.store.keeping import BUILDING, Store
from dampak.warehouse.store.manifests import written


class Journal:
    """Remembers the steps of one build in the folder ``building`` of the home.

    ``number`` is that of the snapshot it builds on: once another is served, nothing is found again.
    """

    def __init__(self, store: Store, number: str, *begins_with: str) -> None:
        self._store, self._number, self._key = store, number, _key(number, *begins_with)

    def next_step(self, *told: str) -> Mapping[str, Any] | None:
        """Go to the next step; returns its outcome if it was finished before and is whole."""
        self._key = _key(self._key, *told)
        try:
            outcome: dict[str, Any] = json.loads(self._path.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        names = files_of_outcome(outcome)
        if any(fault_of(self._store.objects / name) for name in names):
            return None
        return outcome

    def finish(self, outcome: Mapping[str, Any]) -> None:
        """Remember the outcome of the step; all files it names are on the disk."""
        self._store.disk.put(self._path, written(outcome))

    @property
    def _path(self) -> Path:
        return self._store.home / BUILDING / f"{self._number}-{self._key}.json"


def forget_builds(store: Store) -> None:
    """Nothing that was finished is found again; the caller holds the pen.

    What a disk does not let go is overtaken all the same, and goes the next time (`Store.tidy`).
    """
    with suppress(OSError):
        store.disk.remove(sorted((store.home / BUILDING).glob("*.json")))


def files_of_journal(store: Store) -> set[str]:
    """Files of builds that may go on."""
    return set(_files(store))


def files_of_outcome(outcome: Mapping[str, Any]) -> set[str]:
    """The files that a finished step needs."""
    parts = [part_from_json(part) for part in outcome["parts"]]
    return {
        *(name for part in parts for name in part.files),
        *(f"{name}.parquet" for name in outcome["tables"].values()),
        *(f"{name}.parquet" for _, name in outcome["more_rejects"]),
        *([f"{outcome['numbers']}.parquet"] if outcome["numbers"] else []),
    }


def _files(store: Store) -> Iterator[str]:
    for path in (store.home / BUILDING).glob("*.json"):
        try:
            yield from files_of_outcome(json.loads(path.read_bytes()))
        except ValueError:
            continue  # a damaged entry is not found by its build either


def _key(*told: str) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
