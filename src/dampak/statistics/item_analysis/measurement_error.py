"""By how many points would the same person miss her score at another sitting?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer
from dampak.statistics.arrays import Floats
from dampak.statistics.item_analysis.alpha import coefficient_alpha
from dampak.statistics.item_analysis.tables import answered_in_full, right_or_wrong


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasurementError:
    """Standard errors of measurement, in points of the test.

    ``overall`` is one number for everybody; ``by_score`` (n_items + 1,) is the error at 0, 1, ...
    all points: largest in the middle, where most answers could have gone either way.
    """

    overall: float
    by_score: Floats
    reliability: float
    n: int
    method: str


def measurement_error(*, answers: ArrayLike) -> MeasurementError | NoAnswer:
    """The error of a score of right answers, for everybody and at each score.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented. Only people with all
        questions are counted.

    Returns
    -------
    MeasurementError
        ``overall`` is sd * sqrt(1 - alpha). ``by_score`` is Lord's binomial error, brought by
        Keats's factor to the level of alpha, because questions of different difficulty leave less
        to luck than the binomial says. Method ``measurement_error/1``.
    NoAnswer
        As in `coefficient_alpha`. An alpha below 0 is taken as 0: all spread is error.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN.

    References
    ----------
    Lord (1957), Educational and Psychological Measurement 17, 510-521. Keats (1957), Psychometrika
    22, 29-41.
    """
    table = answered_in_full(right_or_wrong(answers))
    alpha = coefficient_alpha(scores=table)
    if isinstance(alpha, NoAnswer):
        return alpha
    reliability = max(alpha.value, 0.0)
    totals, k = table.sum(axis=1), table.shape[1]
    variance = totals.var(ddof=1)
    score = np.arange(k + 1.0)
    binomial = score * (k - score) / (k - 1)
    # Kuder and Richardson's formula 21 is the reliability if all questions were equally hard
    luck = float((totals * (k - totals) / (k - 1)).mean() / variance)
    level = (1 - reliability) / luck if luck > 0 else 0.0
    return MeasurementError(
        overall=float(np.sqrt(variance * (1 - reliability))),
        by_score=np.sqrt(binomial * level),
        reliability=reliability,
        n=alpha.n,
        method="measurement_error/1",
    )
