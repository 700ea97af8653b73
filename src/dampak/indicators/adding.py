"""What of an indicator can be added up, so that a month, a unit or a nation is a sum of parts.

A share is one count over another, and counts add up; a median does not, but the rows of every
number of days do. What an indicator needs is therefore told as addends: whole numbers, one for each
row, that may be summed over any set of rows and in any order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatch

from dampak.indicators.definition import (
    Condition,
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
from dampak.indicators.ikm import RULE_SETS

DAYS, COUNTED, DID = "days", "counted", "did"
NUMERATOR, DENOMINATOR = "numerator", "denominator"
BEGAN, ENDED, AGAINST, STAFF_DAYS = "began", "ended", "against", "staff-days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addend:
    """A whole number that each row of a table adds to its unit and month.

    A row contributes if every condition of ``among`` is true of it (unknown is not true) and
    ``dated_by`` holds a day. It then adds ``adds``, nought where that is empty. With ``by_days``
    the rows are kept apart by the working days from the first of the two columns to the second,
    and a row whose days the calendar does not know contributes nothing.
    """

    code: str  # indicator and role, such as "complaints-per-1000.against"
    table: str  # of the warehouse's conformed room
    dated_by: str  # the date column that decides the month
    among: tuple[Condition, ...]
    adds: str = "1"  # SQL over the columns of the table
    by_days: tuple[str, str] | None = None

    @property
    def meaning(self) -> tuple[str, ...]:
        """Equal for two addends that always come to the same, whatever they are called."""
        among = (condition.holds for condition in self.among)
        return (self.table, self.dated_by, self.adds, *(self.by_days or ()), *among)


def addends(definition: Definition) -> tuple[Addend, ...]:
    """Everything of an indicator that can be added; its staff-days, if any, are not among it."""
    return tuple(_addends(definition))


def called(definition: Definition, role: str) -> str:
    """The code of one addend of an indicator."""
    return f"{definition.code}.{role}"


def total_of(element: str) -> str:
    """The role of the sum of the answers to one element."""
    return f"{element}-total"


def answers_to(element: str) -> str:
    """The role of the number of answers to one element."""
    return f"{element}-answers"


@singledispatch
def _addends(definition: Definition) -> Iterator[Addend]:
    raise TypeError(f"Nobody has written what of a {type(definition).__name__} can be added.")


def _addend(definition: Definition, role: str, *also: str, adds: str = "1") -> Addend:
    """One of the definition's own rows, of those for which ``also`` holds."""
    # Nobody is told why a row is in one count and not in the other: the definition says it.
    more = (Condition(holds=holds, otherwise="") for holds in also)
    return Addend(
        code=called(definition, role),
        table=definition.source,
        dated_by=definition.dated_by,
        among=(*definition.among, *more),
        adds=adds,
    )


@_addends.register
def _share(share: Share) -> Iterator[Addend]:
    yield _addend(share, COUNTED)
    yield _addend(share, DID, share.of_which)


@_addends.register
def _ratio(ratio: Ratio) -> Iterator[Addend]:
    yield _addend(ratio, NUMERATOR, adds=ratio.numerator)
    yield _addend(ratio, DENOMINATOR, adds=ratio.denominator)


@_addends.register
def _quantile(quantile: Quantile) -> Iterator[Addend]:
    yield replace(_addend(quantile, DAYS), by_days=(quantile.from_day, quantile.to_day))


@_addends.register
def _count(count: Count) -> Iterator[Addend]:
    yield _addend(count, COUNTED)


@_addends.register
def _level(level: Level) -> Iterator[Addend]:
    yield _addend(level, BEGAN)
    yield replace(_addend(level, ENDED), dated_by=level.ended_by)


@_addends.register
def _rate(rate: Rate) -> Iterator[Addend]:
    yield _addend(rate, COUNTED)
    yield Addend(
        code=called(rate, AGAINST),
        table=rate.against,
        dated_by=rate.against_dated_by,
        among=(),
    )


@_addends.register
def _index(index: Index) -> Iterator[Addend]:
    yield _addend(index, COUNTED)
    for element in RULE_SETS[index.rule_set].elements:
        yield _addend(index, total_of(element), adds=element)
        yield _addend(index, answers_to(element), f"{element} IS NOT NULL")


@_addends.register
def _per_staff_day(definition: PerStaffDay) -> Iterator[Addend]:
    yield _addend(definition, COUNTED)
