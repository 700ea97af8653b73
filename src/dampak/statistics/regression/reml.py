"""The likelihood of a line per group: what has to be searched, and what follows in closed form.

y = X b + Z_g u_g + e in group g, u_g normal with covariance s^2 L L', e normal with variance s^2,
L lower triangular with the entries theta. Every theta needs only sums over the rows of a group.
The letters are those of Bates et al. (2015).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.regression.spread import summed

STARTS = (1.0, 0.2, 5.0)  # a group's spread, in units of the spread inside; tried in turn
NEWTON_STEPS = 2
SETTLED = 1e-5  # the largest slope of the deviance left at the solution, per row
STEP, CURVE_STEP = 1e-5, 1e-3  # for derivatives by differences; outcome and slopes are of size 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sums:
    """What the rows of each group add up to, products of z (q), x (p) and y: (G, q + p + 1, same).

    ``q`` is 1 for a height of its own, 2 with a slope.
    """

    products: Floats
    q: int
    n: int

    @property
    def freedom(self) -> int:
        return int(self.n - (self.products.shape[1] - self.q - 1))

    @property
    def n_theta(self) -> int:
        return self.q * (self.q + 1) // 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class At:
    """The closed forms at one theta. ``xvx`` (p, p) is X'V^-1 X with V in units of s^2."""

    log_determinant: float
    xvx: Floats
    values: Floats
    squares: float


def sums_of(y: Floats, x: Floats, z: Floats, groups: Integers) -> Sums:
    both = np.column_stack([z, x, y])
    return Sums(
        products=summed(both[:, :, None] * both[:, None, :], groups), q=z.shape[1], n=y.size
    )


def lower(theta: Floats) -> Floats:
    """The entries of L row by row: one for a line's height, three with its slope."""
    matrix = np.zeros((1, 1) if theta.size == 1 else (2, 2))
    matrix[np.tril_indices(matrix.shape[0])] = theta
    return matrix


def weighted(theta: Floats, sums: Sums) -> tuple[Floats, float]:
    """Products of x and y weighted by V^-1, group by group (G, p + 1, p + 1); and log |V|."""
    factor, q = lower(theta), sums.q
    inner = np.eye(q) + factor.T @ sums.products[:, :q, :q] @ factor
    right = factor.T @ sums.products[:, :q, q:]
    taken = right.transpose(0, 2, 1) @ np.linalg.solve(inner, right)
    return sums.products[:, q:, q:] - taken, float(np.linalg.slogdet(inner)[1].sum())


def at(theta: Floats, sums: Sums) -> At:
    products, log_determinant = weighted(theta, sums)
    total = products.sum(axis=0)
    xvx, xvy = total[:-1, :-1], total[:-1, -1]
    values = np.linalg.solve(xvx, xvy)
    return At(
        log_determinant=float(log_determinant + np.linalg.slogdet(xvx)[1]),
        xvx=xvx,
        values=values,
        squares=float(total[-1, -1] - xvy @ values),
    )


def best_theta(sums: Sums) -> Floats | None:
    """Where the restricted likelihood is largest; None where the search does not settle."""

    def profile(theta: Floats) -> float:
        found = at(theta, sums)
        return found.log_determinant + sums.freedom * float(np.log(found.squares))

    spreads = [0] if sums.n_theta == 1 else [0, 2]
    bounds = [(0.0 if i in spreads else None, None) for i in range(sums.n_theta)]
    for start in STARTS:
        theta = np.zeros(sums.n_theta)
        theta[spreads] = start
        found = optimize.minimize(profile, theta, method="L-BFGS-B", bounds=bounds, tol=1e-9).x
        inside = np.ones(found.size, dtype=np.bool_)
        inside[spreads] = found[spreads] > CURVE_STEP
        polished = _newton(profile, found, inside)
        slopes = slopes_of(profile, polished)[inside]
        if np.abs(slopes).max(initial=0.0) < SETTLED * sums.n:
            return polished
    return None


def _newton(profile: Callable[[Floats], float], start: Floats, inside: Flags) -> Floats:
    """A search by differences stops early where the likelihood is flat; these steps do not."""

    def placed(part: Floats) -> Floats:
        full = start.copy()
        full[inside] = part
        return full

    for _step in range(NEWTON_STEPS):
        if not inside.any():
            break
        part = start[inside]
        slopes = slopes_of(lambda at_part: profile(placed(at_part)), part)
        curves = curvatures_of(lambda at_part: profile(placed(at_part)), part)
        step = np.linalg.lstsq(curves, slopes, rcond=1e-8)[0]
        if profile(placed(part - step)) > profile(start):
            break
        start = placed(part - step)
    return start


def slopes_of(function: Callable[[Floats], float], point: Floats) -> Floats:
    """First derivatives by central differences."""
    steps = STEP * np.eye(point.size)
    return np.array([(function(point + h) - function(point - h)) / (2 * STEP) for h in steps])


def curvatures_of(function: Callable[[Floats], float], point: Floats) -> Floats:
    """Second derivatives by central differences."""
    rows = [
        (slopes_of(function, point + h) - slopes_of(function, point - h)) / (2 * CURVE_STEP)
        for h in CURVE_STEP * np.eye(point.size)
    ]
    return np.asarray((np.array(rows) + np.array(rows).T) / 2)
