"""What a side of a task showed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The least processor seconds of all times it was asked, and what stood beside them.

    ``cpu_seconds`` are of all processes together, ``peak_bytes`` what they held at most.
    """

    cpu_seconds: float
    wall_seconds: float
    peak_bytes: int
    answer: Mapping[str, NDArray[np.float64]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Broken:
    """A side that did not come to its end."""

    why: str


@dataclass(frozen=True, slots=True)
class NotInstalled:
    """A side whose program is not here."""

    module: str


Showing = Seen | Broken | NotInstalled
