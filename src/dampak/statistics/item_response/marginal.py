"""The likelihood of answers of people whose abilities are normal: one engine for all such models.

The chance of a right answer to question j is that of a logistic curve, slope_j * ability +
easiness_j. Abilities are integrated out on an even grid, which for a normal density is exact to
many digits; equal rows of answers are computed once. Groups may have a mean and a spread of their
own, and parameters may be shared: `Layout` says which.

References
----------
Bock and Aitkin (1981), Psychometrika 46, 443-459. Louis (1982), Journal of the Royal Statistical
Society B 44, 226-233: the information.
"""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, Integers

NODES = np.linspace(-6.0, 6.0, 61)
LOG_WEIGHTS = -(NODES**2) / 2 - np.log(np.exp(-(NODES**2) / 2).sum())
STEEPEST = 12.0  # a slope beyond it is on its way to infinity
SETTLED = 1e-5  # of the gradient per person


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Different rows of answers of one group and how many people gave each.

    ``right`` and ``seen`` (n_rows, n_items) as 0 and 1; ``count`` (n_rows,); ``row`` (n_people,)
    says which row each person gave.
    """

    right: Floats
    seen: Floats
    count: Floats
    row: Integers

    @property
    def is_complete(self) -> bool:
        return bool(self.seen.all())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Which free parameter each of the model's is, -1 for one that is fixed at ``fixed``.

    In the order slopes (n_groups * n_items), easiness (the same), means (n_groups), logarithms of
    spreads (n_groups).
    """

    index: Integers
    fixed: Floats
    n_groups: int
    n_items: int

    def full(self, free: Floats) -> Floats:
        return np.where(self.index >= 0, free[self.index], self.fixed)

    def gathered(self, full: Floats) -> Floats:
        """The gradient in the free parameters from that in all of them."""
        is_free = self.index >= 0
        sums = np.bincount(self.index[is_free], weights=full[is_free])
        return np.asarray(sums, np.float64)

    def parts(self, free: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        full, size = self.full(free), self.n_groups * self.n_items
        shape = (self.n_groups, self.n_items)
        return (
            full[:size].reshape(shape),
            full[size : 2 * size].reshape(shape),
            full[2 * size : 2 * size + self.n_groups],
            np.exp(full[2 * size + self.n_groups :]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Free parameters where the likelihood is largest, and its logarithm there."""

    free: Floats
    log_likelihood: float


def rows_of(answers: Floats) -> Rows:
    """Put equal rows of answers together; with few equal ones leave the table as it is."""
    seen = np.isfinite(answers)
    right = seen & (answers == 1)
    packed = np.ascontiguousarray(np.packbits(np.hstack([right, seen]), axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, row, count = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    return Rows(
        right=right[first].astype(np.float64),
        seen=seen[first].astype(np.float64),
        count=count.astype(np.float64),
        row=row.astype(np.int64),
    )


def posterior(
    rows: Rows, slopes: Floats, easiness: Floats, ability: Floats
) -> tuple[Floats, Floats, Floats]:
    """Log likelihood per row, weight of each node given the row, and chances (nodes, items)."""
    lean = np.outer(ability, slopes) + easiness
    chance = special.expit(lean)
    wrong = -np.logaddexp(0, lean)
    logs = rows.right @ lean.T + LOG_WEIGHTS
    logs += wrong.sum(axis=1) if rows.is_complete else rows.seen @ wrong.T
    largest = logs.max(axis=1, keepdims=True)
    np.exp(logs - largest, out=logs)
    total = logs.sum(axis=1, keepdims=True)
    logs /= total
    return (np.log(total) + largest)[:, 0], logs, chance


def fit(groups: list[Rows], layout: Layout, start: Floats) -> Fitted | NoAnswer:
    """Maximise the likelihood; no answer if it does not settle or a slope runs away."""
    n = sum(rows.count.sum() for rows in groups)

    def misfit(free: Floats) -> tuple[float, Floats]:
        value, gradient = log_likelihood(groups, layout, free)
        return -value / n, -gradient / n

    found = optimize.minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 2_000, "maxfun": 3_000, "maxcor": 20},
    )
    slopes = layout.parts(found.x)[0]
    if np.abs(found.jac).max() > SETTLED or np.abs(slopes).max() > STEEPEST:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    return Fitted(free=found.x, log_likelihood=-float(found.fun) * n)


def log_likelihood(groups: list[Rows], layout: Layout, free: Floats) -> tuple[float, Floats]:
    """Its value and its gradient in the free parameters."""
    slopes, easiness, means, spreads = layout.parts(free)
    value, by_slope, by_easiness = 0.0, np.zeros_like(slopes), np.zeros_like(easiness)
    by_mean, by_spread = np.zeros_like(means), np.zeros_like(spreads)
    for g, rows in enumerate(groups):
        ability = means[g] + spreads[g] * NODES
        logs, weights, chance = posterior(rows, slopes[g], easiness[g], ability)
        value += float(rows.count @ logs)
        weights *= rows.count[:, None]
        seen = weights.sum(axis=0)[:, None] if rows.is_complete else weights.T @ rows.seen
        surprise = weights.T @ rows.right - seen * chance
        by_easiness[g], by_slope[g] = surprise.sum(axis=0), ability @ surprise
        by_ability = surprise @ slopes[g]
        by_mean[g], by_spread[g] = by_ability.sum(), by_ability @ (spreads[g] * NODES)
    parts = (by_slope.ravel(), by_easiness.ravel(), by_mean, by_spread)
    return value, layout.gathered(np.concatenate(parts))


def information(rows: Rows, slopes: Floats, easiness: Floats) -> Floats:
    """Louis's observed information of slopes and easiness, (2 n_items, 2 n_items), one group."""
    _, weights, chance = posterior(rows, slopes, easiness, NODES)
    k = slopes.size
    lost = np.zeros((2 * k, 2 * k))
    own = np.zeros((2 * k, rows.count.size))
    complete = np.zeros((3, k))
    for q, node in enumerate(NODES):
        surprise = (rows.right - rows.seen * chance[q]) * weights[:, q, None]
        pairs = (rows.right - rows.seen * chance[q]).T @ (surprise * rows.count[:, None])
        lost += np.kron(np.array([[node**2, node], [node, 1.0]]), pairs)
        own += np.vstack([node * surprise.T, surprise.T])
        seen = (weights[:, q] * rows.count) @ rows.seen * chance[q] * (1 - chance[q])
        complete += np.array([node**2, node, 1.0])[:, None] * seen
    both = np.diag(complete[1])
    whole = np.block([[np.diag(complete[0]), both], [both, np.diag(complete[2])]])
    return np.asarray(whole - lost + (own * rows.count) @ own.T)


def person_scores(rows: Rows, slopes: Floats, easiness: Floats, ability: Floats) -> Floats:
    """The gradient of each row's log likelihood, (n_rows, 2 n_items + 2).

    In the slopes, the easiness, the mean and the logarithm of the spread of the abilities.
    """
    _, weights, chance = posterior(rows, slopes, easiness, ability)
    surprise = rows.right - (weights @ chance) * rows.seen
    leaning = rows.right * (weights @ ability)[:, None]
    leaning -= (weights @ (chance * ability[:, None])) * rows.seen
    along = surprise @ slopes
    centre = ability[NODES.size // 2]
    return np.column_stack([leaning, surprise, along, leaning @ slopes - centre * along])


def start_of(answers: Floats) -> tuple[Floats, Floats]:
    """Slopes and easiness to begin with, from shares right and correlations with the rest."""
    seen = np.isfinite(answers)
    filled = np.where(seen, answers, 0.0)
    n = seen.sum(axis=0)
    share = np.clip(filled.sum(axis=0) / n, 0.5 / n, 1 - 0.5 / n)
    others = np.maximum(seen.sum(axis=1)[:, None] - seen, 1)
    rest = (filled.sum(axis=1)[:, None] - filled) / others
    x = np.where(seen, answers - share, 0.0)
    y = np.where(seen, rest - np.where(seen, rest, 0).sum(axis=0) / n, 0.0)
    size = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    together = np.clip((x * y).sum(axis=0) / np.maximum(size, 1e-12), 0.05, 0.7)
    slopes = np.clip(2.2 * together / np.sqrt(1 - together**2), 0.3, 2.5)
    return slopes, np.log(share / (1 - share)) * np.sqrt(1 + slopes**2 / 2.9)


def without_constant_items(answers: Floats) -> Flags:
    """Questions that were answered in both ways by those who saw them."""
    return np.asarray((answers == 1).any(axis=0) & (answers == 0).any(axis=0))
