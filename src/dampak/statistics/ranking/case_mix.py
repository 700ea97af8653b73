"""Compare a unit with what anybody would have reached with its cases: indirect standardisation."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, matrix_of_numbers, share_between_0_and_1
from dampak.statistics.ranking.units import MOST_CASES

HALVINGS = 60
FARTHEST = 40.0  # on the scale of logits: shares of 0 and 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standardised:
    """Units made comparable; all arrays have shape (n_units,).

    For counts ``values`` are ratios, observed over expected: 1 is what the average unit would have
    had with the same cases. For shares ``values`` are the shares that the unit would reach with
    everybody's cases. ``low`` and ``high`` enclose them with ``confidence``, one unit at a time;
    ``high`` is infinite, or ``low`` 0, where the data set no bound. ``observed`` and ``expected``
    are numbers of cases.
    """

    values: Floats
    low: Floats
    high: Floats
    observed: Floats
    expected: Floats
    confidence: float
    n: int
    method: str


def observed_over_expected(
    *, cases: ArrayLike, exposure: ArrayLike, confidence: float = 0.95
) -> Standardised | NoAnswer:
    """Divide the cases of each unit by those that its own mix of work would lead one to expect.

    Parameters
    ----------
    cases, exposure
        Shape (n_units, n_kinds). How often it happened and how often it could have, by kind of
        work (service, channel, hour). The rate of each kind over all units is the yardstick.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Standardised
        The interval is Poisson's with half of the probability of the count itself (mid-P): of the
        usual size, not on the wide side as the exact one is. The yardstick counts as known.
    NoAnswer
        With fewer than two units, or no case at all.

    Raises
    ------
    ValueError
        If the tables differ in shape, hold negative or infinite values or parts of a case, or no
        exposure at all stands behind a unit.

    References
    ----------
    Breslow and Day (1987), Statistical Methods in Cancer Research II, ch. 2.
    Cohen and Yang (1994), Statistics in Medicine 13, 2189-2203: mid-P.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    count, could = _tables(cases, exposure, names=("cases", "exposure"))
    if refusal := _refusal(count):
        return refusal
    observed, expected = count.sum(axis=1), could @ _rates(count, could)
    low, high = _mid_p(observed, (1 - confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        values, low, high = observed / expected, low / expected, high / expected
    return Standardised(
        values=values,
        low=low,
        high=high,
        observed=observed,
        expected=expected,
        confidence=confidence,
        n=observed.size,
        method="observed_over_expected/1",
    )


def adjusted_shares(
    *, of_which: ArrayLike, among: ArrayLike, confidence: float = 0.95
) -> Standardised | NoAnswer:
    """The share that each unit would reach if it had everybody's mix of cases.

    A unit's odds of success are taken to be better or worse than average by the same factor for
    every kind of work. The factor is found from its own cases and carried over to all cases.

    Parameters
    ----------
    of_which, among
        Shape (n_units, n_kinds). Cases that count, and all cases, by kind of work.
    confidence
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    Standardised
        Shares from 0 to 1. The interval inverts the score test; with one kind of work it is
        Wilson's. The average odds of each kind count as known.
    NoAnswer
        With fewer than two units, or if all cases everywhere, or none, count.

    Raises
    ------
    ValueError
        As `observed_over_expected`, or if more cases count than there are.

    References
    ----------
    Wilson (1927), JASA 22, 209-212. Rao (1948), Proceedings of the Cambridge Philosophical
    Society 44, 50-57: the score test.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    count, could = _tables(of_which, among, names=("of_which", "among"))
    if (count > could).any():
        unit, kind = np.argwhere(count > could)[0]
        raise ValueError(f"of_which exceeds among (first: unit {unit}, kind {kind})")
    if refusal := _refusal(count):
        return refusal
    if (count == could).all():
        return NoAnswer(why=Silence.NO_SPREAD)
    kinds = could.sum(axis=0) > 0
    count, could = count[:, kinds], could[:, kinds]
    logits = special.logit(_rates(count, could))
    z = float(special.ndtri((1 + confidence) / 2))
    everybody = could.sum(axis=0) / could.sum()
    shifts = [_shift(count, could, logits, z=at) for at in (0.0, z, -z)]
    values, low, high = (special.expit(each[:, None] + logits) @ everybody for each in shifts)
    return Standardised(
        values=values,
        low=low,
        high=high,
        observed=count.sum(axis=1),
        expected=could @ special.expit(logits),
        confidence=confidence,
        n=count.shape[0],
        method="adjusted_shares/1",
    )


def _shift(count: Floats, could: Floats, logits: Floats, *, z: float) -> Floats:
    """The common shift of a unit's logits at which it stands z standard errors above expected."""
    observed = count.sum(axis=1)
    low, high = np.full(observed.shape, -FARTHEST), np.full(observed.shape, FARTHEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        chance = special.expit(middle[:, None] + logits)
        spread = np.sqrt((could * chance * (1 - chance)).sum(axis=1))
        above = observed - (could * chance).sum(axis=1) > z * spread
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.asarray((low + high) / 2)


def _mid_p(observed: Floats, tail: float) -> tuple[Floats, Floats]:
    """The Poisson means at which the count is just as far out as ``tail`` on either side."""

    def at_least(mean: Floats) -> Floats:
        exactly = np.exp(special.xlogy(observed, mean) - mean - special.gammaln(observed + 1))
        return np.asarray(special.pdtrc(observed, mean) + exactly / 2)

    far = observed + 10 * np.sqrt(observed + 1) + 20
    low = np.where(observed > 0, _where(lambda m: at_least(m) >= tail, far), 0.0)
    return low, _where(lambda m: at_least(m) >= 1 - tail, far)


def _where(is_beyond: Callable[[Floats], Flags], far: Floats) -> Floats:
    """The smallest number from 0 to ``far`` that is beyond, element by element."""
    low, high = np.zeros(far.shape), far
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        beyond = is_beyond(middle)
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
    return np.asarray((low + high) / 2)


def _rates(count: Floats, could: Floats) -> Floats:
    """Of each kind of work over all units; 0 where nobody does it."""
    total = could.sum(axis=0)
    return np.asarray(np.where(total > 0, count.sum(axis=0) / np.maximum(total, 1e-300), 0.0))


def _refusal(count: Floats) -> NoAnswer | None:
    if count.shape[0] < 2:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=2, found=count.shape[0])
    if count.sum() == 0:
        return NoAnswer(why=Silence.NOTHING_COUNTED)
    return None


def _tables(
    cases: ArrayLike, exposure: ArrayLike, *, names: tuple[str, str]
) -> tuple[Floats, Floats]:
    count, could = (
        matrix_of_numbers(cases, name=names[0]),
        matrix_of_numbers(exposure, name=names[1]),
    )
    if count.shape != could.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} must have one shape, got {count.shape} and {could.shape}"
        )
    for table, name in ((count, names[0]), (could, names[1])):
        if not (table >= 0).all():
            raise ValueError(f"{name} must hold no negative number and no gap; write 0 for none")
    if (count % 1 != 0).any() or count.max(initial=0) > MOST_CASES:
        raise ValueError(f"{names[0]} must hold counts: whole numbers of cases")
    if ((count > 0) & (could == 0)).any():
        unit, kind = np.argwhere((count > 0) & (could == 0))[0]
        raise ValueError(f"{names[0]} without {names[1]} (first: unit {unit}, kind {kind})")
    if count.size and (could.sum(axis=1) == 0).any():
        unit = int(np.argmin(could.sum(axis=1)))
        raise ValueError(f"{names[1]} is 0 for unit {unit}; leave out units that did no work")
    return count, could
