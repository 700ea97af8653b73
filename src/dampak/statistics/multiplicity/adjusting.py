"""p-values of a whole family of outcomes or groups, adjusted for how many there are."""

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, share_between_0_and_1
from dampak.statistics.multiplicity.families import Adjusted, adjusted, vector_of_p_values

Control = Literal["holm", "hochberg", "benjamini_hochberg", "benjamini_yekutieli", "sharpened"]
HALVINGS = 50


def _left_to_claim(n: int) -> Floats:
    return np.arange(n, 0, -1, dtype=np.float64)


def _per_claim(n: int) -> Floats:
    return n / np.arange(1, n + 1)


_STEPS: dict[str, Callable[[int], tuple[Floats, bool]]] = {
    "holm": lambda n: (_left_to_claim(n), True),
    "hochberg": lambda n: (_left_to_claim(n), False),
    "benjamini_hochberg": lambda n: (_per_claim(n), False),
    "benjamini_yekutieli": lambda n: (_per_claim(n) * _per_claim(n).sum() / n, False),
}


def adjusted_p_values(
    *, p_values: ArrayLike, control: Control = "holm", level: float = 0.05
) -> Adjusted | NoAnswer:
    """Ask twenty questions and one answer will look surprising: allow for it.

    Parameters
    ----------
    p_values
        Shape (n,). One per outcome or group, all that were looked at, not the pleasing ones.
    control
        ``holm``: the probability of a single false claim, whatever the outcomes' dependence; for
        the few outcomes that decide. ``hochberg``: the same, a little more powerful, if outcomes
        are independent or move together. ``benjamini_hochberg``: the share of false ones among
        the claims, under the same condition; for many outcomes that lead where to look.
        ``benjamini_yekutieli``: the same under any dependence. ``sharpened``: Benjamini and
        Hochberg's, taking account of how many outcomes evidently moved.
    level
        What is to be controlled, strictly between 0 and 1.

    Returns
    -------
    Adjusted
        The smallest level at which each would be claimed.
    NoAnswer
        If there are no p-values.

    Raises
    ------
    ValueError
        If a p-value is not a number from 0 to 1, or ``control`` is something else.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70. Hochberg (1988), Biometrika 75,
    800-802. Benjamini and Hochberg (1995), JRSS B 57, 289-300. Benjamini and Yekutieli (2001),
    Annals of Statistics 29, 1165-1188. Benjamini, Krieger and Yekutieli (2006), Biometrika 93,
    491-507, definition 6; Anderson (2008), JASA 103, 1481-1495: the sharpened q-values.
    """
    level = share_between_0_and_1(level, name="level")
    vector = vector_of_p_values(p_values)
    if not vector.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if control == "sharpened":
        return adjusted(_sharpened(vector), level=level, method=control)
    if control not in _STEPS:
        known = ", ".join([*_STEPS, "sharpened"])
        raise ValueError(f"control must be one of {known}, got {control!r}")
    factors, steps_down = _STEPS[control](vector.size)
    order = np.argsort(vector, kind="stable")
    found = np.empty(vector.size)
    if steps_down:  # a claim needs all clearer ones before it
        found[order] = np.maximum.accumulate(factors * vector[order])
    else:  # a claim takes all clearer ones with it
        found[order] = np.minimum.accumulate((factors * vector[order])[::-1])[::-1]
    return adjusted(found, level=level, method=control)


def _sharpened(p_values: Floats) -> Floats:
    """The smallest level at which the two stages together claim each: found by halving."""
    low, high = np.zeros(p_values.size), np.ones(p_values.size)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        claimed = _claimed_in_two_stages(p_values, middle)
        low, high = np.where(claimed, low, middle), np.where(claimed, middle, high)
    return high


def _claimed_in_two_stages(p_values: Floats, levels: Floats) -> Floats:
    """Whether each is claimed at its own level. Shape (n,)."""
    n, ordered = p_values.size, np.sort(p_values)
    first = levels / (1 + levels)
    n_first = _n_claimed(ordered, first)
    second = first * n / np.maximum(n - n_first, 1)
    n_second = np.where(n_first == n, n, _n_claimed(ordered, second))
    return np.asarray((n_second > 0) & (p_values <= ordered[np.maximum(n_second - 1, 0)]))


def _n_claimed(ordered: Floats, levels: Floats) -> Floats:
    """How many Benjamini and Hochberg's procedure claims at each of the levels."""
    places = np.arange(1, ordered.size + 1)
    below = ordered * ordered.size <= places * levels[:, None]
    return np.asarray(np.where(below, places, 0).max(axis=1))
