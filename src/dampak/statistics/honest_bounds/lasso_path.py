"""All least-squares solutions with a bound on the sum of sizes, from the tightest to none."""

import numpy as np

from dampak.statistics.arrays import Flags, Floats

MOST_TURNS = 100  # per unknown; the path of so small a problem turns a few times at most


def lasso_path(curvature: Floats, slope: Floats) -> Floats:
    """The corners of the path of minimisers of u'Qu / 2 + c'u + penalty |u|.

    Between two corners the minimiser moves on a straight line; the first corner is nought, the
    last the minimiser without a penalty.

    Parameters
    ----------
    curvature, slope
        Q, shape (n, n), positive definite, and c, shape (n,).

    Returns
    -------
    Shape (n_corners, n).

    References
    ----------
    Efron, Hastie, Johnstone and Tibshirani (2004), Annals of Statistics 32, 407-499.
    """
    u = np.zeros(slope.size)
    corners = [u.copy()]
    if not slope.any():
        return np.array(corners)
    penalty = float(np.abs(slope).max())
    active = np.abs(slope) >= penalty * (1 - 1e-12)
    signs = -np.sign(slope)
    for _ in range(MOST_TURNS * slope.size):
        move = np.zeros_like(u)
        move[active] = np.linalg.solve(curvature[np.ix_(active, active)], signs[active])
        pull = -(slope + curvature @ u)
        joins = _until_joining(pull, curvature @ move, penalty, active)
        leaves = _until_leaving(u, move, active)
        step = min(penalty, float(joins.min()), float(leaves.min()))
        u = u + step * move
        penalty -= step
        if penalty > 0 and step == leaves.min():
            gone = int(leaves.argmin())
            u[gone], active[gone] = 0.0, False
        elif penalty > 0:
            new = int(joins.argmin())
            active[new], signs[new] = True, np.sign(pull[new] - step * (curvature @ move)[new])
        corners.append(u.copy())
        if penalty <= 0 or not active.any():
            break
    return np.array(corners)


def _until_joining(pull: Floats, drag: Floats, penalty: float, active: Flags) -> Floats:
    """How far the penalty may fall until an unknown at nought starts to move. Shape (n,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        both = np.stack([(penalty - pull) / (1 - drag), (penalty + pull) / (1 + drag)])
    both[~(both > penalty * 1e-12)] = np.inf
    both[:, active] = np.inf
    return np.asarray(both.min(axis=0))


def _until_leaving(u: Floats, move: Floats, active: Flags) -> Floats:
    """How far the penalty may fall until a moving unknown is back at nought. Shape (n,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = -u / move
    steps[~(active & (steps > 0))] = np.inf
    return np.asarray(steps)
