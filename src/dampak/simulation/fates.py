"""How a request ends within the window: closed, refused, withdrawn, or still open."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.days import Days
from dampak.simulation.requests import Requests

Ints = NDArray[np.int_]
Flags = NDArray[np.bool_]

WITHDRAWN_SHARE, REFUSED_SHARE = 0.03, 0.04


@dataclass(frozen=True, kw_only=True)
class Fates:
    """One entry a request. ``ended`` is the day it ended, meaningful unless it is open."""

    is_kept: Flags  # belongs in the office's register of the window
    is_withdrawn: Flags
    is_refused: Flags
    is_open: Flags
    ended: Ints

    @property
    def is_answered(self) -> Flags:
        """Closed or refused: either way the applicant got an answer."""
        return self.is_kept & ~self.is_withdrawn & ~self.is_open


def fates(requests: Requests, days: Days) -> Fates:
    """The ends that fall within the window; the register begins with what was then still open."""
    withdrawn = requests.draws.luck_end < WITHDRAWN_SHARE
    refused = ~withdrawn & (requests.draws.luck_end < WITHDRAWN_SHARE + REFUSED_SHARE)
    ended = np.where(withdrawn, _withdrawn_on(requests, days), requests.closed)
    return Fates(
        is_kept=ended >= days.month_starts[0],
        is_withdrawn=withdrawn,
        is_refused=refused,
        is_open=ended >= days.month_starts[-1],
        ended=ended,
    )


def _withdrawn_on(requests: Requests, days: Days) -> Ints:
    """Half-way through the wait that nobody was trained to shorten."""
    half = np.maximum(np.rint(requests.draws.days / 2), 1).astype(int)
    return days.after(requests.draws.received, half)
