"""Questions of equal or of unequal sharpness, among people whose abilities are normal."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small
from dampak.statistics.item_response.marginal import (
    Fitted,
    Layout,
    Rows,
    fit,
    information,
    rows_of,
    start_of,
    without_constant_items,
)

PEOPLE_EQUAL = 50
PEOPLE_UNEQUAL = 250  # with fewer the slopes were seen to run away, or to promise too much
ITEMS = 3
FLATTEST = 1e-3  # a question flatter than this has no difficulty


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NormalItems:
    """Slopes and difficulties, shape (n_items,), on the scale where people have mean 0 and sd 1.

    The chance of a right answer is logistic in slope * (ability - difficulty); no factor 1.7.
    NaN where ``is_placed`` is false. ``covariance`` (2 n_items, 2 n_items) is that of slopes, then
    difficulties; in the one-parameter model all slopes are the same number. ``n_parameters`` are
    free.
    """

    slopes: Floats
    difficulties: Floats
    slope_errors: Floats
    difficulty_errors: Floats
    slopes_low: Floats
    slopes_high: Floats
    difficulties_low: Floats
    difficulties_high: Floats
    covariance: Floats
    is_placed: Flags
    log_likelihood: float
    n_parameters: int
    n_people: int
    confidence: float
    method: str


def one_parameter_items(*, answers: ArrayLike, confidence: float = 0.95) -> NormalItems | NoAnswer:
    """Place questions of equal sharpness by marginal maximum likelihood.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    NormalItems
        The one slope is also the spread of abilities in logits. ``one_parameter/1``: even grid of
        61 nodes from -6 to 6; errors from Louis's observed information; the interval of a slope
        is that of its logarithm, unless it cannot be told from 0.
    NoAnswer
        If there are fewer than 50 people or three questions answered in both ways, if parts of
        the test were never seen by the same people, or the likelihood does not settle.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or ``confidence`` is outside (0, 1).

    References
    ----------
    Bock and Aitkin (1981), Psychometrika 46, 443-459. Thissen (1982), Psychometrika 47, 175-186.
    """
    return _model(answers, confidence, needed=PEOPLE_EQUAL, is_equal=True)


def two_parameter_items(*, answers: ArrayLike, confidence: float = 0.95) -> NormalItems | NoAnswer:
    """Place questions, each with a sharpness of its own, by marginal maximum likelihood.

    Parameters and errors are those of `one_parameter_items`.

    Returns
    -------
    NormalItems
        Method ``two_parameter/1``. A negative slope speaks for a wrong key.
    NoAnswer
        If there are fewer than 250 people, or as in `one_parameter_items`.

    References
    ----------
    Birnbaum (1968), in Lord and Novick, Statistical Theories of Mental Test Scores, 397-479.
    """
    return _model(answers, confidence, needed=PEOPLE_UNEQUAL, is_equal=False)


def _model(
    answers: ArrayLike, confidence: float, *, needed: int, is_equal: bool
) -> NormalItems | NoAnswer:
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = right_or_wrong(answers)
    table = table[np.isfinite(table).any(axis=1)]
    items = without_constant_items(table)
    if refusal := too_small(table[:, items], people=needed, items=ITEMS):
        return refusal
    if not hangs_together(table[:, items]):
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    rows = rows_of(table[:, items])
    fitted = fit_one_group(rows, table[:, items], is_equal=is_equal)
    if isinstance(fitted, NoAnswer):
        return fitted
    return _record(fitted, rows, items, confidence, is_equal=is_equal)


def hangs_together(table: Floats) -> bool:
    """Whether a chain of people leads from every question to every other."""
    seen = np.isfinite(table).astype(np.float32)
    return bool(connected_components(csr_array(seen.T @ seen > 0))[0] == 1)


def one_group(n_items: int, *, is_equal: bool) -> Layout:
    """Equal or unequal slopes, easiness, and abilities of mean 0 and spread 1."""
    n_slopes = 1 if is_equal else n_items
    slopes = np.zeros(n_items, dtype=np.int64) if is_equal else np.arange(n_items)
    index = np.concatenate([slopes, n_slopes + np.arange(n_items), [-1, -1]])
    return Layout(index=index, fixed=np.zeros(index.size), n_groups=1, n_items=n_items)


def fit_one_group(rows: Rows, table: Floats, *, is_equal: bool) -> Fitted | NoAnswer:
    slopes, easiness = start_of(table)
    start = np.concatenate([[slopes.mean()] if is_equal else slopes, easiness])
    return fit([rows], one_group(table.shape[1], is_equal=is_equal), start)


def _record(
    fitted: Fitted, rows: Rows, items: Flags, confidence: float, *, is_equal: bool
) -> NormalItems | NoAnswer:
    layout = one_group(int(items.sum()), is_equal=is_equal)
    slopes, easiness = (part[0] for part in layout.parts(fitted.free)[:2])
    spread = _spread(layout, information(rows, slopes, easiness))
    if spread is None or np.abs(slopes).min() < FLATTEST:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    # a model in which all slopes are negative is the same one upside down
    turn = 1.0 if np.sum(slopes) >= 0 else -1.0
    k = slopes.size
    turned = np.concatenate([np.full(k, turn), np.ones(k)])
    covariance = _in_difficulties(turn * slopes, easiness, spread * np.outer(turned, turned))
    placed = [_placed(values, items) for values in (turn * slopes, -easiness / (turn * slopes))]
    errors = np.sqrt(np.diag(covariance)).reshape(2, k)
    slope_errors, difficulty_errors = (_placed(values, items) for values in errors)
    z = special.ndtri((1 + confidence) / 2)
    ends = _slope_limits(placed[0], z * slope_errors)
    both = np.concatenate([items, items])
    full = np.full((both.size, both.size), np.nan)
    full[np.ix_(both, both)] = covariance
    return NormalItems(
        slopes=placed[0],
        difficulties=placed[1],
        slope_errors=slope_errors,
        difficulty_errors=difficulty_errors,
        slopes_low=ends[0],
        slopes_high=ends[1],
        difficulties_low=placed[1] - z * difficulty_errors,
        difficulties_high=placed[1] + z * difficulty_errors,
        covariance=full,
        is_placed=items,
        log_likelihood=fitted.log_likelihood,
        n_parameters=fitted.free.size,
        n_people=int(rows.count.sum()),
        confidence=confidence,
        method="one_parameter/1" if is_equal else "two_parameter/1",
    )


def _slope_limits(slopes: Floats, half: Floats) -> Floats:
    """Even on the scale of logarithms, or of slopes where these cannot be told from 0; (2, n)."""
    is_clear = np.abs(slopes) > half
    stretch = np.exp(np.where(is_clear, half / np.abs(slopes), 0.0))
    by_logs = np.sort([slopes / stretch, slopes * stretch], axis=0)
    return np.where(is_clear, by_logs, [slopes - half, slopes + half])


def _spread(layout: Layout, full: Floats) -> Floats | None:
    """Covariance of slopes and easiness, through those of them that are free."""
    picks = np.eye(int(layout.index.max()) + 1)[layout.index[:-2]]
    values, vectors = np.linalg.eigh(picks.T @ full @ picks)
    if values.min() <= 1e-9 * values.max():
        return None
    return np.asarray(picks @ (vectors / values) @ vectors.T @ picks.T)


def _in_difficulties(slopes: Floats, easiness: Floats, spread: Floats) -> Floats:
    """Covariance of slopes and difficulties (-easiness / slope) by the delta method."""
    k = slopes.size
    change = np.block(
        [
            [np.eye(k), np.zeros((k, k))],
            [np.diag(easiness / slopes**2), np.diag(-1 / slopes)],
        ]
    )
    return np.asarray(change @ spread @ change.T)


def _placed(values: Floats, items: Flags) -> Floats:
    full = np.full(items.size, np.nan)
    full[items] = values
    return full
