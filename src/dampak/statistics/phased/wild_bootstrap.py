"""Wild cluster bootstrap of one coefficient: the signs of whole groups are drawn, not their rows.

Everything follows from each group's moments X'X and X'y, where the first column of X is the
exposure whose coefficient is asked for and the others are controls. If that coefficient is x, the
statistic of every drawing is a ratio of two polynomials in x; five numbers per drawing are
therefore enough to test any x.

References
----------
Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414-427: the bootstrap
with the tested value imposed. Roodman, Nielsen, MacKinnon and Webb (2019), Stata Journal 19, 4-60:
its algebra. Webb (2023), Canadian Journal of Economics 56, 839-858: six weights for few groups.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from dampak.statistics.arrays import Floats

Weights = Literal["signs", "webb"]
POINTS: dict[str, Floats] = {
    "signs": np.array([1.0, -1.0]),
    "webb": np.concatenate([s * np.sqrt([0.5, 1.0, 1.5]) for s in (1, -1)]),
}
TIE = 1e-9  # relative; a drawing that repeats what happened is as extreme as what happened
RANK = 1e-12  # relative; what is left of a control below this is rounding
FARTHEST = 2.0**20  # standard errors; an interval that reaches farther has no end


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """``squares`` (n_groups, k, k) is X'X of each group, ``products`` (n_groups, k) is X'y."""

    squares: Floats
    products: Floats

    @property
    def n_groups(self) -> int:
        return int(self.products.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bootstrapped:
    """The coefficient and what its test needs.

    ``value`` is the coefficient, ``spread`` the square root of the sum of the groups' squared
    influences (the standard error before any correction for few groups); ``numerators``
    (2, draws) and ``variances`` (3, draws) are the polynomials of the drawings, lowest power
    first; ``plus`` is 1 if what happened has to be added to them.
    """

    value: float
    spread: float
    numerators: Floats
    variances: Floats
    plus: int

    @property
    def n_looked_at(self) -> int:
        return int(self.numerators.shape[1]) + self.plus

    def p_value(self, supposed: float) -> float:
        """The share of drawings at least as far from the supposed coefficient."""
        numerator = self.numerators[0] - supposed * self.numerators[1]
        variance = self.variances[0] - 2 * supposed * self.variances[1]
        variance = variance + supposed**2 * self.variances[2]
        happened = ((self.value - supposed) / self.spread) ** 2
        as_far = int((numerator**2 >= happened * variance * (1 - TIE)).sum())
        return float((self.plus + as_far) / (self.plus + numerator.size))

    def interval(self, *, confidence: float) -> tuple[float, float]:
        """The coefficients that the test does not reject; infinite where it rejects none."""
        return self._end(-1.0, confidence), self._end(1.0, confidence)

    def _end(self, side: float, confidence: float) -> float:
        def is_kept(away: float) -> bool:
            return self.p_value(self.value + side * away * self.spread) > 1 - confidence + TIE

        away = _last_kept(is_kept)
        return self.value + side * away * self.spread


def _last_kept(is_kept: Callable[[float], bool]) -> float:
    outside = 1.0
    while is_kept(outside):
        outside *= 2
        if outside > FARTHEST:
            return np.inf
    inside = 0.0
    while outside - inside > 1e-9 * outside:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if is_kept(middle) else (inside, middle)
    return inside


def bootstrapped(
    moments: Moments, *, weights: Weights, draws: int, rng: np.random.Generator
) -> Bootstrapped:
    """Draw the weights of the groups; all of them once, if there are no more than ``draws``."""
    inverse = inverse_of(moments.squares.sum(axis=0))
    coefficients = inverse @ moments.products.sum(axis=0)
    residual = (moments.products - moments.squares @ coefficients) @ inverse[0]
    drawn, plus = drawn_weights(moments.n_groups, weights=weights, draws=draws, rng=rng)
    of_outcome = _statistics(drawn, _scores(moments, moments.products), moments, inverse)
    of_exposure = _statistics(drawn, _scores(moments, moments.squares[:, :, 0]), moments, inverse)
    (top_y, below_y), (top_x, below_x) = of_outcome, of_exposure
    pairs = ((below_y, below_y), (below_y, below_x), (below_x, below_x))
    return Bootstrapped(
        value=float(coefficients[0]),
        spread=float(np.sqrt((residual**2).sum())),
        numerators=np.stack([top_y, top_x]),
        variances=np.stack([(one * other).sum(axis=1) for one, other in pairs]),
        plus=plus,
    )


def inverse_of(squares: Floats) -> Floats:
    """The pseudo-inverse of X'X; controls that say the same twice count once.

    Rounding leaves such a control a few times 1e-16 instead of nothing, and numpy's own limit would
    now and then take that for something.
    """
    return np.asarray(np.linalg.pinv(squares, rcond=RANK, hermitian=True))


def jackknife_spread(moments: Moments) -> float:
    """The standard error of the coefficient from leaving out one group after the other (CV3).

    References
    ----------
    MacKinnon, Nielsen and Webb (2023), Journal of Applied Econometrics 38, 671-694.
    """
    squares, products = moments.squares.sum(axis=0), moments.products.sum(axis=0)
    whole = inverse_of(squares)[0] @ products
    rows = inverse_of(squares - moments.squares)[:, 0]
    without = (rows * (products - moments.products)).sum(axis=1)
    shrink = (moments.n_groups - 1) / moments.n_groups
    return float(np.sqrt(shrink * ((without - whole) ** 2).sum()))


def drawn_weights(
    n_groups: int, *, weights: Weights, draws: int, rng: np.random.Generator
) -> tuple[Floats, int]:
    """Weights by drawing and group, and 1 if what happened has to be counted besides them."""
    points = POINTS[weights]
    if n_groups * math.log(points.size) <= math.log(draws):
        return np.array(list(product(points, repeat=n_groups))), 0
    return rng.choice(points, size=(draws, n_groups)), 1


def _scores(moments: Moments, products: Floats) -> Floats:
    """X'u of each group, u being what the controls alone leave unexplained. (n_groups, k)."""
    among_controls = moments.squares.sum(axis=0)[1:, 1:]
    explained = inverse_of(among_controls) @ products.sum(axis=0)[1:]
    return np.asarray(products - moments.squares[:, :, 1:] @ explained)


def _statistics(
    drawn: Floats, scores: Floats, moments: Moments, inverse: Floats
) -> tuple[Floats, Floats]:
    """The redrawn coefficient (draws,) and each group's influence on it (draws, n_groups)."""
    own = drawn * (scores @ inverse[0])
    shifts = drawn @ scores @ inverse
    return own.sum(axis=1), own - shifts @ (moments.squares @ inverse[0]).T
