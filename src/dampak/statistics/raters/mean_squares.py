"""The analysis of variance of a complete table of ratings."""

from dataclasses import dataclass

from dampak.statistics.arrays import SMALLEST, Floats

DUST = 1e-24  # of the largest rating squared; less cannot be told from rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSquares:
    """Mean squares between things, between raters, of the rest, and within things.

    ``freedom`` holds the degrees of freedom of the first three. The numbers of things and raters
    need not be whole: with gaps they are typical ones.
    """

    things: float
    raters: float
    error: float
    within: float
    n_things: float
    n_raters: float
    freedom: tuple[float, float, float]


def mean_squares_of(table: Floats) -> MeanSquares:
    """Of a table of ratings, shape (n_things, n_raters), without gaps."""
    n, k = table.shape
    centred = table - table.mean()
    by_thing, by_rater = centred.mean(axis=1), centred.mean(axis=0)
    rest = centred - by_thing[:, None] - by_rater
    dust = max(DUST * (table**2).max(), SMALLEST)
    return MeanSquares(
        things=_without(dust, k * (by_thing**2).sum() / (n - 1)),
        raters=_without(dust, n * (by_rater**2).sum() / (k - 1)),
        error=_without(dust, (rest**2).sum() / ((n - 1) * (k - 1))),
        within=_without(dust, ((centred - by_thing[:, None]) ** 2).sum() / (n * (k - 1))),
        n_things=n,
        n_raters=k,
        freedom=(n - 1, k - 1, (n - 1) * (k - 1)),
    )


def _without(dust: float, square: float) -> float:
    return float(square) if square > dust else 0.0
