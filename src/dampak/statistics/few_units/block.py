"""Units trained in one month beside units never trained, with every month counted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel, panel_of

MONTHS_BEFORE = 4  # fewer can be blended to by accident
DONORS = 2  # one donor is no blend


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Units without gaps, some of them compared with the rest.

    ``outcomes`` has shape (n_units, n_periods), the others (n_units,). ``is_treated``: compared
    with the other units, as what they really were or as a pretence; ``was_trained``: really trained
    in period ``n_before``; ``rows``: which row of the data handed in.
    """

    outcomes: Floats
    is_treated: Flags
    was_trained: Flags
    n_before: int
    rows: Integers

    @property
    def n_treated(self) -> int:
        return int(self.is_treated.sum())

    @property
    def n_donors(self) -> int:
        return int((~self.is_treated).sum())

    @property
    def target(self) -> Floats:
        """The average of the treated units, shape (n_periods,)."""
        return np.asarray(self.outcomes[self.is_treated].mean(axis=0))

    @property
    def donors(self) -> Floats:
        """The units to blend, shape (n_donors, n_periods)."""
        return self.outcomes[~self.is_treated]

    @property
    def never_trained(self) -> Floats:
        """Donors that show the months as they are without training."""
        return self.outcomes[~self.is_treated & ~self.was_trained]

    @property
    def noise(self) -> float:
        """How much a donor moves from month to month before the training: a standard deviation."""
        return float(np.diff(self.never_trained[:, : self.n_before], axis=1).std(ddof=1))

    def pretending(self, chosen: Flags, *, among: Flags) -> "Block":
        """Only the units ``among``, with the chosen as if trained instead of those who were."""
        return Block(
            outcomes=self.outcomes[among],
            is_treated=chosen[among],
            was_trained=self.was_trained[among],
            n_before=self.n_before,
            rows=self.rows[among],
        )


def block_of(*, outcomes: ArrayLike, first_treated: ArrayLike) -> Block | NoAnswer:
    """The block that a comparison with a blend of units needs, or what is missing for it.

    Raises
    ------
    ValueError
        If an argument is not what it should be, or units began their training in different months.
    """
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    is_treated = panel.first_trained < panel.n_periods
    n_before = _one_month_of_start(panel.first_trained[is_treated])
    return _refusal(panel, is_treated, n_before) or Block(
        outcomes=panel.outcomes,
        is_treated=is_treated,
        was_trained=is_treated,
        n_before=n_before,
        rows=panel.rows,
    )


def _one_month_of_start(first: Integers) -> int:
    months = np.unique(first)
    if months.size > 1:
        raise ValueError(
            f"first_treated holds {months.size} different months of first training "
            f"(first: {months[0]} and {months[1]}); hand in the units of one month at a time"
        )
    return int(months[0])


def _refusal(panel: Panel, is_treated: Flags, n_before: int) -> NoAnswer | None:
    n_donors = int((~is_treated).sum())
    if n_donors < DONORS:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=DONORS, found=n_donors)
    if n_before < MONTHS_BEFORE:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=MONTHS_BEFORE, found=n_before)
    if not panel.is_complete:
        counted = int(np.isfinite(panel.outcomes).sum())
        return NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=panel.outcomes.size, found=counted)
    return None
