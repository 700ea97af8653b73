"""From what the addends came to, to the readings: the last step, the same for a unit and a nation.

A group is a unit, or any set of units read as if all their rows were one unit's. Everything here
comes out as `query.reading_sql` has it, to the last digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch

import numpy as np
from numpy.typing import NDArray

from dampak.indicators.adding import (
    AGAINST,
    BEGAN,
    COUNTED,
    DAYS,
    DENOMINATOR,
    DID,
    ENDED,
    NUMERATOR,
    STAFF_DAYS,
    answers_to,
    called,
    total_of,
)
from dampak.indicators.definition import (
    Count,
    Definition,
    Index,
    Level,
    PerStaffDay,
    Quantile,
    Rate,
    Ratio,
    Share,
)
from dampak.indicators.ikm import POINTS_PER_STEP, RULE_SETS, Weight
from dampak.indicators.waiting import Waits, WaitsByMonth, quantile_by_month, quantile_of

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Where = NDArray[np.bool_]
WITHOUT_NOISE = 1e9  # nine decimals, as in `query`


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What addends came to, by their code: ``of`` in shape (groups, months), in whole numbers.

    The months follow each other without gaps and contain every month that any row has.
    ``everywhere``, of shape (months,), is over all rows that there are, whether in a group here or
    not. ``waits`` holds what is kept apart by days.
    """

    of: Mapping[str, Counts]
    everywhere: Mapping[str, Counts]
    waits: Mapping[str, Waits | WaitsByMonth]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The readings of one indicator in shape (groups, months); NaN where nothing can be read.

    ``numerator`` is None for an indicator that is not one number over another.
    """

    numerator: Numbers | None
    denominator: Numbers
    value: Numbers


@singledispatch
def finished(definition: Definition, sums: Sums) -> Finished:  # noqa: ARG001  # for the others
    """Read an indicator in every group and month.

    Raises
    ------
    KeyError
        If ``sums`` lacks an addend of the definition; a `PerStaffDay` also needs ``staff-days``.
    """
    raise TypeError(f"Nobody has written how a {type(definition).__name__} is finished.")


@finished.register
def _share(share: Share, sums: Sums) -> Finished:
    counted = sums.of[called(share, COUNTED)]
    return _over(sums.of[called(share, DID)], counted, where=counted > 0)


@finished.register
def _ratio(ratio: Ratio, sums: Sums) -> Finished:
    denominator = sums.of[called(ratio, DENOMINATOR)]
    return _over(sums.of[called(ratio, NUMERATOR)], denominator, where=denominator > 0)


@finished.register
def _quantile(quantile: Quantile, sums: Sums) -> Finished:
    waits = sums.waits[called(quantile, DAYS)]
    rows, value = (
        quantile_of(waits, q=quantile.q)
        if isinstance(waits, Waits)
        else quantile_by_month(waits, q=quantile.q)
    )
    return Finished(numerator=None, denominator=rows, value=_without_noise(value))


@finished.register
def _count(count: Count, sums: Sums) -> Finished:
    counted = sums.of[called(count, COUNTED)]
    return _alone(counted, where=counted > 0)


@finished.register
def _level(level: Level, sums: Sums) -> Finished:
    began, ended = called(level, BEGAN), called(level, ENDED)
    waiting = np.cumsum(sums.of[began] - sums.of[ended], axis=1)
    # What a unit brings along to another one is no longer begun where it was.
    has_begun = np.cumsum(sums.of[began], axis=1) > 0
    ends = sums.everywhere[ended] > 0
    in_sight = _from_the_first(ends) | ~ends.any()
    not_over = _up_to_the_last((sums.everywhere[began] > 0) | ends)
    return _alone(waiting, where=has_begun & in_sight & not_over)


@finished.register
def _rate(rate: Rate, sums: Sums) -> Finished:
    counted, base = called(rate, COUNTED), sums.of[called(rate, AGAINST)]
    where = (base > 0) & _from_first_to_last(sums.everywhere[counted] > 0)
    return _over(sums.of[counted], base, where=where, per=rate.per)


@finished.register
def _index(index: Index, sums: Sums) -> Finished:
    responses = sums.of[called(index, COUNTED)]
    total, answered = np.zeros(responses.shape), np.zeros(responses.shape)
    for element in RULE_SETS[index.rule_set].elements:
        given = sums.of[called(index, answers_to(element))]
        mean = _divided(sums.of[called(index, total_of(element))], given, where=given > 0)
        total += np.where(given > 0, mean, 0)
        answered += given > 0
    value = POINTS_PER_STEP * _weighted(total, answered, Weight(index.weight))
    alone = _alone(responses, where=responses > 0)
    return Finished(numerator=None, denominator=alone.denominator, value=_without_noise(value))


@finished.register
def _per_staff_day(definition: PerStaffDay, sums: Sums) -> Finished:
    counted = sums.of[called(definition, COUNTED)]
    staff_days = sums.of[called(definition, STAFF_DAYS)]
    where = (staff_days > 0) & _from_first_to_last(counted > 0)
    return _over(counted, staff_days, where=where)


def _weighted(total: Numbers, answered: Numbers, weight: Weight) -> Numbers:
    if weight is Weight.EXACT:
        return _divided(total, answered, where=answered > 0)
    step = 10.0 ** (len(weight.value) - len("0."))
    each = _rounded(_divided(np.ones_like(answered), answered, where=answered > 0), step)
    return total * each


def _over(numerator: Counts, denominator: Counts, *, where: Where, per: int = 1) -> Finished:
    return Finished(
        numerator=np.where(where, numerator, np.nan),
        denominator=np.where(where, denominator, np.nan),
        value=_divided(per * numerator, denominator, where=where),
    )


def _alone(counts: Counts, *, where: Where) -> Finished:
    """A number that is its own denominator."""
    number = np.where(where, counts, np.nan)
    return Finished(numerator=None, denominator=number, value=number)


def _divided(
    numerator: NDArray[np.generic], denominator: NDArray[np.generic], *, where: Where
) -> Numbers:
    """One over the other where it may be done, NaN elsewhere."""
    quotient = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=quotient, where=where)
    return quotient


def _from_first_to_last(occurs: Where) -> Where:
    return _from_the_first(occurs) & _up_to_the_last(occurs)


def _from_the_first(occurs: Where) -> Where:
    """True from the first month on in which it occurs, along the last axis."""
    return np.logical_or.accumulate(occurs, axis=-1)


def _up_to_the_last(occurs: Where) -> Where:
    return _from_the_first(occurs[..., ::-1])[..., ::-1]


def _without_noise(value: Numbers) -> Numbers:
    return _rounded(value, WITHOUT_NOISE)


def _rounded(value: Numbers, step: float) -> Numbers:
    """Half away from nought, as SQL rounds; no number here is below nought."""
    return np.floor(value * step + 0.5) / step
