"""Which doubt a regression is read with: the published errors, and the interval beside them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.statistics.arrays import Floats, Integers
from dampak.statistics.regression.spread import (
    Fitted,
    bias_reduced,
    classical,
    clustered,
    half_widths,
    heteroskedastic,
)

Errors = Literal["classical", "HC1", "HC3"]
ERRORS = ("classical", "HC1", "HC3")
FEWEST_CLUSTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doubt:
    """``published`` and ``spread`` are standard errors, ``freedom`` goes with ``spread``: (k,).

    Both errors are infinite where a coefficient rests on one row or cluster alone.
    """

    published: Floats
    spread: Floats
    freedom: Floats
    n_groups: int

    def half_width(self, confidence: float) -> Floats:
        return half_widths(self.spread, self.freedom, confidence)


def doubt_by_rows(fit: Fitted, errors: Errors) -> Doubt:
    """Every row is evidence of its own."""
    n = fit.basis.shape[0]
    if errors == "classical":
        published = np.sqrt(classical(fit))
        freedom = np.full(published.size, float(fit.freedom))
        return Doubt(published=published, spread=published, freedom=freedom, n_groups=n)
    is_jackknife = errors == "HC3"
    published = np.sqrt(heteroskedastic(fit, is_jackknife=is_jackknife))
    variance, freedom = bias_reduced(fit, np.arange(n), is_jackknife=is_jackknife)
    return _doubt(published, variance, freedom, n)


def doubt_by_clusters(fit: Fitted, ways: list[Integers]) -> Doubt:
    """Rows of one cluster are one piece of evidence; in two ways at once, if two are given.

    References
    ----------
    Cameron, Gelbach and Miller (2011), JBES 29, 238-249: two ways are the sum less the overlap.
    """
    published = clustered(fit, ways[0])
    # in two ways CR2 is too small: it takes rows to be alike along the other way
    is_jackknife = len(ways) == 2
    variance, freedom = bias_reduced(fit, ways[0], is_jackknife=is_jackknife)
    if is_jackknife:
        overlap = _overlap(*ways)
        published = published + clustered(fit, ways[1]) - clustered(fit, overlap)
        second, second_freedom = bias_reduced(fit, ways[1], is_jackknife=True)
        between = bias_reduced(fit, overlap, is_jackknife=True)[0]
        # the difference can fall below what one way alone shows, even below 0
        known = np.isfinite(variance + second)  # then so is what lies between
        both = (variance + second)[known] - between[known]
        variance, freedom = np.maximum(variance, second), np.minimum(freedom, second_freedom)
        variance[known] = np.maximum(both, variance[known])
    n_groups = min(int(way.max()) + 1 for way in ways)
    return _doubt(np.sqrt(np.maximum(published, 0.0)), variance, freedom, n_groups)


def _doubt(published: Floats, variance: Floats, freedom: Floats, n_groups: int) -> Doubt:
    return Doubt(
        published=np.where(np.isfinite(variance), published, np.inf),
        spread=np.sqrt(variance),
        freedom=freedom,
        n_groups=n_groups,
    )


def _overlap(first: Integers, second: Integers) -> Integers:
    return np.unique(first * (second.max() + 1) + second, return_inverse=True)[1].astype(np.int64)
