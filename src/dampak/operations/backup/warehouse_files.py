"""Which files of the warehouse belong in a copy, held while they are copied.

A publication in between adds files and changes none. Tidying in between leaves what is held. So
nobody waits for a copy, and a copy waits for nobody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dampak.foundation.text import Sentence
from dampak.operations.backup.copying import files_below
from dampak.operations.backup.refusing import CannotBackUp
from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.store import Store
from dampak.warehouse.store.holding import hold_of
from dampak.warehouse.store.manifest import files_named

FOLDER = "warehouse"
SECRET = "person-key.secret"  # noqa: S105 - the name of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """``served`` is the snapshot that the copy will serve; ``numbers`` are all that are in it."""

    store: Store
    served: int | None
    numbers: tuple[int, ...]
    objects: tuple[Path, ...]

    def others(self) -> Iterator[Path]:
        """Every file to copy beside the objects, but HEAD, which is written anew."""
        yield from (self.store.manifests.path(number) for number in self.numbers)
        yield from files_below(self.store.home / "raw")
        secret = self.store.home / SECRET
        if secret.exists():
            yield secret


@contextmanager
def held_warehouse(home: Path) -> Iterator[Held | None]:
    """Hold every snapshot that can be served; None where there is no warehouse yet."""
    if not (home / FOLDER).is_dir():
        yield None
        return
    store = Store(home / FOLDER)
    try:
        found = store.manifests.served_and_held()
    except CannotRead as fault:
        raise CannotBackUp(fault.sentence) from fault
    if found is None:
        yield Held(store=store, served=None, numbers=(), objects=())
        return
    manifest, hold = found
    older = dict(_older(store, manifest["number"]))
    named = files_named(manifest).union(*(files_named(each) for each, _ in older.values()))
    yield Held(
        store=store,
        served=manifest["number"],
        numbers=(*sorted(older), manifest["number"]),
        objects=tuple(store.objects / name for name in sorted(named)),
    )
    del hold, older


def is_cut_of_its_name(path: Path, sha256: str) -> bool:
    """Whether an object is still what its name promises."""
    return path.name.partition(".")[0] == sha256


def damaged(path: Path) -> CannotBackUp:
    """A copy of what is damaged already would only look like one."""
    return CannotBackUp(
        Sentence(
            "%(file)s is damaged, so there is no new back-up; the ones before it stay. Run `dampak "
            "check`, which says what to do.",
            {"file": str(path)},
        )
    )


def _older(store: Store, served: int) -> Iterator[tuple[int, tuple[dict[str, Any], object]]]:
    """Earlier snapshots, each with its hold; one that went meanwhile, or is damaged, is left."""
    for number in store.manifests.numbers():
        if number >= served:
            continue
        hold = hold_of(store.manifests.path(number))
        try:
            manifest = store.manifests.read(number)
        except CannotRead:
            continue
        if hold is not None and all((store.objects / n).exists() for n in files_named(manifest)):
            yield number, (manifest, hold)
