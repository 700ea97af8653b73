"""A public lottery for seats that anybody can replay with a pencil and a hash function."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How many units start in one month."""

    month: date
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A lottery declared before it was held: the public seed, who took part, how many start when.

    Units left over after the last batch are not trained.
    """

    seed: str
    units: tuple[str, ...]
    batches: tuple[Batch, ...]


def replay(draw: Draw) -> Mapping[str, date | None]:
    """The month in which each unit starts, None for those whose lot did not come up.

    Units stand in the order of the SHA-256 of ``seed:unit``; each batch takes the next in line.
    """
    line = iter(sorted(draw.units, key=lambda unit: _lot(draw.seed, unit)))
    starts: dict[str, date | None] = {}
    for batch in draw.batches:
        for _ in range(batch.units):
            starts[next(line)] = batch.month
    return starts | dict.fromkeys(line)


def _lot(seed: str, unit: str) -> str:
    return sha256(f"{seed}:{unit}".encode()).hexdigest()
