"""Is everything there that the served snapshot is made of, and if not, what is whole instead?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dampak.foundation.text import Sentence
from dampak.warehouse.fingerprint import CannotRead, fault_of
from dampak.warehouse.store.manifest import files_named
from dampak.warehouse.store.manifests import MadeByNewerDampak, Manifests


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """``number`` is the served snapshot, None when nothing or nothing readable is.

    ``faults`` name every file that is missing or damaged; ``last_whole`` the latest other snapshot
    without any, looked for only where there are faults.
    """

    number: int | None
    faults: tuple[Sentence, ...]
    last_whole: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything that is served can be read."""
        return not self.faults

    @property
    def advice(self) -> Sentence:
        """What to do."""
        if self.is_whole:
            return Sentence("Everything that is served is there and whole.")
        if self.last_whole is None:
            return Sentence(
                "No other snapshot is whole. Bring back a backup of the home, or deliver all files "
                "again into a new one."
            )
        return Sentence(
            "Snapshot %(number)s is whole. Serve it again with `dampak check --fall-back`, then "
            "deliver again what came after it.",
            {"number": self.last_whole},
        )


def health_of(manifests: Manifests, objects: Path) -> Health:
    """Read everything that is served through, whatever was found before.

    Raises `MadeByNewerDampak` where a newer dampak made it: that is sound, and must not give way.
    """
    try:
        number = manifests.served_number()
    except CannotRead as fault:
        return Health(
            number=None, faults=(fault.sentence,), last_whole=last_whole(manifests, objects)
        )
    if number is None:
        return Health(number=None, faults=())
    _refuse_newer(manifests, number)
    faults = tuple(faults_in(manifests, objects, number))
    whole = last_whole(manifests, objects) if faults else None
    return Health(number=number, faults=faults, last_whole=whole)


def _refuse_newer(manifests: Manifests, number: int) -> None:
    try:
        manifests.read(number)
    except MadeByNewerDampak:
        raise
    except CannotRead:
        return  # damaged: `faults_in` says how


def faults_in(manifests: Manifests, objects: Path, number: int) -> Iterator[Sentence]:
    """What is wrong with one snapshot: its manifest, or the files that it names."""
    try:
        names = files_named(manifests.read(number))
    except CannotRead as fault:
        yield fault.sentence
        return
    for name in sorted(names):
        found = fault_of(objects / name, again=True)
        if found is not None:
            yield found


def last_whole(manifests: Manifests, objects: Path) -> int | None:
    """The latest snapshot without a fault; one that was never served does not count."""
    try:
        latest = manifests.served_number()
    except CannotRead:
        latest = None
    for number in reversed(manifests.numbers()):
        was_served = latest is None or number <= latest
        if was_served and next(faults_in(manifests, objects, number), None) is None:
            return number
    return None
