"""How much more the trained gained than others who began with the same score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, matrix_of_numbers, share_between_0_and_1
from dampak.statistics.learning.least_squares import coefficient, fitted, is_separable
from dampak.statistics.learning.scores import Pairs, flags_of, pairs_of

LEAST_FREEDOM = 0.9  # below one degree the classes say next to nothing about the error


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustedGain:
    """The difference between the groups, and the line it was read from.

    ``effect`` in points; ``intercept`` and ``slope`` describe the gain of the comparison group:
    intercept + slope * before (+ covariates). A negative slope is regression to the mean.
    """

    effect: Estimate
    intercept: float
    slope: float


def adjusted_gain(
    *,
    before: ArrayLike,
    after: ArrayLike,
    is_trained: ArrayLike,
    classes: ArrayLike | None = None,
    covariates: ArrayLike | None = None,
    confidence: float = 0.95,
) -> AdjustedGain | NoAnswer:
    """Compare the gains of trained and others at equal scores before (analysis of covariance).

    Parameters
    ----------
    before, after
        Shape (n_people,). Scores in points; NaN where absent. Only people with both are counted.
    is_trained
        Shape (n_people,). Yes or no.
    classes
        Shape (n_people,). Who learned together; the class is then the piece of evidence.
    covariates
        Shape (n_people, k). Other things known before the training, such as a second programme.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    AdjustedGain
        ``effect.value`` in points. Method ``adjusted_gain/1``: least squares of the gain on
        training, score before and covariates; error CR2 (HC2 without classes), which does not
        need equal spread in both groups, freedom Bell and McCaffrey's.
    NoAnswer
        If a group has fewer than two people, or a side only one class; if there are too few people
        for the covariates; if the scores or covariates leave nothing to separate the groups by.

    Raises
    ------
    ValueError
        If an input has the wrong shape or holds text or infinite values, if ``is_trained`` is not
        yes or no, or ``confidence`` is outside (0, 1).

    Notes
    -----
    It is the effect of the training if a lot decided who was trained. If people chose, or were
    sent because they were weak, groups that are alike on the test may differ in much else: Lord's
    paradox. The effect is taken to be the same at every score.

    References
    ----------
    Lord (1967), Psychological Bulletin 68, 304-305. Senn (2006), Statistics in Medicine 25,
    4334-4344: why analysis of covariance and not the difference in gains.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    pairs = pairs_of(before=before, after=after, classes=classes, needed=4)
    trained, others = _described(before, is_trained, covariates)
    if isinstance(pairs, NoAnswer):
        return pairs
    trained, others = trained[pairs.rows], others[pairs.rows]
    return _refusal(pairs, trained, others, with_classes=classes is not None) or _compared(
        pairs, trained, others, confidence
    )


def _described(
    before: ArrayLike, is_trained: ArrayLike, covariates: ArrayLike | None
) -> tuple[Flags, Floats]:
    length = np.asarray(before).shape[0]
    trained = flags_of(is_trained, name="is_trained", length=length)
    if covariates is None:
        return trained, np.empty((length, 0))
    matrix = matrix_of_numbers(covariates, name="covariates")
    if matrix.shape[0] != length or np.isnan(matrix).any():
        raise ValueError(
            f"covariates must have one full row per person ({length}), got shape {matrix.shape}"
        )
    return trained, matrix


def _refusal(
    pairs: Pairs, trained: Flags, others: Floats, *, with_classes: bool
) -> NoAnswer | None:
    sides = (
        (Silence.TOO_FEW_TRAINED, pairs.classes[trained]),
        (Silence.TOO_FEW_COMPARISON, pairs.classes[~trained]),
    )
    for why, classes in sides:
        found = np.unique(classes).size if with_classes else classes.size
        if found < 2:
            return NoAnswer(why=why, needed=2, found=int(found))
    n_needed = others.shape[1] + 4
    if trained.size < n_needed:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=n_needed, found=trained.size)
    if np.ptp(pairs.before) <= pairs.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None


def _compared(
    pairs: Pairs, trained: Flags, others: Floats, confidence: float
) -> AdjustedGain | NoAnswer:
    centred = pairs.before - pairs.before.mean()
    design = np.column_stack([np.ones(centred.size), trained, centred, others])
    if not is_separable(design):
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    line = fitted(pairs.gains, design)
    if np.abs(pairs.gains - design @ line).max() <= pairs.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    found = coefficient(pairs.gains, design, np.eye(design.shape[1])[1], pairs.classes)
    if found.freedom < LEAST_FREEDOM or found.standard_error <= pairs.dust:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    low, high = found.interval(confidence)
    effect = Estimate(
        value=found.value,
        low=low,
        high=high,
        confidence=confidence,
        n_trained=int(trained.sum()),
        n_comparison=int((~trained).sum()),
        method="adjusted_gain/1",
        standard_error=found.standard_error,
    )
    slope = float(line[2])
    return AdjustedGain(
        effect=effect, intercept=float(line[0] - slope * pairs.before.mean()), slope=slope
    )
