"""Requests as rows of the register."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.simulation.nation.country import Nation
from dampak.simulation.nation.damage import BEFORE_RECEIPT, UNKNOWN_UNIT, YEARS_OFF, Damage
from dampak.simulation.nation.parts import days, moments, numbers, words
from dampak.simulation.nation.requests import CLOSES, Ending, Requests
from dampak.simulation.nation.scale import Block
from dampak.simulation.nation.series import Series
from dampak.simulation.nation.services import NAMES

Flags = NDArray[np.bool_]
Small = NDArray[np.int32]

STATUSES = [ending.name.lower() for ending in Ending]
CHANNELS = ["app", "web", "messenger", "email", "counter", "letter", "phone"]
# the place among CHANNELS for one of 256 chances: of those in person, then of the digital ones
CHANNEL_OF = np.concatenate(
    [np.repeat([4, 5, 6], [220, 20, 16]), np.repeat([0, 1, 2, 3], [110, 90, 44, 12])]
).astype(np.int8)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Requests of one series, with the month of the window in which they came in."""

    requests: Requests
    month: int
    series: Series
    damage: NDArray[np.int8] | None = field(default=None)

    def __len__(self) -> int:
        return len(self.requests)

    @property
    def is_channel_known(self) -> Flags:
        """Not in one of 256 rows, and in none from before the window: they are from elsewhere."""
        return (self.requests.chance >= 256) & (self.month >= 0)


def is_digital(nation: Nation, block: Block, batch: Batch, *, trained: bool) -> Flags:
    """Which requests came digitally, in either life; on free days all do."""
    share = nation.counters.digital_share[block.first : block.after]
    if trained:
        gain = np.float32(nation.effects.digital_share)
        share = share + gain * nation.dose(block, batch.month)
    requests = batch.requests
    return (requests.luck_digital < share[requests.unit]) | requests.is_free_day


def rows_of(nation: Nation, block: Block, batch: Batch) -> pa.Table:
    """The rows, with their damage, as the register shows them on the last day of the window."""
    requests, span = batch.requests, nation.span
    closed = span.closing_day(requests.received, requests.waited)
    minute = requests.minute + ((CLOSES - requests.minute) * requests.closing >> 8)
    ending = np.where(closed < span.after, requests.ending, Ending.OPEN)
    unit, received = requests.unit, requests.received
    if batch.damage is not None:
        early = batch.damage == Damage.CLOSED_BEFORE_RECEIVED
        ending = np.where(early, Ending.CLOSED, ending)
        closed = np.where(early, received - BEFORE_RECEIPT, closed)
        received = received + YEARS_OFF * (batch.damage == Damage.IMPOSSIBLE_YEAR)
        unit = np.where(batch.damage == Damage.UNKNOWN_UNIT, block.n_units, unit)
    promised = span.closing_day(requests.received, requests.promise)
    return pa.table(
        {
            "request_id": numbers(
                requests.index, month=nation.month(batch.month), series=batch.series, block=block
            ),
            "unit_code": words(unit, [*nation.unit_codes(block), UNKNOWN_UNIT]),
            "service": words(requests.service, NAMES),
            "channel": words(
                _channel(nation, block, batch), CHANNELS, unknown=~batch.is_channel_known
            ),
            "received_at": moments(received, requests.minute, span),
            "promised_on": days(promised, span),
            "closed_at": moments(closed, minute, span, unknown=ending == Ending.OPEN),
            "status": words(ending.astype(np.int8), STATUSES),
            "was_withdrawn": ending == Ending.WITHDRAWN,
        }
    )


def _channel(nation: Nation, block: Block, batch: Batch) -> NDArray[np.int8]:
    digital = is_digital(nation, block, batch, trained=True)
    channel: NDArray[np.int8] = CHANNEL_OF[(batch.requests.chance & 255) + 256 * digital]
    return channel
