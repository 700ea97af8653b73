"""The whole build in SQL, as other engines are asked: what the definitions add up, by line.

Counts are added up by unit first and carried up the tree as sums. A quantile is no sum, so each
row counts once in every line above its unit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from dampak.benchmark.nation.plain_rows import DAYS, SHEETS, UNIT
from dampak.indicators.adding import Addend
from dampak.indicators.definition import Condition

QUANTILES = (0.5, 0.9)
COUNTED = "counted"
Quantiles = Callable[[str], str]  # of a column, as columns of a query


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One question, and what its columns s0, s1, .. add up.

    Of an addend that is kept apart by days the quantiles are asked for instead.
    """

    sql: str
    addends: tuple[Addend, ...]

    @property
    def is_by_days(self) -> bool:
        """Whether it asks for quantiles."""
        return self.addends[0].by_days is not None


def statements(
    sources: Mapping[str, str], quantiles: Quantiles, *, since: int = 0
) -> Iterator[Statement]:
    """Every question. ``sources`` say where the rows of each table and the ``lines`` are.

    ``since`` leaves out months before the one with this number, counted as in `month_of`.
    """
    for table, sheet in SHEETS.items():
        for drawer in sheet.drawers:
            ask = partial(waits, quantiles) if drawer.by_days else sums
            yield ask(sources[table], sources["lines"], drawer.addends, f">= {since}")


def month_of(column: str) -> str:
    """The months since the beginning of our era."""
    return f"(extract(year FROM {column}) * 12 + extract(month FROM {column}) - 1)"


def holds(conditions: tuple[Condition, ...]) -> str:
    """All conditions together."""
    return " AND ".join(f"({each.holds})" for each in conditions) or "1 = 1"


def sums(source: str, lines: str, addends: tuple[Addend, ...], months: str) -> Statement:
    """What the rows of a table add up to."""
    dated_by = addends[0].dated_by
    counted = ", ".join(
        f"sum(CASE WHEN {holds(each.among)} THEN {each.adds} ELSE 0 END) AS s{nth}"
        for nth, each in enumerate(addends)
    )
    together = ", ".join(f"sum(s{nth}) AS s{nth}" for nth, _ in enumerate(addends))
    sql = f"""SELECT line, month_number, {together}
FROM (
  SELECT {UNIT}, {month_of(dated_by)} AS month_number, {counted}
  FROM {source} AS counting
  WHERE {dated_by} IS NOT NULL AND {month_of(dated_by)} {months}
  GROUP BY {UNIT}, {month_of(dated_by)}
) AS by_unit
JOIN {lines} AS above ON above.{UNIT} = by_unit.{UNIT}
GROUP BY line, month_number"""  # nosec B608 - names of our own invented nation
    return Statement(sql=sql, addends=addends)


def waits(
    quantiles: Quantiles, source: str, lines: str, addends: tuple[Addend, ...], months: str
) -> Statement:
    """How long the rows of a table took."""
    addend = addends[0]
    month = month_of(addend.dated_by)
    sql = f"""SELECT line, {month} AS month_number, count(*) AS {COUNTED}, {quantiles(DAYS)}
FROM {source} AS counting
JOIN {lines} AS above ON above.{UNIT} = counting.{UNIT}
WHERE {holds(addend.among)} AND {addend.dated_by} IS NOT NULL AND {DAYS} IS NOT NULL
  AND {month} {months}
GROUP BY line, {month}"""  # nosec B608 - names of our own invented nation
    return Statement(sql=sql, addends=addends)


def waits_by_counts(source: str, lines: str, addends: tuple[Addend, ...]) -> Statement:
    """The same out of how many rows took how many days, which are few because days are whole."""
    addend = addends[0]
    quantiles = ", ".join(f"{_interpolated(q)} AS q{nth}" for nth, q in enumerate(QUANTILES))
    sql = f"""WITH by_unit AS (
  SELECT {UNIT}, {month_of(addend.dated_by)} AS month_number, {DAYS}, count(*) AS n
  FROM {source} AS counting
  WHERE {holds(addend.among)} AND {addend.dated_by} IS NOT NULL AND {DAYS} IS NOT NULL
  GROUP BY ALL
),
by_line AS (
  SELECT line, month_number, {DAYS}, sum(n) AS n
  FROM by_unit JOIN {lines} AS above ON above.{UNIT} = by_unit.{UNIT}
  GROUP BY ALL
),
ranked AS (
  SELECT line, month_number, {DAYS},
    sum(n) OVER (PARTITION BY line, month_number ORDER BY {DAYS}) AS upto,
    sum(n) OVER (PARTITION BY line, month_number) AS total
  FROM by_line
)
SELECT line, month_number, max(total) AS {COUNTED}, {quantiles}
FROM ranked
GROUP BY line, month_number"""  # nosec B608 - names of our own invented nation
    return Statement(sql=sql, addends=addends)


def _interpolated(q: float) -> str:
    """Between the two rows on either side, in a straight line."""
    place = f"((total - 1) * {q})"
    low, high = (f"min({DAYS}) FILTER (WHERE upto > {step}{place})" for step in ("floor", "ceil"))
    return f"{low} + max({place} - floor{place}) * ({high} - {low})"
