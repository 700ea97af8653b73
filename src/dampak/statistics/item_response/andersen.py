"""Are the questions equally hard for everybody? Andersen's likelihood ratio test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.item_analysis.tables import right_or_wrong, too_small
from dampak.statistics.item_response.design import informative_about_order
from dampak.statistics.item_response.rasch import PEOPLE, conditional_fit
from dampak.statistics.labels import positions_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AndersenTest:
    """Whether groups of people need difficulties of their own.

    ``p_value`` is the chance of so large a ``chi_squared`` if they do not. ``difficulties``
    (n_groups, n_items) are those of each group around its own mean; NaN for questions that some
    group answered all alike and that were left out of the test.
    """

    chi_squared: float
    freedom: int
    p_value: float
    difficulties: Floats
    n_people: int
    method: str


def andersen_test(
    *, answers: ArrayLike, groups: ArrayLike | None = None
) -> AndersenTest | NoAnswer:
    """Fit the Rasch model to groups of people one by one and to all of them together.

    Parameters
    ----------
    answers
        Shape (n_people, n_items). 1 right, 0 wrong, NaN not presented.
    groups
        Shape (n_people,). Any labels. Left out: the half of people with more right, and the rest.

    Returns
    -------
    AndersenTest
        Twice the gain in conditional log likelihood; method ``andersen/1``.
    NoAnswer
        If a group has fewer than 30 people with some right and some wrong, fewer than two
        questions have a place in every group, or one group is all there is.

    Raises
    ------
    ValueError
        If an answer is not 0, 1 or NaN, or ``groups`` has not one label per person.

    References
    ----------
    Andersen (1973), Psychometrika 38, 123-140.
    """
    table = right_or_wrong(answers)
    if refusal := too_small(table, people=2 * PEOPLE, items=2):
        return refusal
    labels = (
        _better_half(table)
        if groups is None
        else positions_of(groups, name="groups", length=table.shape[0])
    )
    if labels.max() == 0:
        return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=2, found=1)
    items = _in_every_group(table, labels)
    if isinstance(items, NoAnswer):
        return items
    return _tested(table[:, items], labels, items)


def _better_half(table: Floats) -> Integers:
    """Cut where the two parts of people with some right and some wrong are most alike in number."""
    seen = np.maximum(np.isfinite(table).sum(axis=1), 1)
    share = np.nansum(table, axis=1) / seen
    inside = np.sort(share[(share > 0) & (share < 1)])
    cuts = np.unique(inside)[:-1]
    if not cuts.size:
        return np.zeros(share.size, dtype=np.int64)
    below = np.searchsorted(inside, cuts, "right")
    cut = cuts[np.abs(2 * below - inside.size).argmin()]
    return np.asarray(share > cut, np.int64)


def _in_every_group(table: Floats, labels: Integers) -> Flags | NoAnswer:
    """Questions that have a place in each group; leaving out some may cost others theirs."""
    items = np.ones(table.shape[1], dtype=bool)
    before = -1
    while items.sum() != before:
        before = int(items.sum())
        for group in range(labels.max() + 1):
            found = informative_about_order(table[labels == group][:, items])
            if isinstance(found, NoAnswer):
                return found
            items[np.flatnonzero(items)[~found.items]] = False
    return items


def _tested(table: Floats, labels: Integers, items: Flags) -> AndersenTest | NoAnswer:
    parts = [table[labels == group] for group in range(labels.max() + 1)]
    kept = [_with_some_right(part) for part in parts]
    fewest = min(part.shape[0] for part in kept)
    if fewest < PEOPLE:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=PEOPLE, found=fewest)
    together = conditional_fit(np.concatenate(kept))
    alone = [conditional_fit(part) for part in kept]
    if isinstance(together, NoAnswer):
        return together
    values, difficulties = [], np.full((len(kept), items.size), np.nan)
    for group, fit in enumerate(alone):
        if isinstance(fit, NoAnswer):
            return fit
        difficulties[group, items], value = fit[0], fit[2]
        values.append(value)
    chi = 2 * (sum(values) - together[2])
    freedom = (len(kept) - 1) * (int(items.sum()) - 1)
    return AndersenTest(
        chi_squared=chi,
        freedom=freedom,
        p_value=float(special.chdtrc(freedom, max(chi, 0.0))),
        difficulties=difficulties,
        n_people=sum(part.shape[0] for part in kept),
        method="andersen/1",
    )


def _with_some_right(part: Floats) -> Floats:
    right = np.nansum(part, axis=1)
    return np.asarray(part[(right > 0) & (right < np.isfinite(part).sum(axis=1))])
