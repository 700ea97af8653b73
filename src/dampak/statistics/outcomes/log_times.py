"""By what factor did times change where a few take very long?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers, share_between_0_and_1
from dampak.statistics.outcomes.columns import (
    column_of_flags,
    column_of_numbers,
    column_of_units,
    columns_of_numbers,
    positive,
)
from dampak.statistics.outcomes.ratio import Ratio
from dampak.statistics.outcomes.unit_doubt import spread_without_each, t_of_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEffect:
    """The same difference twice: as a factor on times, and in days of the average case."""

    factor: Ratio
    in_days: Estimate


def log_time_effect(
    *,
    days: ArrayLike,
    is_trained: ArrayLike,
    units: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    confidence: float = 0.95,
) -> TimeEffect | NoAnswer:
    """Compare the times of two groups of closed cases, with what the cases were like held equal.

    Parameters
    ----------
    days
        Shape (n_cases,), above 0; all closed. Any unit of time.
    is_trained
        Shape (n_cases,): whether the case was handled by a trained unit.
    units
        Shape (n_cases,): the unit of each case; each case is its own if None.
    covariates
        Shape (n_cases, k): what else makes a case long, such as its kind as 0 or 1.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    TimeEffect
        ``factor``: the typical (geometric mean) time over what it would be. ``in_days``: the
        difference of means, brought back from logarithms by Duan's smearing. Least squares
        on the logarithm; t with the jackknife over units. The counts are of units.
    NoAnswer
        With fewer than two units in a group; if the groups cannot be told from a covariate.

    Raises
    ------
    ValueError
        If the columns differ in length, or a time is not above 0.

    Notes
    -----
    One factor for all cases: where only the slow ones became faster, see `time_quantile`. Cases
    still open are not in it; where there are many, use `restricted_mean_difference`.

    References
    ----------
    Duan (1983), JASA 78, 605-610.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    logs = np.log(positive(column_of_numbers(days, name="days"), name="days"))
    trained = column_of_flags(is_trained, name="is_trained", length=logs.size)
    others = columns_of_numbers(covariates, name="covariates", length=logs.size)
    of = column_of_units(units, length=logs.size)
    n_units = int(of.max(initial=-1)) + 1
    in_trained = np.bincount(of, weights=trained.astype(float), minlength=n_units) > 0
    for group, why in (
        (in_trained, Silence.TOO_FEW_TRAINED),
        (~in_trained, Silence.TOO_FEW_COMPARISON),
    ):
        if group.sum() < 2:
            return NoAnswer(why=why, needed=2, found=int(group.sum()))
    design = np.column_stack([np.ones(logs.size), others, trained])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=design.shape[1])
    answers = np.array([_answer(logs, design), *_without_each(logs, design, of, n_units)])
    if not np.isfinite(answers).all():
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=design.shape[1])
    return _effect(answers, in_trained, confidence)


def _answer(logs: Floats, design: Floats) -> tuple[float, float]:
    """The effect on the logarithm, and the difference of smeared means in days."""
    solution, _, rank, _ = np.linalg.lstsq(design, logs)
    if rank < design.shape[1]:
        return np.nan, np.nan
    smear = np.exp(logs - design @ solution).mean()
    base = np.exp(design[:, :-1] @ solution[:-1])
    return float(solution[-1]), float(smear * base.mean() * np.expm1(solution[-1]))


def _without_each(
    logs: Floats, design: Floats, of: Integers, n_units: int
) -> list[tuple[float, float]]:
    return [_answer(logs[of != unit], design[of != unit]) for unit in range(n_units)]


def _effect(answers: Floats, in_trained: Flags, confidence: float) -> TimeEffect:
    (log, days), moves = answers[0], answers[1:] - answers[1:].mean(axis=0)
    counts = {"n_trained": int(in_trained.sum()), "n_comparison": int((~in_trained).sum())}
    spreads = [spread_without_each(column) for column in moves.T]
    reach, day_reach = (
        t_of_groups(column, in_trained, confidence=confidence) * spread
        for column, spread in zip(moves.T, spreads, strict=True)
    )
    return TimeEffect(
        factor=Ratio(
            value=float(np.exp(log)),
            low=float(np.exp(log - reach)),
            high=float(np.exp(log + reach)),
            confidence=confidence,
            method="log_time/1",
            standard_error_of_log=spreads[0],
            **counts,
        ),
        in_days=Estimate(
            value=float(days),
            low=float(days - day_reach),
            high=float(days + day_reach),
            confidence=confidence,
            method="log_time_smeared/1",
            standard_error=spreads[1],
            **counts,
        ),
    )
