"""Confidence sets for ranks: which places could each unit truly have?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    FEWEST_DRAWS,
    Flags,
    Floats,
    Integers,
    refuse_unless_generator,
    share_between_0_and_1,
    whole_number,
)
from dampak.statistics.ranking.pairs import rejected_by_draws, rejected_by_holm
from dampak.statistics.ranking.pairs_alike import rejected_with_equal_errors
from dampak.statistics.ranking.units import sign_of
from dampak.statistics.standard_errors import numbers_with_errors

DRAWS = 2_000
MOST_UNITS_DRAWN = 300  # beyond, all pairs of unlike errors take long and gain next to nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankSets:
    """The places that the data cannot rule out. 1 is the best; arrays have shape (n_units,).

    These are *confidence sets*: with ``confidence``, whatever the true levels are, the true ranks
    lie from ``best`` to ``worst``: each one in its own set, or all in theirs at once if
    ``together``. ``ranks`` are the observed ones; equals share the better rank.
    """

    ranks: Integers
    best: Integers
    worst: Integers
    together: bool
    confidence: float
    n: int
    method: str

    def may_be_among_best(self, places: int) -> Flags:
        """Units that cannot be excluded from the true best ``places``."""
        return self.best <= places

    def are_surely_among_best(self, places: int) -> Flags:
        """Units that no truth within the sets puts outside the best ``places``."""
        return self.worst <= places


def rank_confidence_sets(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    rng: np.random.Generator,
    better: Literal["higher", "lower"] = "higher",
    together: bool = True,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> RankSets | NoAnswer:
    """Rank units only as far as the data can tell them apart.

    Every pair is compared; a pair told apart fixes who stands before whom, and a unit's set runs
    from one place behind those surely better to one before those surely worse.

    Parameters
    ----------
    values, standard_errors
        Shape (n_units,), of units measured independently of each other. Not shrunken values:
        those have an answer of their own, `places`.
    rng
        Draws the noise of all units anew; not touched where Holm's bound is used.
    better
        Whether rank 1 is the highest or the lowest value.
    together
        True: all sets hold at once, as a published table needs. False: each by itself, as the
        head of one unit needs; smaller, but about one in twenty of them is wrong.
    draws
        Number of drawings.

    Returns
    -------
    RankSets
        ``rank_sets_by_draws/1``; ``rank_sets_equal_errors/1``, the same sets found in
        O(n log n) where the errors are equal and ``together``; ``rank_sets_by_holm/1``, somewhat
        wider, for more than 300 units with unlike errors.
    NoAnswer
        With fewer than two units.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, an error is not above 0, or ``better`` or
        ``confidence`` is something else.

    References
    ----------
    Mogstad, Romano, Shaikh and Wilhelm (2024), Review of Economic Studies 91, 476-518: the
    step-down procedure over ordered pairs, as in the R package csranks.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    numbers, errors = numbers_with_errors(values, standard_errors, of="unit")
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    numbers = sign_of(better) * numbers
    if numbers.size < 2:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=2, found=numbers.size)
    if together and np.ptp(errors) == 0:
        how = "equal_errors"
        found = rejected_with_equal_errors(numbers, errors[0], confidence, rng, draws)
    elif numbers.size <= MOST_UNITS_DRAWN:
        how = "by_draws"
        found = rejected_by_draws(numbers, errors, confidence, rng, draws, together=together)
    else:
        how = "by_holm"
        found = rejected_by_holm(numbers, errors, confidence, together=together)
    surely_better, surely_worse = found
    return RankSets(
        ranks=_ranks(numbers),
        best=1 + surely_better,
        worst=numbers.size - surely_worse,
        together=together,
        confidence=confidence,
        n=numbers.size,
        method=f"rank_sets_{how}/1",
    )


def _ranks(numbers: Floats) -> Integers:
    """1 for the highest; equals share the better rank."""
    return 1 + numbers.size - np.searchsorted(np.sort(numbers), numbers, side="right")
