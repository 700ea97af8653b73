"""How far apart are two shares: of two groups, or of the same people before and after?"""

import math

from scipy import optimize, special

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.raters.shares import counts_of

NUDGE = 1e-12  # at the ends themselves the score is nought by nought


def share_difference(
    *,
    trained_yes: int,
    n_trained: int,
    comparison_yes: int,
    n_comparison: int,
    confidence: float = 0.95,
) -> Estimate | NoAnswer:
    """Compare the share of yes among the trained with that among others.

    Parameters
    ----------
    trained_yes, n_trained, comparison_yes, n_comparison
        How many answered so, of how many answers, in each group.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        ``value`` is the trained share minus the other, from -1 to 1. The interval is Agresti and
        Caffo's: one yes and one no are added to each group, which makes it good at n = 8.
    NoAnswer
        If a group is empty.

    Raises
    ------
    ValueError
        If the counts are not whole, negative, or the yes exceed the answers.

    Notes
    -----
    Two groups are compared, not two times: who was trained may differ from the others anyway.

    References
    ----------
    Agresti and Caffo (2000), The American Statistician 54, 280-288.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    yes, n = counts_of(trained_yes, n_trained, name="trained_yes", total="n_trained")
    other, m = counts_of(comparison_yes, n_comparison, name="comparison_yes", total="n_comparison")
    if n == 0:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=1, found=0)
    if m == 0:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=1, found=0)
    p, q = (yes + 1) / (n + 2), (other + 1) / (m + 2)
    spread = math.sqrt(p * (1 - p) / (n + 2) + q * (1 - q) / (m + 2))
    reach = special.ndtri((1 + confidence) / 2) * spread
    value = yes / n - other / m
    return Estimate(
        value=value,
        low=float(max(min(p - q - reach, value), -1.0)),
        high=float(min(max(p - q + reach, value), 1.0)),
        confidence=confidence,
        n_trained=n,
        n_comparison=m,
        method="share_difference/1",
    )


def share_change(
    *, gained: int, lost: int, n: int, confidence: float = 0.95
) -> Measurement | NoAnswer:
    """Say how the share of yes changed among the same people, asked before and after.

    Parameters
    ----------
    gained, lost, n
        How many said yes only after, only before, and how many answered both times at all.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Measurement
        ``value`` is the share after minus the share before, from -1 to 1; ``n`` counts people.
        The interval is Tango's score interval: the changes that would not be rejected.
    NoAnswer
        If nobody answered both times.

    Raises
    ------
    ValueError
        If the counts are not whole, negative, or ``gained`` and ``lost`` exceed ``n``.

    Notes
    -----
    A change is not an effect: without others to compare with, anything that happened meanwhile
    is in it. People who answered only once are left out, which is fair only if that is chance.

    References
    ----------
    Tango (1998), Statistics in Medicine 17, 891-908.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    up, _ = counts_of(gained, n, name="gained")
    down, total = counts_of(lost, n, name="lost")
    if up + down > total:
        raise ValueError(f"gained and lost must be at most n together, got {up} + {down} of {n}")
    if total == 0:
        return NoAnswer(why=Silence.TOO_FEW_PEOPLE, needed=1, found=0)
    limit, value = float(special.ndtri((1 + confidence) / 2)), (up - down) / total
    return Measurement(
        value=value,
        low=_where(up, down, total, limit, inside=(-1.0, value)),
        high=_where(up, down, total, -limit, inside=(value, 1.0)),
        confidence=confidence,
        n=total,
        method="share_change/1",
    )


def _where(up: int, down: int, n: int, limit: float, *, inside: tuple[float, float]) -> float:
    def beyond(change: float) -> float:
        """Falls through nought where the score reaches the limit; finite at the ends."""
        linear = -(up + down) + (2 * n - up + down) * change
        root = max(linear**2 + 8 * n * down * change * (1 - change), 0.0)
        lost = (math.sqrt(root) - linear) / (4 * n)
        spread = math.sqrt(max(n * (2 * lost + change * (1 - change)), 0.0))
        return up - down - n * change - limit * spread

    start, end = inside[0] + NUDGE, inside[1] - NUDGE
    if start >= end:
        return inside[0] if limit > 0 else inside[1]
    if beyond(start) * beyond(end) >= 0:
        return inside[1] if beyond(start) > 0 else inside[0]
    return float(optimize.brentq(beyond, start, end, xtol=1e-13))
