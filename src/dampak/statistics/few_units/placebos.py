"""What a comparison would have said of units that were not trained, one choice after another."""

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats
from dampak.statistics.few_units.block import DONORS, Block
from dampak.statistics.panel import RESOLUTION

MOST_CHOICES = 200  # of several units: up to here all are tried; beyond, as many are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """``value`` and ``error_before`` in the unit of the outcome; ``training`` is the change of
    ``value`` if the really trained units had moved by 1: 1 for themselves, 0 without them."""

    value: float
    error_before: float
    training: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placebos:
    """What was judged of each choice of units, each of shape (n_placebos,)."""

    values: Floats
    errors_before: Floats
    training: Floats

    def rank_of(self, own: Judged) -> float:
        """Share of choices, the real one counted in, that moved at least as far."""
        return _share_as_far(abs(own.value), np.abs(self.values))

    def rank_of_ratio(self, own: Judged) -> float:
        """The same for movements as multiples of the error before the training."""
        dust = RESOLUTION * max(own.error_before, self.errors_before.max()) or 1.0
        ratios = np.abs(self.values) / np.maximum(self.errors_before, dust)
        return _share_as_far(abs(own.value) / max(own.error_before, dust), ratios)


def placebos_of(
    block: Block, judge: Callable[[Block], Judged], *, rng: np.random.Generator
) -> Placebos:
    """Judge other units as if they had been trained.

    One trained unit: each donor in turn, the trained left out (Abadie and others 2010). Several:
    all choices of as many units among all, the trained counted as units like the others, so that
    the test is an exact permutation test; their effect is known up to a constant, and what it adds
    to a choice is kept beside it.
    """
    found = [judge(each) for each in _pretended(block, rng)]
    columns = np.array([(each.value, each.error_before, each.training) for each in found]).T
    return Placebos(values=columns[0], errors_before=columns[1], training=columns[2])


def too_few_donors(block: Block, confidence: float) -> NoAnswer | None:
    """Even a movement beyond every placebo would not be rare enough for this confidence.

    Besides, every placebo needs a blend of units never trained, beside those that play the trained.
    """
    size = block.n_treated
    needed = DONORS + size
    while _n_choices(needed, size) < (1 - 1e-9) / (1 - confidence):
        needed += 1
    if block.n_donors >= needed:
        return None
    return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=needed, found=block.n_donors)


def _n_choices(n_donors: int, n_treated: int) -> int:
    return math.comb(n_donors + n_treated, n_treated)


def _pretended(block: Block, rng: np.random.Generator) -> Iterator[Block]:
    n_units = block.is_treated.size
    among = ~block.is_treated if block.n_treated == 1 else np.ones(n_units, dtype=np.bool_)
    for chosen in _choices(block, rng):
        flags = np.zeros(n_units, dtype=np.bool_)
        flags[list(chosen)] = True
        yield block.pretending(flags, among=among)


def _choices(block: Block, rng: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Every choice but the real one, or as many drawn at random."""
    real, n_units = tuple(np.flatnonzero(block.is_treated).tolist()), block.is_treated.size
    if len(real) == 1 or math.comb(n_units, len(real)) <= MOST_CHOICES:
        every = itertools.combinations(range(n_units), len(real))
        return (choice for choice in every if choice != real)
    units = np.tile(np.arange(n_units), (MOST_CHOICES - 1, 1))
    return (tuple(row) for row in rng.permuted(units, axis=1)[:, : len(real)].tolist())


def _share_as_far(own: float, others: Floats) -> float:
    return float((1 + (others >= own * (1 - RESOLUTION)).sum()) / (others.size + 1))
