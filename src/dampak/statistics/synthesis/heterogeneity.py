"""Do the studies differ by more than luck, and by how much?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import optimize, special

from dampak.statistics.arrays import Floats
from dampak.statistics.spread_between import level_at, reml_variance

Between = Literal["reml", "paule_mandel", "dersimonian_laird"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heterogeneity:
    """How far the studies lie apart beyond their noise.

    ``variance`` (tau squared, in the squared unit of the effects) with its interval by Q-profile;
    ``q`` is Cochran's statistic on ``freedom`` degrees with ``p_value``; ``share`` (I squared, 0
    to 1) how much of the scatter of the estimates is more than luck, with its interval.
    """

    variance: float
    variance_low: float
    variance_high: float
    q: float
    freedom: int
    p_value: float
    share: float
    share_low: float
    share_high: float


def between_variance(effects: Floats, noise: Floats, design: Floats, how: Between) -> float:
    """Tau squared, by one of three ways that differ when studies are few.

    References
    ----------
    DerSimonian and Laird (1986), Controlled Clinical Trials 7, 177-188. Paule and Mandel (1982),
    Journal of Research of the National Bureau of Standards 87, 377-385.
    """
    if how == "reml":
        return reml_variance(effects, noise, design)
    freedom = effects.size - design.shape[1]
    if how == "paule_mandel":
        return _where_q_is(float(freedom), effects, noise, design)
    if how != "dersimonian_laird":
        raise ValueError(
            f"between must be 'reml', 'paule_mandel' or 'dersimonian_laird', got {how!r}"
        )
    excess = _q(0.0, effects, noise, design) - freedom
    return float(max(excess / _trace(noise, design), 0.0))


def heterogeneity(
    variance: float, effects: Floats, noise: Floats, design: Floats, confidence: float
) -> Heterogeneity:
    """Everything about the scatter, given the estimate of its variance.

    References
    ----------
    Viechtbauer (2007), Statistics in Medicine 26, 37-52: Q-profile. Higgins and Thompson (2002),
    Statistics in Medicine 21, 1539-1558: I squared.
    """
    freedom, tail = effects.size - design.shape[1], (1 - confidence) / 2
    typical = freedom / _trace(noise, design)
    ends = [
        _where_q_is(float(special.chdtri(freedom, share)), effects, noise, design)
        for share in (tail, 1 - tail)
    ]
    q = _q(0.0, effects, noise, design)
    return Heterogeneity(
        variance=variance,
        variance_low=ends[0],
        variance_high=ends[1],
        q=q,
        freedom=freedom,
        p_value=float(special.chdtrc(freedom, q)),
        share=variance / (variance + typical),
        share_low=ends[0] / (ends[0] + typical),
        share_high=ends[1] / (ends[1] + typical),
    )


def _q(variance: float, effects: Floats, noise: Floats, design: Floats) -> float:
    """The weighted squares around the fit, if tau squared were this."""
    fit = level_at(np.array([variance]), effects, noise, design).expected[0]
    return float(((effects - fit) ** 2 / (noise + variance)).sum())


def _where_q_is(wanted: float, effects: Floats, noise: Floats, design: Floats) -> float:
    """The tau squared at which the weighted squares are as many; 0 if they never are."""
    if _q(0.0, effects, noise, design) <= wanted:
        return 0.0
    high = float(noise.max())
    while _q(high, effects, noise, design) > wanted:
        high *= 4
    found = optimize.brentq(
        lambda variance: _q(variance, effects, noise, design) - wanted, 0.0, high, xtol=high * 1e-15
    )
    return float(found)


def _trace(noise: Floats, design: Floats) -> float:
    """How Cochran's statistic grows with tau squared."""
    weighted = design / noise[:, None]
    inverse = np.linalg.inv(weighted.T @ design)
    return float((1 / noise).sum() - np.trace(inverse @ (weighted.T @ weighted)))
