"""What relative magnitudes allow, in a form that can be tested without a linear program.

Trends of the groups may part by at most ``ratio`` times one movement seen before the training. In
month-to-month movements these restrictions have nothing to do with one another, so the polyhedron
over which the test of Andrews, Roth and Pakes looks for the worst case has exactly
(months after + 2) corners, known in closed form: one per month, which sets its upper limit against
its lower, and one each for all movements in favour of the effect and all against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Floats
from dampak.statistics.honest_bounds.path import EventPath

KNOWN = 1e-9  # of the largest standard error: a movement with less doubt is as good as known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Branch:
    """The corners if one movement before the training, in one direction, sets the limit.

    At an effect of x, corner q is violated by ``level[q] - slope[q] * x``; ``rows`` (q, k) are the
    corners as weights of the event study's points and ``covariance`` (q, q) is that of ``level``.
    """

    rows: Floats
    level: Floats
    slope: Floats
    covariance: Floats


def branches(path: EventPath, weights: Floats, ratio: float) -> Iterator[Branch]:
    """Every movement before the training in both directions: the union is what is allowed."""
    movements = _movements(path)
    before, after = movements[: path.n_before], movements[path.n_before :]
    reach = np.cumsum(weights[::-1])[::-1]  # the effect is the sum of reach times movement
    for movement in before:
        for sign in (1.0, -1.0):
            yield _branch(path, after, reach, ratio * sign * movement)


def _branch(path: EventPath, after: Floats, reach: Floats, limit: Floats) -> Branch:
    limits = np.vstack([after - limit, -after - limit])  # each at most nought where allowed
    variance = np.einsum("rk,kl,rl->r", limits, path.covariance, limits)
    least = KNOWN * np.sqrt(np.diagonal(path.covariance).max())
    spread = np.maximum(np.sqrt(np.maximum(variance, 0.0)), least)
    month = np.eye(after.shape[0])
    favour = np.concatenate([np.maximum(reach, 0.0), np.maximum(-reach, 0.0)])
    against = np.concatenate([np.maximum(-reach, 0.0), np.maximum(reach, 0.0)])
    corners = np.vstack([np.hstack([month, month]), favour, against])
    size = corners @ spread
    rows = (corners @ limits) / size[:, None]
    slope = np.zeros(size.size)
    slope[-2:] = 1 / size[-2], -1 / size[-1]
    return Branch(
        rows=rows,
        level=rows @ path.values,
        slope=slope,
        covariance=rows @ path.covariance @ rows.T,
    )


def _movements(path: EventPath) -> Floats:
    """Month-to-month movements as weights of the points, the reference being nought."""
    n = path.values.size
    steps = np.diff(np.eye(n + 1), axis=0)
    return np.delete(steps, path.n_before, axis=1)
