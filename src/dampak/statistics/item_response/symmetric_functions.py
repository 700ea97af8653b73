"""How likely each right answer is among people with the same number right.

In the Rasch model the number right says all about the person; given it, the answers depend on the
questions alone, through elementary symmetric functions of their easiness. These are had here as the
distribution of a sum of independent tosses of unequal coins, read off its characteristic function
at the roots of unity. For each number right the coins belong to the ability at which that number is
the likely one, so that what is wanted is never small beside what is summed: a hundred questions are
as safe as five, and so are the ends.

References
----------
Andersen (1972), Journal of the Royal Statistical Society B 34, 42-54. Verhelst, Glas and van der
Sluis (1984), Computational Statistics Quarterly 1, 245-262: the trouble with recursions. Hong
(2013), Computational Statistics and Data Analysis 59, 41-51: sums of unequal coins by Fourier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from dampak.statistics.arrays import Flags, Floats, Integers

ENTRIES_AT_ONCE = 1_000_000  # bounds the memory of a batch
ROUNDS = 30  # of Newton's method for the ability of a number right


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """People grouped by which questions they saw and how many they got right.

    ``patterns`` (n_patterns, n_items) which questions; ``of_pattern``, ``n_right`` and ``count``
    (n_groups,) describe the groups; ``group`` (n_people,) is the group of each person.
    """

    patterns: Flags
    of_pattern: Integers
    n_right: Integers
    count: Floats
    group: Integers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenScore:
    """What follows from the number right.

    ``log_functions`` (n_groups,): logarithms of the symmetric functions. ``chances`` (n_groups,
    n_items): of a right answer. ``information`` (n_items, n_items): the covariances of the answers
    given the number right, summed over all people.
    """

    log_functions: Floats
    chances: Floats
    information: Floats


def scores_of(answers: Floats) -> Scores:
    """Group the people of a table of right, wrong and not presented."""
    n_items = answers.shape[1]
    seen = np.isfinite(answers)
    packed = np.ascontiguousarray(np.packbits(seen, axis=1))
    rows = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, pattern = np.unique(rows, return_index=True, return_inverse=True)
    key = pattern.astype(np.int64) * (n_items + 1) + np.nansum(answers, axis=1).astype(np.int64)
    groups, group, count = np.unique(key, return_inverse=True, return_counts=True)
    return Scores(
        patterns=seen[first],
        of_pattern=groups // (n_items + 1),
        n_right=groups % (n_items + 1),
        count=count.astype(np.float64),
        group=group.astype(np.int64),
    )


def given_the_score(difficulties: Floats, scores: Scores) -> GivenScore:
    """Everything the conditional likelihood needs. No group may have all right or all wrong."""
    n_groups, n_items = scores.count.size, difficulties.size
    logs, chances = np.empty(n_groups), np.empty((n_groups, n_items))
    together = np.zeros((n_items, n_items))
    size = max(1, 2 * ENTRIES_AT_ONCE // (n_items + 1) ** 2)
    for start in range(0, n_groups, size):
        batch = slice(start, start + size)
        logs[batch], chances[batch], pairs = _of_batch(difficulties, scores, batch)
        together += pairs
    together -= (chances * scores.count[:, None]).T @ chances
    np.fill_diagonal(together, scores.count @ (chances * (1 - chances)))
    return GivenScore(log_functions=logs, chances=chances, information=together)


def _of_batch(difficulties: Floats, scores: Scores, batch: slice) -> tuple[Floats, Floats, Floats]:
    right, count = scores.n_right[batch], scores.count[batch]
    seen = scores.patterns[scores.of_pattern[batch]]
    ability = ability_of_score(difficulties, seen, right)
    toss = np.where(seen, special.expit(ability[:, None] - difficulties), 0.0)
    # an odd number of roots keeps -1 out, where an even coin would divide nothing by nothing
    n_roots = difficulties.size + 1 + difficulties.size % 2
    half = np.arange((n_roots + 1) // 2)
    root = np.exp(2j * np.pi * half / n_roots)
    weight = np.where(half == 0, 1.0, 2.0) / n_roots  # the other half is conjugate
    factor = 1 + toss[:, None, :] * (root[:, None] - 1)
    sums = weight * factor.prod(axis=2) * root ** -right[:, None].astype(np.float64)
    mass = sums.sum(axis=1).real
    share: NDArray[np.complex128] = toss[:, None, :] * root[:, None] / factor
    chances = np.einsum("gt,gti->gi", sums, share).real / mass[:, None]
    each = share.reshape(-1, difficulties.size)
    pairs = (each * (sums * (count / mass)[:, None]).reshape(-1, 1)).T @ each
    scale = np.where(seen, np.logaddexp(0, ability[:, None] - difficulties), 0.0).sum(axis=1)
    return np.log(mass) - right * ability + scale, chances, pairs.real


def ability_of_score(difficulties: Floats, seen: Flags, right: Integers) -> Floats:
    """The ability at which so many right answers are expected (maximum likelihood), (n_groups,).

    ``seen`` (n_groups, n_items) which questions; 0 < ``right`` < number of them.
    """
    n_seen = seen.sum(axis=1)
    share = right / n_seen
    ability = np.log(share / (1 - share)) + (seen @ difficulties) / n_seen
    for _ in range(ROUNDS):
        chance = np.where(seen, special.expit(ability[:, None] - difficulties), 0.0)
        step = (right - chance.sum(axis=1)) / (chance * (1 - chance)).sum(axis=1)
        ability = ability + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-11:
            break
    return np.asarray(ability)
