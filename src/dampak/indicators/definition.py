"""What a number means, written down once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Better(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something a row must meet to be counted, and what is said of the rows that do not."""

    holds: str  # SQL, over the columns of the source table
    otherwise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What every indicator states, whatever kind of number it is."""

    kind: ClassVar[str]
    is_share: ClassVar[bool] = False  # a share runs from 0 to 1; the page shows percent

    code: str
    version: int  # raised whenever a published value would come out differently
    title: str
    why: str
    unit: str  # what one of it is called, after the number
    source: str  # a table of the warehouse's conformed room
    dated_by: str  # the date column that decides which month a row belongs to
    among: tuple[Condition, ...] = ()  # who is counted at all
    better: Better
    decimals: int  # on the page; of percent, where the number is a share
    caveats: tuple[str, ...] = ()
    counts_people: bool = False  # the denominator is a number of persons
    smallest_inside: int = 0  # smallest denominator shown inside the office
    smallest_public: int = 0  # smallest denominator shown to everybody
    public_base: int = 0  # everybody sees its counts as multiples of this; 0: as they are

    @property
    def sources(self) -> tuple[str, ...]:
        """The tables an office must hand over before this can be counted."""
        return (self.source,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Definition):
    """How many of those who could, did."""

    kind: ClassVar[str] = "share"
    is_share: ClassVar[bool] = True

    of_which: str  # SQL condition: who, of those counted, did


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Definition):
    """One sum over another, where a row may weigh more than one."""

    kind: ClassVar[str] = "ratio"
    is_share: ClassVar[bool] = True

    numerator: str  # SQL, summed over the rows counted
    denominator: str  # SQL, summed over the rows counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile(Definition):
    """The working days that a given part of the rows did not exceed.

    Working days run from the first working day after ``from_day`` up to and including
    ``to_day``: the day a request comes in is day nought, as the service deadlines have it.
    """

    kind: ClassVar[str] = "quantile"

    from_day: str
    to_day: str
    q: float  # 0.5 is the median; between two rows the value is interpolated


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Definition):
    """How many rows a month has."""

    kind: ClassVar[str] = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Definition):
    """How many were begun and not yet ended on the last day of the month."""

    kind: ClassVar[str] = "level"

    ended_by: str  # the date column that ends what ``dated_by`` began; empty while it lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Definition):
    """Rows of one table for every so many rows of another."""

    kind: ClassVar[str] = "rate"

    per: int
    against: str  # the other table
    against_dated_by: str

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source, self.against)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index(Definition):
    """An index of satisfaction by a named rule set."""

    kind: ClassVar[str] = "index"

    rule_set: str  # a code of `dampak.indicators.ikm.RULE_SETS`
    weight: str  # a value of `dampak.indicators.ikm.Weight`


@dataclass(frozen=True, slots=True, kw_only=True)
class PerStaffDay(Definition):
    """Rows for every working day of every official posted to the unit."""

    kind: ClassVar[str] = "per_staff_day"

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source, "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One indicator in one unit and month: the counts that leave the warehouse.

    ``value`` is in the unit of the indicator. ``denominator`` is how much stands behind it:
    rows, fields checked, staff-days or respondents, as the definition says. ``numerator`` is
    None where the value is not one number over another (a median, an index, a count).
    """

    indicator: str
    version: int
    unit_code: str
    month: date
    numerator: float | None
    denominator: float
    value: float
