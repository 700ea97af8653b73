"""One change per unit and a t test: exact with a single trained unit, if luck is normal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1
from dampak.statistics.panel import Panel, panel_of

COMPARISON = 2  # one unit has no spread to tell luck from effect by


def exact_difference(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    detrended: bool = False,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Compare each unit's change since the training began, one number per unit.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), every month counted.
    first_treated
        Shape (n_units,). Position of the first month of training, -1 for never. Cohorts may differ;
        each is compared with the units never trained over its own months.
    detrended
        Whether each unit's own straight line before the training is carried on and taken off, so
        that units may have been on different trends; otherwise its mean before is.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Mean change of the trained less that of the never trained; ``standard_error`` is the
        published one. ``exact_difference/1`` with one cohort: the classical t of n - 2 degrees of
        freedom. ``exact_difference_by_cohort/1`` with several: the spread of each cohort's changes
        is judged by the units never trained over the same months. ``..._detrended..`` likewise.
    NoAnswer
        Fewer than two units never trained, fewer than two months before (three if detrended), gaps,
        or no spread among the units.

    Raises
    ------
    ValueError
        If an argument is not what it should be.

    Notes
    -----
    However the months of a unit hang together, its change is one number. The t is exact if changes
    are normal and equally spread between units, even with one unit trained. Robust standard errors
    must not take its place: with one trained unit they are those of the others alone. With several
    cohorts the published t covers 86 to 92 times in 100 where few are trained, because a unit never
    trained enters as an average over cohorts and swings less; hence the interval by cohort. If
    small units swing more than large ones, prefer the placebos of `plain_difference`.

    References
    ----------
    Lee and Wooldridge (2025), A Simple Transformation Approach to Difference-in-Differences
    Estimation for Panel Data, sections 5 and 7; and the same (2026) for few units. Donald and Lang
    (2007), Review of Economics and Statistics 89, 221-233: the t with few groups.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    panel = panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    trained = panel.first_trained < panel.n_periods
    if refusal := _refusal(panel, trained, 3 if detrended else 2):
        return refusal
    moves = _moves(panel, trained, detrended=detrended)
    error, spread, freedom = moves.published_error, moves.error, moves.freedom
    if max(error, spread) <= panel.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    reach = float(special.stdtrit(freedom, (1 + confidence) / 2)) * spread
    name = "exact_difference" + ("_detrended" if detrended else "")
    return Estimate(
        value=moves.value,
        low=moves.value - reach,
        high=moves.value + reach,
        confidence=confidence,
        n_trained=int(trained.sum()),
        n_comparison=int((~trained).sum()),
        method=f"{name}/1" if len(moves.sizes) == 1 else f"{name}_by_cohort/1",
        standard_error=error,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Moves:
    """One change per unit: ``own`` for each cohort (its units,), ``never`` (n_cohorts, n_never)."""

    own: tuple[Floats, ...]
    never: Floats

    @property
    def sizes(self) -> Floats:
        return np.array([each.size for each in self.own], dtype=np.float64)

    @property
    def never_averaged(self) -> Floats:
        """The units never trained, over the cohorts by their size. Shape (n_never,)."""
        return np.asarray(self.sizes / self.sizes.sum() @ self.never)

    @property
    def value(self) -> float:
        return float(np.concatenate(self.own).mean() - self.never_averaged.mean())

    @property
    def freedom(self) -> float:
        return float(self.never.shape[1] - 1 + self.sizes.sum() - self.sizes.size)

    @property
    def published_error(self) -> float:
        """Of the classical t on one change per unit."""
        own, never = np.concatenate(self.own), self.never_averaged
        variance = (_squares(own) + _squares(never)) / (own.size + never.size - 2)
        return float(np.sqrt(variance * (1 / own.size + 1 / never.size)))

    @property
    def error(self) -> float:
        """With several cohorts: each judged by its own months, free of what befell all."""
        if self.sizes.size == 1:
            return self.published_error
        n_never = self.never.shape[1]
        variances = [
            (_squares(own) + _squares(never)) / (own.size + n_never - 2)
            for own, never in zip(self.own, self.never, strict=True)
        ]
        of_trained = float(self.sizes @ variances) / self.sizes.sum() ** 2
        of_never = _squares(self.never_averaged) / (n_never - 1) / n_never
        return float(np.sqrt(of_trained + of_never))


def _refusal(panel: Panel, trained: Flags, months_before: int) -> NoAnswer | None:
    n_comparison, n_before = int((~trained).sum()), int(panel.first_trained.min())
    if n_comparison < COMPARISON:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=COMPARISON, found=n_comparison)
    if n_before < months_before:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=months_before, found=n_before)
    if not panel.is_complete:
        found = int(np.isfinite(panel.outcomes).sum())
        return NoAnswer(why=Silence.FEW_UNITS_WITH_GAPS, needed=panel.outcomes.size, found=found)
    return None


def _moves(panel: Panel, trained: Flags, *, detrended: bool) -> _Moves:
    starts = np.unique(panel.first_trained[trained])
    moved = [_moved(panel.outcomes, int(start), detrended=detrended) for start in starts]
    cohorts = zip(moved, starts, strict=True)
    return _Moves(
        own=tuple(each[panel.first_trained == start] for each, start in cohorts),
        never=np.array([each[~trained] for each in moved]),
    )


def _moved(outcomes: Floats, start: int, *, detrended: bool) -> Floats:
    months = np.arange(outcomes.shape[1]) - (start - 1) / 2
    before, after = outcomes[:, :start], outcomes[:, start:]
    level = before.mean(axis=1)
    change = after.mean(axis=1) - level
    if not detrended:
        return np.asarray(change)
    slope = (before - level[:, None]) @ months[:start] / (months[:start] @ months[:start])
    return np.asarray(change - slope * months[start:].mean())


def _squares(values: Floats) -> float:
    return float(((values - values.mean()) ** 2).sum())
