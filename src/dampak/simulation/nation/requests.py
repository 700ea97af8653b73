"""Service requests of one block and month, lived through twice on the same luck."""

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.fates import REFUSED_SHARE, WITHDRAWN_SHARE
from dampak.simulation.nation.arrivals import draw_arrivals
from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import OF_THE_MONTH, Series
from dampak.simulation.nation.services import EXTRA_DAYS

Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float32]

NEVER_RECORDED = 0.015  # share of the requests whose closing nobody wrote down
OPENS, CLOSES = 8 * 60, 16 * 60  # minutes of the day
LAST_COMER = 15 * 60
PROMISED_MORE = np.rint(EXTRA_DAYS).astype(np.int32)  # working days, by kind of service


class Ending(IntEnum):
    """How a request stands when the registers are read; the order is that of the words."""

    OPEN = 0
    CLOSED = 1
    WITHDRAWN = 2
    REFUSED = 3


@dataclass(frozen=True, kw_only=True)
class Requests:
    """One entry a request; ``unit`` counts from the first of the block, days are of the span.

    ``waited`` and ``waited_untrained`` are working days with the training and without it. A
    request that was withdrawn has no untrained twin: the applicant did not wait for the office.
    """

    index: NDArray[np.int64]
    unit: Small
    service: NDArray[np.int8]
    received: Small
    minute: Small
    waited: Small
    waited_untrained: Small
    promise: Small
    closing: NDArray[np.uint8]  # how far into the rest of the last day, in 256ths
    luck_digital: Numbers
    is_free_day: Flags
    chance: NDArray[np.uint16]
    ending: NDArray[np.int8]  # as if the registers were never closed
    luck_damage: Numbers

    def __len__(self) -> int:
        return len(self.unit)

    def among(self, chosen: Flags | NDArray[np.intp]) -> Self:
        """Only these requests."""
        return type(self)(**{each.name: getattr(self, each.name)[chosen] for each in fields(self)})


def draw_requests(
    nation: Nation, block: Block, month: int, series: Series = OF_THE_MONTH
) -> Requests:
    """Draw what came in at a block's units in a month.

    Parameters
    ----------
    month
        Counted from the first of the window. Of months before it only those requests are drawn
        that were still open when it began: the registers begin with them.
    """
    rng = series.luck("service_requests", nation.scale.seed, month=month, block=block)
    arrived = draw_arrivals(nation, block, month, series.share, rng)
    if month < 0:
        arrived = arrived.still_open_at(nation.span.start(0), nation)
    n = len(arrived.unit)
    promise = nation.counters.promise[block.first : block.after][arrived.unit]
    ending = _endings(rng.random(n, np.float32))
    return Requests(
        index=np.arange(n, dtype=np.int64),
        unit=arrived.unit,
        service=arrived.service,
        received=arrived.received,
        minute=rng.integers(OPENS, LAST_COMER, n, np.int32),
        waited=_or_half(arrived.waited, arrived.waited_untrained, ending),
        waited_untrained=_or_half(arrived.waited_untrained, arrived.waited_untrained, ending),
        promise=np.maximum(promise + PROMISED_MORE[arrived.service], 1),
        closing=rng.integers(0, 256, n, np.uint8),
        luck_digital=rng.random(n, np.float32),
        is_free_day=~nation.span.is_working[arrived.received],
        chance=rng.integers(0, 2**16, n, np.uint16),
        ending=ending,
        luck_damage=rng.random(n, np.float32),
    )


def _endings(luck: Numbers) -> NDArray[np.int8]:
    ending = np.full(len(luck), Ending.CLOSED, np.int8)
    ending[luck < WITHDRAWN_SHARE + REFUSED_SHARE] = Ending.REFUSED
    ending[luck < WITHDRAWN_SHARE] = Ending.WITHDRAWN
    ending[luck >= 1 - NEVER_RECORDED] = Ending.OPEN
    return ending


def _or_half(waited: Small, untrained: Small, ending: NDArray[np.int8]) -> Small:
    """Who withdraws does so half-way through the wait that nobody was trained to shorten."""
    return np.where(ending == Ending.WITHDRAWN, np.maximum(untrained // 2, 1), waited)
