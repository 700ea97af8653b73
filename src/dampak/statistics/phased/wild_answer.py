"""When a wild cluster bootstrap can be trusted, and what it says then."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, whole_number
from dampak.statistics.phased.wild_bootstrap import (
    Moments,
    Weights,
    bootstrapped,
    inverse_of,
    jackknife_spread,
)

FEWEST_GROUPS = 6
FEWEST_EFFECTIVE = 4  # below, the test hardly ever rejects (MacKinnon and Webb 2017)
DUST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the caller wants: confidence, number of drawings, kind of weights."""

    confidence: float
    draws: int
    weights: Weights

    def __post_init__(self) -> None:
        if self.weights not in ("signs", "webb"):
            raise ValueError(f"weights must be 'signs' or 'webb', got {self.weights!r}")
        whole_number(self.draws, name="draws", at_least=1)
        if self.draws + 1 < 1 / (1 - self.confidence) - 1e-9:
            raise ValueError(f"draws is too small for this confidence, got {self.draws}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``spread`` is the standard error before corrections for the number of rows and groups."""

    value: float
    low: float
    high: float
    p_value: float
    spread: float
    n_groups: int
    effective_groups: float
    n_looked_at: int

    def standard_error(self, *, n_rows: int, n_regressors: int) -> float:
        """CRV1, in the convention of R's fixest: effects nested in groups are not counted."""
        groups = self.n_groups / (self.n_groups - 1)
        return float(self.spread * np.sqrt(groups * (n_rows - 1) / (n_rows - n_regressors)))


def found_in(moments: Moments, asked: Asked, rng: np.random.Generator) -> Found | NoAnswer:
    """The bootstrap's answer or the jackknife's, whichever is more careful; or a refusal.

    With a dozen groups or fewer of unequal size the bootstrap alone rejects in 6 to 8 % of worlds
    without an effect where it promises 5 %; the two together keep the promise (see the trials).
    """
    if moments.n_groups < FEWEST_GROUPS:
        return too_few(needed=FEWEST_GROUPS, found=moments.n_groups)
    shares = shares_of_exposure(moments)
    if not shares.any():
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    effective = float(1 / (shares**2).sum())
    if effective < FEWEST_EFFECTIVE - 1e-9:
        return too_few(needed=FEWEST_EFFECTIVE, found=int(effective))
    result = bootstrapped(moments, weights=asked.weights, draws=asked.draws, rng=rng)
    scale = float(np.sqrt((moments.products**2).sum() / np.square(moments.squares).sum()))
    if result.spread <= DUST * max(abs(result.value), scale):
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    low, high = result.interval(confidence=asked.confidence)
    if not np.isfinite([low, high]).all():
        return too_few(needed=moments.n_groups + 1, found=moments.n_groups)
    jackknife, freedom = jackknife_spread(moments), moments.n_groups - 1
    half_width = special.stdtrit(freedom, (1 + asked.confidence) / 2) * jackknife
    by_jackknife = 2 * special.stdtr(freedom, -abs(result.value) / jackknife)
    return Found(
        value=result.value,
        low=min(low, float(result.value - half_width)),
        high=max(high, float(result.value + half_width)),
        p_value=max(result.p_value(0.0), float(by_jackknife)),
        spread=result.spread,
        n_groups=moments.n_groups,
        effective_groups=effective,
        n_looked_at=result.n_looked_at,
    )


def shares_of_exposure(moments: Moments) -> Floats:
    """How much of the exposure left after the controls lies in each group; 0 if none is left."""
    total = moments.squares.sum(axis=0)
    rest = inverse_of(total[1:, 1:]) @ total[1:, 0]
    one = np.concatenate([[1.0], -rest])
    own = np.einsum("k,gkl,l->g", one, moments.squares, one)
    if own.sum() <= 1e-9 * total[0, 0]:
        return np.zeros_like(own)
    return np.asarray(np.maximum(own, 0.0) / own.sum())


def too_few(*, needed: int, found: int) -> NoAnswer:
    """Groups, or groups that matter."""
    return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=needed, found=found)
