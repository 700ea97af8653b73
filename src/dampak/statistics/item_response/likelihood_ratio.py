"""Does a question need parameters of its own in one group? Likelihood ratio tests."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers, share_between_0_and_1
from dampak.statistics.item_analysis.differential import adjusted
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small
from dampak.statistics.item_response.marginal import (
    NODES,
    Fitted,
    Layout,
    Rows,
    fit,
    person_scores,
    rows_of,
    start_of,
    without_constant_items,
)
from dampak.statistics.item_response.normal_models import PEOPLE_EQUAL, PEOPLE_UNEQUAL

ITEMS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DifferentialParameters:
    """One entry per question, shape (n_items,); NaN for questions left out.

    ``chi_squared`` with ``freedom`` is twice the gain in log likelihood when the question may
    differ; ``adjusted_p`` is Benjamini and Hochberg's over the questions. ``harder_by`` is the
    difficulty in the focal group less that in the reference group, in standard deviations of the
    reference group's ability, with interval ``low`` to ``high``; ``sharper_by`` the ratio of
    slopes, 1 where they are equal. ``focal_mean`` and ``focal_spread`` are of the focal group's
    ability, where the reference group has 0 and 1.
    """

    chi_squared: Floats
    freedom: int
    p_value: Floats
    adjusted_p: Floats
    harder_by: Floats
    low: Floats
    high: Floats
    sharper_by: Floats
    focal_mean: float
    focal_spread: float
    n_reference: int
    n_focal: int
    confidence: float
    method: str


def likelihood_ratio_items(
    *, answers: ArrayLike, is_focal: ArrayLike, is_equal: bool = False, confidence: float = 0.95
) -> DifferentialParameters | NoAnswer:
    """Let one question after the other differ between two groups, all the others staying equal.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented.
    is_focal
        Shape (n_people,). 1 for the group that might be disadvantaged, 0 for the reference.
    is_equal
        Whether all questions are equally sharp (one-parameter model). Otherwise the slope may
        differ between groups as well.
    confidence
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    DifferentialParameters
        ``likelihood_ratio_1pl/1`` or ``likelihood_ratio_2pl/1``; ability is normal in each group,
        with its own mean and spread.
    NoAnswer
        If there are fewer than five questions, if a group has fewer than 50 people (250 with
        unequal sharpness), or the likelihood does not settle.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or ``is_focal`` not 0 or 1 for each person.

    References
    ----------
    Thissen, Steinberg and Wainer (1993), in Holland and Wainer, Differential Item Functioning,
    67-113.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    table = right_or_wrong(answers)
    focal = np.asarray(is_focal)
    if focal.shape != (table.shape[0],) or not np.isin(focal, (0, 1)).all():
        raise ValueError(f"is_focal must hold 1 or 0 for each of {table.shape[0]} people")
    answered = np.isfinite(table).any(axis=1)
    table, focal = table[answered], focal[answered] == 1
    groups = [table[~focal], table[focal]]
    items = without_constant_items(groups[0]) & without_constant_items(groups[1])
    needed = PEOPLE_EQUAL if is_equal else PEOPLE_UNEQUAL
    for group in groups:
        if refusal := too_small(group[:, items], people=needed, items=ITEMS):
            return refusal
    parts = [group[:, items] for group in groups]
    return _tested(parts, items, confidence, is_equal=is_equal)


def two_groups(n_items: int, *, is_equal: bool, differing: int = -1) -> Layout:
    """Shared questions, but for one; the second group's ability has a mean and a spread."""
    n_slopes = 1 if is_equal else n_items
    slopes = np.zeros(n_items, dtype=np.int64) if is_equal else np.arange(n_items)
    easiness = n_slopes + np.arange(n_items)
    free = n_slopes + n_items
    of_slopes, of_easiness = np.stack([slopes, slopes]), np.stack([easiness, easiness])
    means, spreads = np.array([-1, free]), np.array([-1, free + 1])
    if differing >= 0:
        of_easiness[1, differing] = free + 2
        if not is_equal:
            of_slopes[1, differing] = free + 3
    index = np.concatenate([of_slopes.ravel(), of_easiness.ravel(), means, spreads])
    return Layout(index=index, fixed=np.zeros(index.size), n_groups=2, n_items=n_items)


def _tested(
    tables: list[Floats], items: Flags, confidence: float, *, is_equal: bool
) -> DifferentialParameters | NoAnswer:
    rows = [rows_of(table) for table in tables]
    k = tables[0].shape[1]
    slopes, easiness = start_of(np.concatenate(tables))
    first = [slopes.mean()] if is_equal else slopes
    base = two_groups(k, is_equal=is_equal)
    shared = fit(rows, base, np.concatenate([first, easiness, [0.0, 0.0]]))
    if isinstance(shared, NoAnswer):
        return shared
    found = np.full((5, items.size), np.nan)
    z = special.ndtri((1 + confidence) / 2)
    for item, place in enumerate(np.flatnonzero(items)):
        answer = _one_item(rows, shared, item, k, is_equal=is_equal)
        if isinstance(answer, NoAnswer):
            return answer
        chi, harder, error, ratio = answer
        found[:, place] = chi, harder, harder - z * error, harder + z * error, ratio
    _, _, means, spreads = base.parts(shared.free)
    freedom = 1 if is_equal else 2
    p_value = special.chdtrc(freedom, found[0])
    return DifferentialParameters(
        chi_squared=found[0],
        freedom=freedom,
        p_value=p_value,
        adjusted_p=adjusted(p_value),
        harder_by=found[1],
        low=found[2],
        high=found[3],
        sharper_by=found[4],
        focal_mean=float(means[1]),
        focal_spread=float(spreads[1]),
        n_reference=int(rows[0].count.sum()),
        n_focal=int(rows[1].count.sum()),
        confidence=confidence,
        method=f"likelihood_ratio_{1 if is_equal else 2}pl/1",
    )


def _one_item(
    rows: list[Rows], shared: Fitted, item: int, k: int, *, is_equal: bool
) -> tuple[float, float, float, float] | NoAnswer:
    """Chi-squared, difference in difficulty and its error, ratio of slopes."""
    layout = two_groups(k, is_equal=is_equal, differing=item)
    slopes, easiness, _, _ = two_groups(k, is_equal=is_equal).parts(shared.free)
    own = [easiness[1, item]] if is_equal else [easiness[1, item], slopes[1, item]]
    fitted = fit(rows, layout, np.concatenate([shared.free, own]))
    if isinstance(fitted, NoAnswer):
        return fitted
    slopes, easiness = layout.parts(fitted.free)[:2]
    values, vectors = np.linalg.eigh(_crossproducts(rows, layout, fitted.free))
    if values.min() <= 1e-10 * values.max():
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    places = -easiness[:, item] / slopes[:, item]
    full = np.zeros(layout.index.size)
    for group, sign in enumerate((-1.0, 1.0)):
        full[group * k + item] = -sign * places[group] / slopes[group, item]
        full[2 * k + group * k + item] = -sign / slopes[group, item]
    along = vectors.T @ layout.gathered(full)
    return (
        max(2 * (fitted.log_likelihood - shared.log_likelihood), 0.0),
        float(places[1] - places[0]),
        float(np.sqrt((along**2 / values).sum())),
        float(slopes[1, item] / slopes[0, item]),
    )


def _crossproducts(rows: list[Rows], layout: Layout, free: Floats) -> Floats:
    """The information as the sum of the squares of people's scores, in the free parameters."""
    slopes, easiness, means, spreads = layout.parts(free)
    k, total = layout.n_items, np.zeros((free.size, free.size))
    for g, group in enumerate(rows):
        ability = means[g] + spreads[g] * NODES
        scores = person_scores(group, slopes[g], easiness[g], ability)
        columns = np.concatenate(
            [g * k + np.arange(k), 2 * k + g * k + np.arange(k), [4 * k + g, 4 * k + 2 + g]]
        )
        index: Integers = layout.index[columns]
        picks = np.eye(free.size)[index] * (index >= 0)[:, None]
        mine = scores @ picks
        total += (mine * group.count[:, None]).T @ mine
    return total
