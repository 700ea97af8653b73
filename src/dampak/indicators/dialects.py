"""What engines call the few things that they do not call the same.

A definition is written once, in DuckDB's SQL. Where another engine has another word for a thing, or
the same word for another thing, its dialect says so. Three traps are avoided everywhere: a quantile
that is approximate, a division of whole numbers that drops the rest, a rounding of ties to even.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar


class Dialect:
    """DuckDB's, which readers are shown; others are told by what they have otherwise."""

    name: ClassVar[str] = "duckdb"

    def month_start(self, day: str) -> str:
        """The first moment of the month of a day."""
        return f"date_trunc('month', {day})"

    def month_of(self, day: str) -> str:
        """The month a day belongs to, named by its first day."""
        return f"{self.month_start(day)}::DATE"

    def months(self, first: str, last: str, *, apart: str = " ") -> str:
        """A row for every month from the start of one to the start of another."""
        return f"unnest(generate_series({_listed(first, last, 'INTERVAL 1 MONTH', apart)}))::DATE"

    def beside(self, name: str, spelled: str) -> str:  # noqa: ARG002
        """A column of the same line, by its name or as it is spelled."""
        return name

    def quotient(self, numerator: str, denominator: str, *, per: str = "") -> str:
        """The column ``numerator`` over the column ``denominator`` beside it, rest and all."""
        over = self.beside("denominator", denominator)
        return f"{per}{self.beside('numerator', numerator)} / {over}"

    def quantile(self, values: str, q: float) -> str:
        """The exact quantile of a group, interpolated in a straight line between two rows."""
        return f"quantile_cont(\n           {values},\n           {q})"

    def rounded(self, number: str, decimals: int) -> str:
        """A number that is not below nought, rounded with ties upwards."""
        return f"round({number}, {decimals})"

    def means(self, columns: Sequence[str]) -> str:
        """The mean of each column, among those that hold it, as columns of a query."""
        each = ",\n             ".join(f"avg({column})" for column in columns)
        return f"[     {each}\n       ] AS means"

    def mean_of_means(self, columns: Sequence[str]) -> str:  # noqa: ARG002
        """The mean of the means that there are."""
        return "list_avg(means)"

    def sum_of_means(self, columns: Sequence[str]) -> str:  # noqa: ARG002
        """The sum of the means that there are."""
        return "list_sum(means)"

    def weight_of_means(self, columns: Sequence[str], decimals: int) -> str:  # noqa: ARG002
        """One over the number of means that there are, so many decimals of it."""
        return self.rounded("1 / list_count(means)", decimals)


class _Elsewhere(Dialect):
    """What the other engines have in common: no functions for lists, and ties of their own."""

    def rounded(self, number: str, decimals: int) -> str:
        """DuckDB's rounding, step by step."""
        return f"floor({number} * 1e{decimals} + 0.5) / 1e{decimals}"

    def mean(self, column: str) -> str:
        """The mean of one column, one division of whole numbers."""
        return f"avg({column})"

    def means(self, columns: Sequence[str]) -> str:
        """A column each."""
        each = (f"{self.mean(column)} AS mean_{column}" for column in columns)
        return ",\n       ".join(each)

    def mean_of_means(self, columns: Sequence[str]) -> str:
        """Their sum over their number."""
        return f"({self.sum_of_means(columns)} / ({_number_of_means(columns)}))"

    def sum_of_means(self, columns: Sequence[str]) -> str:
        """From the first to the last, as DuckDB adds."""
        return f"({' + '.join(f'coalesce(mean_{column}, 0)' for column in columns)})"

    def weight_of_means(self, columns: Sequence[str], decimals: int) -> str:
        """A division that keeps its rest in every engine."""
        weight = self.rounded(f"1e0 / ({_number_of_means(columns)})", decimals)
        return f"({weight})"


class _PostgreSQL(_Elsewhere):
    """Divides whole numbers into whole numbers, and sees no name given beside an expression."""

    name = "postgresql"

    def months(self, first: str, last: str, *, apart: str = " ") -> str:
        """The series is a set of rows by itself."""
        step = "INTERVAL '1 month'"
        return f"generate_series({_listed(first, last, step, apart)})::DATE"

    def beside(self, name: str, spelled: str) -> str:  # noqa: ARG002
        """A number with a fraction, so that it is divided as DuckDB divides."""
        return f"({spelled})::DOUBLE PRECISION"

    def quantile(self, values: str, q: float) -> str:
        """An aggregate over a group in order."""
        return f"percentile_cont({q}) WITHIN GROUP (ORDER BY\n           {values})"

    def mean(self, column: str) -> str:
        """The mean of whole numbers would be a decimal number, cut after its twentieth digit."""
        return f"sum({column})::DOUBLE PRECISION / count({column})"


class _ClickHouse(_Elsewhere):
    """Has months of its own; `quantile` would be approximate."""

    name = "clickhouse"

    def month_start(self, day: str) -> str:
        """A day of 32 bits; `toStartOfMonth` would know none after 2149, nor before 1970."""
        return f"toDate32(date_trunc('month', {day}))"

    def month_of(self, day: str) -> str:
        """It is a day already."""
        return self.month_start(day)

    def months(self, first: str, last: str, *, apart: str = " ") -> str:
        """An array of months, turned into rows."""
        return (
            f"arrayJoin(arrayMap(n -> toDate32(addMonths({first}, n)),"
            f"{apart}range(assumeNotNull(dateDiff('month', {first},{apart}{last})) + 1)))"
        )

    def quantile(self, values: str, q: float) -> str:
        """The only one of fifteen that is exact and interpolates as the standard does."""
        return f"quantileExactInclusive({q})(\n           {values})"


class _Spark(_Elsewhere):
    """Has months of its own."""

    name = "spark"

    def month_start(self, day: str) -> str:
        """A day; `date_trunc` would give a moment."""
        return f"trunc({day}, 'MM')"

    def month_of(self, day: str) -> str:
        """It is a day already."""
        return self.month_start(day)

    def months(self, first: str, last: str, *, apart: str = " ") -> str:
        """An array of months, turned into rows."""
        return f"explode(sequence({_listed(first, last, 'INTERVAL 1 MONTH', apart)}))"

    def quantile(self, values: str, q: float) -> str:
        """Exact; `approx_percentile` is the other one."""
        return f"percentile(\n           {values},\n           {q})"


def _listed(first: str, last: str, step: str, apart: str) -> str:
    return f"{apart.lstrip(' ')}{first},{apart}{last},{apart}{step}"


def _number_of_means(columns: Sequence[str]) -> str:
    return " + ".join(f"(mean_{column} IS NOT NULL)::INT" for column in columns)


DUCKDB = Dialect()
DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {each.name: each for each in (DUCKDB, _PostgreSQL(), _ClickHouse(), _Spark())}
)
