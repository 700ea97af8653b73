"""Rows of people beside each other: repeated, of two names, in two posts at once."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pyarrow as pa

# Everybody with more than one row; the other checks look at these rows alone.
SEVERAL = """
CREATE TABLE several AS SELECT key FROM staged GROUP BY key HAVING count(*) > 1;
CREATE TABLE together AS SELECT s.* FROM staged s SEMI JOIN several USING (key);
CREATE TABLE set_aside (seq BIGINT, key BLOB, "column" VARCHAR, reason VARCHAR, about VARCHAR);
"""
REPEATED = """
INSERT INTO set_aside
SELECT seq, key, '', 'repeated', first_seq::VARCHAR FROM (
  SELECT seq, key, first_value(seq) OVER same AS first_seq FROM together
  WINDOW same AS (
    PARTITION BY key, name, employment, rank, education, status, unit, position, kind, supervisor,
      from_on, to_on
    ORDER BY seq
  )
) WHERE seq <> first_seq
"""
OF_ANOTHER = """
INSERT INTO set_aside
SELECT seq, key, 'nip', 'of_another', first_seq::VARCHAR FROM (
  SELECT seq, key, lower(name) AS name, first_value(lower(name)) OVER them AS first_name,
    first_value(seq) OVER them AS first_seq
  FROM (FROM together ANTI JOIN set_aside USING (seq))
  WINDOW them AS (PARTITION BY key ORDER BY seq)
) WHERE name <> first_name
"""
CROSSING = """
SELECT key, seq, coalesce(from_on, DATE '0001-01-01') AS begins,
  coalesce(to_on, DATE '9999-12-31') AS ends
FROM (FROM together ANTI JOIN set_aside USING (seq))
QUALIFY bool_or(crosses) OVER (PARTITION BY key)
ORDER BY key, seq
"""
CROSSES = """
max(coalesce(to_on, DATE '9999-12-31')) OVER (
  PARTITION BY key ORDER BY coalesce(from_on, DATE '0001-01-01'), seq
  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
) >= coalesce(from_on, DATE '0001-01-01')
"""
Spell = tuple[bytes, int, date, date]


def set_aside_within(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``set_aside`` with rows that give way to an earlier one; ``rows`` are the others."""
    connection.execute(SEVERAL)
    connection.execute(REPEATED)
    connection.execute(OF_ANOTHER)
    found = pa.Table.from_pylist(
        [
            {"seq": seq, "key": key, "about": str(other)}
            for key, seq, other in _at_once(_crossing(connection))
        ],
        schema=pa.schema({"seq": pa.int64(), "key": pa.binary(), "about": pa.string()}),
    )
    connection.register("found", found)
    connection.execute(
        "INSERT INTO set_aside SELECT seq, key, 'from_on', 'overlaps', about FROM found"
    )
    connection.unregister("found")
    connection.execute(
        "CREATE VIEW rows_alone AS SELECT s.* FROM staged s ANTI JOIN set_aside USING (seq)"
    )


def _crossing(connection: duckdb.DuckDBPyConnection) -> list[Spell]:
    """All rows of those of whom two rows overlap."""
    return connection.execute(
        CROSSING.replace(
            "(FROM together ANTI", f"(SELECT *, {CROSSES} AS crosses FROM together ANTI"
        )
    ).fetchall()


def _at_once(spells: list[Spell]) -> Iterator[tuple[bytes, int, int]]:
    """Rows that overlap one that stands; the earlier row of the list stands."""
    standing: list[Spell] = []
    for spell in spells:
        key, seq, begins, ends = spell
        standing = [each for each in standing if each[0] == key]
        other = next((each for each in standing if begins <= each[3] and each[2] <= ends), None)
        if other:
            yield key, seq, other[1]
        else:
            standing.append(spell)
