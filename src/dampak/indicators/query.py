"""From a definition to the SQL that counts it, as a reader may copy it from the public page.

Every query answers with ``unit_code, month, numerator, denominator, value``, one row for every
unit and month that can be read. It is DuckDB's SQL over the conformed tables, or that of another
engine whose dialect is asked for.
"""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from textwrap import indent

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
from dampak.indicators.dialects import DUCKDB, Dialect
from dampak.indicators.ikm import POINTS_PER_STEP, RULE_SETS, Weight


@singledispatch
def reading_sql(definition: Definition, dialect: Dialect = DUCKDB) -> str:  # noqa: ARG001
    """The SQL a reader may copy from the public page and run by hand."""
    raise TypeError(f"No query is written for a {type(definition).__name__}.")


def month_of(column: str) -> str:
    """SQL for the month a day belongs to, named by its first day."""
    return DUCKDB.month_of(column)


def where(conditions: Iterable[Condition]) -> str:
    """SQL for all conditions together."""
    return "\n  AND ".join(in_brackets(condition.holds) for condition in conditions)


def in_brackets(holds: str) -> str:
    """One condition, safe to stand beside AND and NOT."""
    return f"({holds})" if " OR " in holds or " AND " in holds else holds


def _by_unit_and_month(
    definition: Definition,
    dialect: Dialect,
    *,
    numerator: str,
    value: str,
    denominator: str = "count(*)",
    joined: str = "",
) -> str:
    return f"""\
SELECT unit_code,
       {dialect.month_of(definition.dated_by)} AS month,
       {numerator} AS numerator,
       {denominator} AS denominator,
       {value} AS value
FROM {definition.source}{joined}
WHERE {where(definition.among)}
GROUP BY unit_code, month
ORDER BY unit_code, month
"""  # nosec B608 - written from definitions in the catalogue


@reading_sql.register
def _share(share: Share, dialect: Dialect = DUCKDB) -> str:
    did = f"count(*) FILTER (WHERE {share.of_which})"
    return _by_unit_and_month(
        share, dialect, numerator=did, value=dialect.quotient(did, "count(*)")
    )


@reading_sql.register
def _ratio(ratio: Ratio, dialect: Dialect = DUCKDB) -> str:
    numerator, denominator = f"sum({ratio.numerator})", f"sum({ratio.denominator})"
    return _by_unit_and_month(
        ratio,
        dialect,
        numerator=numerator,
        denominator=denominator,
        value=dialect.quotient(numerator, denominator),
    )


@reading_sql.register
def _quantile(quantile: Quantile, dialect: Dialect = DUCKDB) -> str:
    # Working days up to and including a day are those before it and, if it is one, itself.
    waited = (
        "last_day.working_days_before + last_day.is_working_day::INT"
        "\n           - first_day.working_days_before - first_day.is_working_day::INT"
    )
    # Engines interpolate in different orders: nine decimals are the same on all of them.
    return _by_unit_and_month(
        quantile,
        dialect,
        numerator="NULL",
        value=dialect.rounded(dialect.quantile(waited, quantile.q), 9),
        joined=(
            f"\nJOIN working_days AS first_day ON first_day.day = {quantile.from_day}"
            f"\nJOIN working_days AS last_day ON last_day.day = {quantile.to_day}"
        ),
    )


@reading_sql.register
def _count(count: Count, dialect: Dialect = DUCKDB) -> str:
    return _by_unit_and_month(
        count, dialect, numerator="NULL", value=dialect.beside("denominator", "count(*)")
    )


@reading_sql.register
def _index(index: Index, dialect: Dialect = DUCKDB) -> str:
    elements = tuple(RULE_SETS[index.rule_set].elements)
    points = f"{POINTS_PER_STEP} * {_weighted(elements, Weight(index.weight), dialect)}"
    grouped = f"""\
SELECT unit_code,
       {dialect.month_of(index.dated_by)} AS month,
       count(*) AS responses,
       {dialect.means(elements)}
FROM {index.source}
WHERE {where(index.among)}
GROUP BY unit_code, month"""  # nosec B608 - written from definitions in the catalogue
    # Nine decimals hide the noise of binary fractions, so that 76.605 is the tie it stands for.
    return f"""\
WITH by_element AS (
{indent(grouped, "  ")}
)
SELECT unit_code,
       month,
       NULL AS numerator,
       responses AS denominator,
       {dialect.rounded(points, 9)} AS value
FROM by_element
ORDER BY unit_code, month
"""  # nosec B608 - written from definitions in the catalogue


def _weighted(elements: Sequence[str], weight: Weight, dialect: Dialect) -> str:
    if weight is Weight.EXACT:
        return dialect.mean_of_means(elements)
    decimals = len(weight.value) - len("0.")
    each = dialect.weight_of_means(elements, decimals)
    return f"{dialect.sum_of_means(elements)} * {each}"


@reading_sql.register
def _rate(rate: Rate, dialect: Dialect = DUCKDB) -> str:
    counted, base = "coalesce(counted.n, 0)", "base.n"
    return f"""\
WITH counted AS (
  SELECT unit_code, {dialect.month_of(rate.dated_by)} AS month, count(*) AS n
  FROM {rate.source}
  WHERE {where(rate.among)}
  GROUP BY unit_code, month
),
base AS (
  SELECT unit_code, {dialect.month_of(rate.against_dated_by)} AS month, count(*) AS n
  FROM {rate.against}
  WHERE {rate.against_dated_by} IS NOT NULL
  GROUP BY unit_code, month
)
SELECT unit_code,
       month,
       {counted} AS numerator,
       {base} AS denominator,
       {dialect.quotient(counted, base, per=f"{rate.per} * ")} AS value
FROM base
LEFT JOIN counted USING (unit_code, month)
WHERE month BETWEEN (SELECT min(month) FROM counted) AND (SELECT max(month) FROM counted)
ORDER BY unit_code, month
"""  # nosec B608 - written from definitions in the catalogue


@reading_sql.register
def _level(level: Level, dialect: Dialect = DUCKDB) -> str:
    began, ended = level.dated_by, level.ended_by
    first = dialect.month_start(f"greatest(min({began}), (SELECT min({ended}) FROM counted))")  # nosec B608 - written from definitions in the catalogue
    last = dialect.month_start(f"greatest(max({began}), max({ended}))")
    months = dialect.months(first, f"(SELECT {last} FROM counted)", apart=f"\n{' ' * 11}")  # nosec B608 - written from definitions in the catalogue
    return f"""\
WITH counted AS (
  SELECT unit_code, {began}, {ended}
  FROM {level.source}
  WHERE {indent(where(level.among), "  ").lstrip()}
),
followed AS (
  SELECT unit_code,
         {months} AS month
  FROM counted
  GROUP BY unit_code
),
moves AS (
  SELECT unit_code, {dialect.month_of(began)} AS month, 1 AS change FROM counted
  UNION ALL
  SELECT unit_code, {dialect.month_of(ended)}, -1 FROM counted WHERE {ended} IS NOT NULL
  UNION ALL
  SELECT unit_code, month, 0 FROM followed
),
waiting AS (
  SELECT unit_code,
         month,
         sum(sum(change)) OVER (PARTITION BY unit_code ORDER BY month) AS n
  FROM moves
  GROUP BY unit_code, month
)
SELECT unit_code,
       month,
       NULL AS numerator,
       n AS denominator,
       n AS value
FROM followed
JOIN waiting USING (unit_code, month)
ORDER BY unit_code, month
"""  # nosec B608 - written from definitions in the catalogue


@reading_sql.register
def _per_staff_day(definition: PerStaffDay, dialect: Dialect = DUCKDB) -> str:
    counted, staff_days = "coalesce(counted.n, 0)", "staff.staff_days"
    month_of_day = dialect.month_of("day")
    return f"""\
WITH counted AS (
  SELECT unit_code, {dialect.month_of(definition.dated_by)} AS month, count(*) AS n
  FROM {definition.source}
  WHERE {indent(where(definition.among), "  ").lstrip()}
  GROUP BY unit_code, month
),
followed AS (
  SELECT unit_code,
         {dialect.months("min(month)", "max(month)")} AS month
  FROM counted
  GROUP BY unit_code
),
staff AS (
  SELECT unit_code, {month_of_day} AS month, count(DISTINCT (person_key, day)) AS staff_days
  FROM people
  JOIN working_days
    ON is_working_day AND day BETWEEN coalesce(from_on, day) AND coalesce(to_on, day)
  GROUP BY unit_code, month
)
SELECT unit_code,
       month,
       {counted} AS numerator,
       {staff_days} AS denominator,
       {dialect.quotient(counted, staff_days)} AS value
FROM followed
JOIN staff USING (unit_code, month)
LEFT JOIN counted USING (unit_code, month)
ORDER BY unit_code, month
"""  # nosec B608 - written from definitions in the catalogue
