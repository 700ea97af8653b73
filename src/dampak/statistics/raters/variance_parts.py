"""How much of the differences between ratings is things, raters and the rest, despite gaps."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize

from dampak.statistics.arrays import Floats

Raters = Literal["different", "sample", "fixed"]
SMALLEST, LARGEST = 1e-8, 1e8  # of the error's variance


@dataclass(frozen=True, slots=True, kw_only=True)
class VarianceParts:
    """Variances in the squared unit of the rating; the raters' is 0 where it was not asked for."""

    things: float
    raters: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Who judged what: the sums every step needs, gaps left out."""

    given: Floats
    ratings: Floats

    @classmethod
    def of(cls, ratings: Floats) -> "Layout":
        given = np.isfinite(ratings)
        centred = np.where(given, ratings - ratings[given].mean(), 0.0)
        return cls(given=given.astype(np.float64), ratings=centred)

    @property
    def n(self) -> int:
        return int(self.given.sum())

    def cross_products(self, ratio: float) -> Floats:
        """Of the raters' columns and the ratings, things taken out as far as ``ratio`` says.

        Shape (n_raters + 1, n_raters + 1). ``ratio`` is the variance of things over that of the
        error; infinite takes them out altogether, as fixed effects are.
        """
        pulled = 1 / (self.given.sum(axis=1) + (1 / ratio if ratio > 0 else np.inf))
        by_thing = np.column_stack([self.given, self.ratings.sum(axis=1)])
        full = np.zeros((by_thing.shape[1],) * 2)
        full[:-1, :-1] = np.diag(self.given.sum(axis=0))
        full[:-1, -1] = full[-1, :-1] = self.ratings.sum(axis=0)
        full[-1, -1] = (self.ratings**2).sum()
        return np.asarray(full - by_thing.T @ (pulled[:, None] * by_thing))


def variance_parts(layout: Layout, *, raters: Raters) -> VarianceParts:
    """Restricted maximum likelihood (Patterson and Thompson 1971, Biometrika 58, 545-554)."""

    def lost(logs: Floats) -> float:
        return _deviance(layout, np.exp(logs), raters)[0]

    bounds = [(np.log(SMALLEST), np.log(LARGEST))] * (2 if raters == "sample" else 1)
    start = np.zeros(len(bounds))
    found = optimize.minimize(
        lost, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12, "gtol": 1e-6}
    )
    ratios = np.exp(found.x)
    error = _deviance(layout, ratios, raters)[1]
    return VarianceParts(
        things=float(ratios[0] * error),
        raters=float(ratios[1] * error) if raters == "sample" else 0.0,
        error=error,
    )


def squares_left(layout: Layout, ratio: float, *, raters: Raters) -> float:
    """The weighted sum of squares that fixed effects leave, things taken out as by ``ratio``."""
    return _left(_with_raters(layout.cross_products(ratio), raters, None))[0]


def _deviance(layout: Layout, ratios: Floats, raters: Raters) -> tuple[float, float]:
    """-2 log restricted likelihood, constants left out, and the variance of the error."""
    products = layout.cross_products(float(ratios[0]))
    spread = np.log1p(ratios[0] * layout.given.sum(axis=1)).sum()
    if raters == "sample":
        inner = np.eye(len(products) - 1) + ratios[1] * products[:-1, :-1]
        spread += np.linalg.slogdet(inner)[1]
    reduced = _with_raters(products, raters, ratios[-1] if raters == "sample" else None)
    left, volume = _left(reduced)
    freedom = layout.n - len(reduced) + 1
    return float(freedom * np.log(left / freedom) + spread + volume), left / freedom


def _with_raters(products: Floats, raters: Raters, ratio: float | None) -> Floats:
    """What is left to estimate: each rater's mean if fixed, one common mean otherwise."""
    if raters == "fixed":
        return products
    basis = np.zeros((len(products), 2))
    basis[:-1, 0], basis[-1, 1] = 1.0, 1.0
    both = products @ basis
    reduced = basis.T @ both
    if ratio is None:
        return np.asarray(reduced)
    weighing = products[:-1, :-1] + np.eye(len(products) - 1) / ratio
    return np.asarray(reduced - both[:-1].T @ np.linalg.solve(weighing, both[:-1]))


def _left(products: Floats) -> tuple[float, float]:
    """The last column's squares given the others, and the others' log volume."""
    values, vectors = np.linalg.eigh(products[:-1, :-1])
    real = values > 1e-10 * max(values.max(), 1e-300)
    along = vectors[:, real].T @ products[:-1, -1]
    left = products[-1, -1] - (along**2 / values[real]).sum()
    return float(max(left, 0.0)), float(np.log(values[real]).sum())
