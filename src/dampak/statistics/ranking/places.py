"""How likely is each unit among the best or the worst tenth?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dampak.statistics.arrays import (
    FEWEST_DRAWS,
    Floats,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.ranking.shrunken import Shrunken
from dampak.statistics.ranking.units import sign_of

DRAWS = 4_000
ENTRIES_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Where each unit stands among all, 1 being the best; arrays have shape (n_units,).

    These are *posterior* statements: they lean on the other units for what is likely, so of all
    units said to be in the best ``n_best`` with probability .8, eight in ten are. For a promise
    that holds whatever the true levels are, see `rank_confidence_sets`. ``expected`` is the mean
    rank; ``low`` and ``high`` enclose the rank with ``confidence``.
    """

    expected: Floats
    low: Floats
    high: Floats
    probability_best: Floats
    probability_worst: Floats
    n_best: int
    confidence: float
    n: int
    method: str


def places(
    shrunken: Shrunken,
    *,
    rng: np.random.Generator,
    share: float = 0.1,
    better: Literal["higher", "lower"] = "higher",
    draws: int = DRAWS,
) -> Places:
    """Rank the levels that fit the data, again and again, and count.

    Parameters
    ----------
    shrunken
        What `shrunken_values`, `shrunken_rates` or `shrunken_shares` returned.
    rng
        Draws the levels.
    share
        The share of units that counts as best, and as worst; at least one unit is.
    better
        Whether rank 1 is the highest or the lowest level.
    draws
        Number of drawings; a probability is known to about 0.5 / sqrt(draws).

    Returns
    -------
    Places

    Raises
    ------
    ValueError
        If ``share`` lies outside (0, 1) or ``better`` is something else.

    References
    ----------
    Laird and Louis (1989), Journal of Educational Statistics 14, 29-46: ranks as parameters.
    """
    refuse_unless_generator(rng)
    share = share_between_0_and_1(share, name="share")
    sign = sign_of(better)
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    n_best = max(1, round(share * shrunken.n))
    batch = max(1, min(draws, ENTRIES_AT_ONCE // shrunken.n))
    found = np.concatenate(
        [
            _ranks(sign * shrunken.posterior.drawn(rng, min(batch, draws - start)))
            for start in range(0, draws, batch)
        ]
    )
    tail = (1 - shrunken.confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Places(
        expected=found.mean(axis=0),
        low=low.astype(np.float64),
        high=high.astype(np.float64),
        probability_best=(found <= n_best).mean(axis=0),
        probability_worst=(found > shrunken.n - n_best).mean(axis=0),
        n_best=n_best,
        confidence=shrunken.confidence,
        n=shrunken.n,
        method="posterior_places/1",
    )


def _ranks(levels: Floats) -> NDArray[np.int32]:
    """1 for the highest of each row; levels are continuous, so no two are equal."""
    ranks = np.empty(levels.shape, dtype=np.int32)
    orders = np.argsort(-levels, axis=1)
    np.put_along_axis(ranks, orders, np.arange(1, levels.shape[1] + 1, dtype=np.int32), axis=1)
    return ranks
