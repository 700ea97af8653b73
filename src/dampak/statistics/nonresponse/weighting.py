"""Let those who answered speak for those like them who did not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    Integers,
    share_between_0_and_1,
    vector_of_positions,
)
from dampak.statistics.nonresponse.answering import Answers, answers_of

FEWEST_IN_A_CELL = 5
LEAST_EFFECTIVE_FREEDOM = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResponseWeights:
    """How many people each answer stands for.

    ``weights`` (n_asked,) add up to the number asked, 0 for those who did not answer;
    ``response_shares`` (n_cells,) from 0 to 1; ``effective_n`` is the number of answers that would
    be as certain had all weighed the same (Kish), ``design_effect`` how many times dearer the
    weighting has made each.
    """

    weights: Floats
    response_shares: Floats
    effective_n: float
    design_effect: float
    method: str = "response_cells/1"


def response_weights(*, values: ArrayLike, cells: ArrayLike) -> ResponseWeights | NoAnswer:
    """Weigh each answer by asked / answered among people of the same cell.

    Parameters
    ----------
    values
        Shape (n_asked,), NaN for everybody who did not answer.
    cells
        Shape (n_asked,), whole numbers from 0: the group (post, sex, unit) known of everybody.

    Returns
    -------
    ResponseWeights
    NoAnswer
        If a cell has fewer than five answers: join it with a neighbour (`TOO_FEW_PEOPLE`).

    Notes
    -----
    Right if within a cell answering has nothing to do with the answer. Nothing here can show it;
    see `bounds_without_assumption` and `tipping_shift`.

    References
    ----------
    Little (1986), International Statistical Review 54. Kish (1992), J. Official Statistics 8.
    """
    answers = answers_of(values)
    groups = vector_of_positions(cells, name="cells", length=answers.n_asked)
    refusal = _refusal(answers, groups)
    if refusal:
        return refusal
    _, place = np.unique(groups, return_inverse=True)
    asked = np.bincount(place)
    answered = np.bincount(place, weights=answers.has_answered)
    weights = np.where(answers.has_answered, (asked / answered)[place], 0.0)
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return ResponseWeights(
        weights=weights,
        response_shares=answered / asked,
        effective_n=effective,
        design_effect=answers.n_answered / effective,
    )


def weighted_by_response(
    *, values: ArrayLike, cells: ArrayLike, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """The mean of everybody asked, if silent people are like those of their cell who answered.

    Returns
    -------
    Measurement
        ``value`` in the unit of the values: the cells' means, weighted by the number asked. The
        standard error adds the doubt within cells and the chance that other people were asked;
        t with Satterthwaite's freedom over the cells. ``n`` counts the answers.
    NoAnswer
        As `response_weights`, or if no answer differs from another.

    Raises
    ------
    ValueError
        As `response_weights`; if ``confidence`` is outside (0, 1).

    References
    ----------
    Holt and Smith (1979), JRSS A 142, 33-46. Satterthwaite (1946), Biometrics Bulletin 2.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    answers = answers_of(values)
    groups = vector_of_positions(cells, name="cells", length=answers.n_asked)
    if refusal := _refusal(answers, groups):
        return refusal
    if answers.is_constant:
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    share, mean, variance, size = _by_cell(answers, groups)
    value = float(share @ mean)
    within = share**2 * variance / size
    between = float(share @ (mean - value) ** 2) / answers.n_asked
    error = float(np.sqrt(within.sum() + between))
    freedom = _freedom(within, size, between, answers.n_asked)
    half = float(special.stdtrit(freedom, (1 + confidence) / 2)) * error
    return Measurement(
        value=value,
        low=value - half,
        high=value + half,
        confidence=confidence,
        n=answers.n_answered,
        method="weighted_by_response/1",
        standard_error=error,
    )


def _refusal(answers: Answers, groups: Integers) -> NoAnswer | None:
    if not answers.n_asked:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if groups.min() < 0:
        raise ValueError("cells must count from 0; -1 has no meaning here")
    _, place = np.unique(groups, return_inverse=True)
    fewest = int(np.bincount(place, weights=answers.has_answered).min())
    if fewest < FEWEST_IN_A_CELL:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=FEWEST_IN_A_CELL, found=fewest)
    return None


def _by_cell(answers: Answers, groups: Integers) -> tuple[Floats, Floats, Floats, Floats]:
    """Share of those asked, mean, variance and number of answers, cell by cell."""
    _, place = np.unique(groups, return_inverse=True)
    asked = np.bincount(place).astype(np.float64)
    mine = place[answers.has_answered]
    size = np.bincount(mine).astype(np.float64)
    mean = np.bincount(mine, weights=answers.known) / size
    squares = np.bincount(mine, weights=(answers.known - mean[mine]) ** 2)
    return asked / asked.sum(), mean, squares / (size - 1), size


def _freedom(within: Floats, size: Floats, between: float, n_asked: int) -> float:
    pieces = (within**2 / (size - 1)).sum() + between**2 / max(n_asked - 1, 1)
    return max(float((within.sum() + between) ** 2 / pieces), LEAST_EFFECTIVE_FREEDOM)
