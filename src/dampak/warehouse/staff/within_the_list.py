"""Rows of people beside each other: repeated, of two names, in two posts at once."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa

from dampak.warehouse.staff.numbers import SHORT

# Everybody with more than one row; the other checks look at these rows alone.
SEVERAL = """
CREATE TABLE several AS SELECT k FROM staged GROUP BY k HAVING count(*) > 1;
CREATE TABLE together AS SELECT s.* FROM staged s SEMI JOIN several USING (k);
CREATE TABLE set_aside (
  seq BIGINT, k DECIMAL(38, 0), "column" VARCHAR, reason VARCHAR, about VARCHAR
);
"""
REPEATED = """
INSERT INTO set_aside
SELECT seq, k, '', 'repeated', first_seq::VARCHAR FROM (
  SELECT seq, k, first_value(seq) OVER same AS first_seq FROM together
  WINDOW same AS (
    PARTITION BY k, name, employment, rank, education, status, unit, position, kind, supervisor,
      from_on, to_on
    ORDER BY seq
  )
) WHERE seq <> first_seq
"""
OF_ANOTHER = """
INSERT INTO set_aside
SELECT seq, k, 'nip', 'of_another', first_seq::VARCHAR FROM (
  SELECT seq, k, lower(name) AS name, first_value(lower(name)) OVER them AS first_name,
    first_value(seq) OVER them AS first_seq
  FROM (FROM together ANTI JOIN set_aside USING (seq))
  WINDOW them AS (PARTITION BY k ORDER BY seq)
) WHERE name <> first_name
"""
CROSSING = """
SELECT k, seq, coalesce(from_on, DATE '0001-01-01') AS begins,
  coalesce(to_on, DATE '9999-12-31') AS ends
FROM (
  SELECT *, max(coalesce(to_on, DATE '9999-12-31')) OVER (
    PARTITION BY k ORDER BY coalesce(from_on, DATE '0001-01-01'), seq
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) >= coalesce(from_on, DATE '0001-01-01') AS crosses
  FROM together ANTI JOIN set_aside USING (seq)
)
QUALIFY bool_or(crosses) OVER (PARTITION BY k)
ORDER BY k, seq
"""
Spell = tuple[Decimal, int, date, date]


def set_aside_within(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``set_aside`` with rows that give way to an earlier one; ``rows`` are the others."""
    connection.execute(SEVERAL)
    connection.execute(REPEATED)
    connection.execute(OF_ANOTHER)
    found = pa.Table.from_pylist(
        [
            {"seq": seq, "k": k, "about": str(other)}
            for k, seq, other in _at_once(_crossing(connection))
        ],
        schema=pa.schema({"seq": pa.int64(), "k": SHORT, "about": pa.string()}),
    )
    connection.register("found", found)
    connection.execute(
        "INSERT INTO set_aside SELECT seq, k, 'from_on', 'overlaps', about FROM found"
    )
    connection.unregister("found")
    connection.execute(
        "CREATE VIEW rows_alone AS SELECT s.* FROM staged s ANTI JOIN set_aside USING (seq)"
    )


def _crossing(connection: duckdb.DuckDBPyConnection) -> list[Spell]:
    """All rows of those of whom two rows overlap."""
    return connection.execute(CROSSING).fetchall()


def _at_once(spells: list[Spell]) -> Iterator[tuple[Decimal, int, int]]:
    """Rows that overlap one that stands; the earlier row of the list stands."""
    standing: list[Spell] = []
    for spell in spells:
        k, seq, begins, ends = spell
        standing = [each for each in standing if each[0] == k]
        other = next((each for each in standing if begins <= each[3] and each[2] <= ends), None)
        if other:
            yield k, seq, other[1]
        else:
            standing.append(spell)
