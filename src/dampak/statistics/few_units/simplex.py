"""The blend of columns that comes closest to a target: weights of 0 or more that sum to 1."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats, Integers

TOLERANCE = 1e-11  # of the mean square of a column: what counts as no further improvement
SPREAD_OUT = 0.01  # of the mean square of a column: a ridge beyond it gives most columns a weight
ONE_CORE = 2**18  # multiplications up to which no other thread is asked
SETTLED = 10 * TOLERANCE
ROUNDS = 20  # times the number of columns; a few are enough in practice


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Blend:
    """Weights, shape (n_columns,), and proof of how good they are.

    ``duality_gap`` is the most by which any other weights could lower the sum of squares, as a
    share of the mean sum of squares of a column; ``settled`` says whether that is next to nothing.
    """

    weights: Floats
    duality_gap: float

    @property
    def settled(self) -> bool:
        return self.duality_gap <= SETTLED


def closest_blend(design: Floats, target: Floats, *, ridge: float) -> Blend:
    """Minimise ``|design @ w - target|^2 + ridge * |w|^2`` over the weights w of a blend.

    Parameters
    ----------
    design
        Shape (n_rows, n_columns), at least one column.
    target
        Shape (n_rows,).
    ridge
        0 or more, in the square of the unit of ``design``. Above 0 the answer is unique.

    Notes
    -----
    A primal active-set method: the weights above 0 are solved for exactly, a column joins while
    that lowers the sum, and leaves when its weight would fall below 0. It ends after finitely many
    rounds, and convexity turns the gradient into a bound on what is left to gain.

    References
    ----------
    Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23. Jaggi (2013), ICML 28,
    427-435: the duality gap on the simplex.
    """
    gram = _gram(design)
    scale = float(np.trace(gram)) / gram.shape[0] + ridge or 1.0
    gram = gram / scale
    np.fill_diagonal(gram, gram.diagonal() + max(ridge / scale, 1e-14))
    pull = design.T @ target / scale
    is_spread = ridge > SPREAD_OUT * scale
    weights = _descended(gram, pull, *(_all_together if is_spread else _one_alone)(gram, pull))
    gradient = gram @ weights - pull
    gap = float(weights @ gradient - gradient.min())
    return Blend(weights=weights, duality_gap=max(2 * gap, 0.0))


def _gram(design: Floats) -> Floats:
    """``design.T @ design``, in slices that one core multiplies: on a busy machine the linear
    algebra library waits a thousand times longer for its other threads than the work takes."""
    step = max(1, ONE_CORE // design.shape[1] ** 2)
    slices = (design[at : at + step] for at in range(0, design.shape[0], step))
    return np.asarray(sum((part.T @ part for part in slices), start=np.zeros(1)))


def _one_alone(gram: Floats, pull: Floats) -> tuple[Floats, Integers]:
    """The best single column: near a blend of few."""
    support = np.array([int(np.argmin(gram.diagonal() / 2 - pull))])
    weights = np.zeros(pull.size)
    weights[support] = 1.0
    return weights, support


def _all_together(gram: Floats, pull: Floats) -> tuple[Floats, Integers]:
    """All columns, letting go of those below 0 at once until none is: near a blend of many."""
    support = np.arange(pull.size)
    while ((wanted := _unbounded(gram, pull, support)) <= 0).any():
        support = support[wanted > 0]
    weights = np.zeros(pull.size)
    weights[support] = wanted
    return weights, support


def _descended(gram: Floats, pull: Floats, weights: Floats, support: Integers) -> Floats:
    for _ in range(ROUNDS * pull.size):
        gradient = weights[support] @ gram[support] - pull  # small enough for one core
        joining = int(np.argmin(gradient))
        if weights @ gradient - gradient[joining] <= TOLERANCE or joining in support:
            break
        support = _settled_with(gram, pull, weights, np.append(support, joining))
    return weights


def _settled_with(gram: Floats, pull: Floats, weights: Floats, support: Integers) -> Integers:
    """Solve on the support, letting go of columns whose weight would fall below 0, in place."""
    while True:
        wanted = _unbounded(gram, pull, support)
        if (wanted > 0).all():
            weights[support] = wanted
            return support
        held = weights[support]
        falling = wanted <= 0
        steps = held[falling] / np.maximum(held[falling] - wanted[falling], np.finfo(float).tiny)
        held = held + steps.min() * (wanted - held)
        held[np.flatnonzero(falling)[steps <= steps.min()]] = 0.0
        weights[support] = held
        support = support[held > 0]


def _unbounded(gram: Floats, pull: Floats, support: Integers) -> Floats:
    """The best weights on the support that sum to 1, of whatever sign."""
    both = np.ones((support.size, 2))
    both[:, 0] = pull[support]
    by_pull, by_one = np.linalg.solve(gram[support[:, None], support], both).T
    return np.asarray(by_pull + (1 - by_pull.sum()) / by_one.sum() * by_one)
