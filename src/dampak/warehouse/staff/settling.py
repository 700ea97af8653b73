"""What the rows of people change in the ledger: who is new, who moved, who is otherwise.

Everything is worked out in tables of the desk, for all people at once:

* a row without a first day speaks of the present: what it changes begins on the day of the list;
* a row with the first day of a known posting corrects that posting;
* a row with a later first day ends what was and begins something new (*mutasi*);
* an empty cell says nothing.
"""

from datetime import date

import duckdb
import pyarrow as pa

from dampak.datapack.staff import STAFF
from dampak.warehouse.conformed.parsing.parser import text_literal
from dampak.warehouse.staff.desk import Desk
from dampak.warehouse.staff.people import ROWS_OF_A_FILE
from dampak.warehouse.staff.refused import REFUSED

# Who has which id: those known, and the new ones in the order of their keys.
WHO = """
CREATE TABLE newcomers AS
SELECT k, {last_id} + row_number() OVER (ORDER BY k) AS id FROM (
  SELECT DISTINCT k FROM rows_alone r
  WHERE NOT EXISTS (FROM persons p WHERE p.k = r.k)
    AND NOT EXISTS (FROM former f WHERE f.k = r.k)
);
CREATE TABLE who AS
SELECT k, id, false AS is_new, is_ours, is_restricted FROM persons
UNION ALL SELECT k, id, true, true, false FROM newcomers;
INSERT INTO set_aside
SELECT r.seq, r.k, 'nip', 'former_number', '' FROM rows_alone r SEMI JOIN former USING (k);
INSERT INTO set_aside
SELECT r.seq, r.k, 'nip', 'posted_elsewhere', '' FROM rows_alone r JOIN who w USING (k)
WHERE NOT w.is_ours;
INSERT INTO set_aside
SELECT r.seq, r.k, 'nip', 'restricted', '' FROM rows_alone r JOIN who w USING (k)
WHERE w.is_restricted;
"""
LAST = """
CREATE TABLE not_last AS SELECT seq FROM (FROM together ANTI JOIN set_aside USING (seq))
QUALIFY row_number() OVER (
  PARTITION BY k ORDER BY to_on DESC NULLS FIRST, from_on DESC NULLS LAST, seq DESC
) > 1;
"""
LINES = """
CREATE TABLE lines AS
SELECT r.* EXCLUDE (k, supervisor), r.supervisor IS NOT NULL AND b.id IS NULL AS lacks_boss,
  w.id AS person, w.is_new, b.id AS boss,
  NOT EXISTS (FROM not_last n WHERE n.seq = r.seq) AS is_last
FROM rows_alone r JOIN who w USING (k) LEFT JOIN who b ON b.k = r.supervisor;
"""
BESIDE = """
CREATE TABLE beside AS
WITH ended AS (
  SELECT person, max(to_on) AS last_to FROM postings WHERE to_on IS NOT NULL GROUP BY person
),
pairs AS (
  SELECT l.*, o.id AS o_id, o.unit AS o_unit, o.position AS o_position, o.kind AS o_kind,
    o.rank AS o_rank, o.employment AS o_employment, o.supervisor AS o_boss, o.from_on AS o_from,
    m.id AS m_id, m.unit AS m_unit, m.position AS m_position, m.kind AS m_kind, m.rank AS m_rank,
    m.employment AS m_employment, m.supervisor AS m_boss, m.to_on AS m_to, e.last_to,
    l.unit = o.unit AND (l.position = '' OR l.position = o.position) AS same_place,
    coalesce(l.rank, o.rank) = o.rank AND coalesce(l.employment, o.employment) = o.employment
      AS same_rank,
    coalesce(l.kind, o.kind) = o.kind AS same_kind,
    l.unit = m.unit AND (l.position = '' OR l.position = m.position)
      AND coalesce(l.rank, m.rank) = m.rank AND coalesce(l.kind, m.kind) = m.kind
      AND coalesce(l.employment, m.employment) = m.employment
      AND coalesce(l.boss, m.supervisor) IS NOT DISTINCT FROM m.supervisor AS same_m,
    coalesce(l.boss, o.supervisor) IS NOT DISTINCT FROM o.supervisor AS same_boss
  FROM lines l
  LEFT JOIN (FROM postings WHERE to_on IS NULL) o ON o.person = l.person
  LEFT JOIN postings m
    ON m.person = l.person AND m.from_on = coalesce(l.from_on, DATE '0001-01-01')
  LEFT JOIN ended e ON e.person = l.person
  WHERE NOT l.is_new
)
SELECT *, CASE
  WHEN to_on IS NOT NULL THEN CASE
    WHEN m_id IS NOT NULL AND same_m AND m_to = to_on THEN 'keep'
    WHEN m_id IS NOT NULL THEN 'correct m'
    WHEN o_id IS NOT NULL AND from_on IS NULL AND same_place THEN 'end o'
    ELSE 'insert' END
  WHEN o_id IS NULL THEN CASE WHEN m_id IS NOT NULL THEN 'correct m' ELSE 'insert' END
  WHEN same_place AND same_rank AND same_kind THEN CASE
    WHEN from_on IS NULL OR from_on = o_from OR m_id IS NOT NULL OR last_to >= from_on
      THEN CASE WHEN same_boss THEN 'keep' ELSE 'correct o' END
    ELSE 'date o' END
  WHEN same_place AND same_rank AND (from_on IS NULL OR from_on = o_from) THEN 'correct o'
  WHEN from_on > o_from THEN 'follow'
  WHEN from_on IS NULL OR same_place
    THEN CASE WHEN {on} > o_from THEN 'follow now' ELSE 'correct o' END
  WHEN from_on = o_from THEN 'correct o'
  ELSE 'began before' END AS deed
FROM pairs;
INSERT INTO set_aside
SELECT b.seq, w.k, 'from_on', 'began_before', o_from::VARCHAR
FROM beside b JOIN who w ON w.id = b.person WHERE deed = 'began before';
"""
# What becomes of postings. `ends`: known ones that stop; `corrected`: known ones that are
# otherwise; `begun`: new ones.
DEEDS = """
CREATE TABLE corrected AS
SELECT seq, person, m_id AS id, unit,
  coalesce(nullif(position, ''), CASE WHEN unit = m_unit THEN m_position END, '') AS position,
  coalesce(kind, m_kind) AS kind, coalesce(employment, m_employment) AS employment,
  coalesce(rank, m_rank) AS rank,
  coalesce(boss, CASE WHEN unit = m_unit THEN m_boss END) AS boss,
  coalesce(from_on, DATE '0001-01-01') AS from_on, to_on
FROM beside WHERE deed = 'correct m'
UNION ALL
SELECT seq, person, o_id, unit,
  coalesce(nullif(position, ''), CASE WHEN unit = o_unit THEN o_position END, ''),
  coalesce(kind, o_kind), coalesce(employment, o_employment), coalesce(rank, o_rank),
  coalesce(boss, CASE WHEN unit = o_unit THEN o_boss END),
  CASE deed WHEN 'date o' THEN from_on ELSE o_from END, NULL
FROM beside WHERE deed IN ('correct o', 'date o');
CREATE TABLE ends AS
SELECT seq, person, o_id AS id, CASE deed
    WHEN 'end o' THEN to_on WHEN 'follow' THEN from_on - 1 ELSE {on} - 1 END AS to_on
FROM beside WHERE deed IN ('end o', 'follow', 'follow now')
  AND NOT EXISTS (FROM corrected c WHERE c.id = o_id);
CREATE TABLE begun AS
SELECT seq, person, unit,
  coalesce(nullif(position, ''), CASE WHEN unit = o_unit THEN o_position END, '') AS position,
  coalesce(kind, o_kind, 'general') AS kind,
  coalesce(employment, o_employment, likely) AS employment, coalesce(rank, o_rank, '') AS rank,
  coalesce(boss, CASE WHEN unit = o_unit THEN o_boss END) AS boss,
  CASE WHEN deed = 'follow now' THEN {on} ELSE coalesce(from_on,
    CASE WHEN to_on IS NULL AND last_to IS NOT NULL THEN {on} ELSE DATE '0001-01-01' END) END
    AS from_on,
  to_on
FROM beside WHERE deed IN ('insert', 'follow', 'follow now');
"""
# Nobody is in two posts at once afterwards; whose rows would do that is left as they are.
CONFLICTS = """
CREATE TABLE touched AS
SELECT DISTINCT person FROM (
  SELECT person FROM corrected UNION ALL SELECT person FROM ends UNION ALL SELECT person FROM begun
);
CREATE TABLE afterwards AS
SELECT p.person, p.id, p.unit, p.from_on, p.to_on FROM postings p SEMI JOIN touched USING (person)
WHERE NOT EXISTS (FROM corrected c WHERE c.id = p.id) AND NOT EXISTS (FROM ends e WHERE e.id = p.id)
UNION ALL
SELECT p.person, p.id, p.unit, p.from_on, e.to_on FROM postings p JOIN ends e ON e.id = p.id
UNION ALL SELECT person, id, unit, from_on, to_on FROM corrected
UNION ALL SELECT person, NULL, unit, from_on, to_on FROM begun;
CREATE TABLE torn AS
SELECT DISTINCT person FROM (
  SELECT person, to_on < from_on OR max(coalesce(to_on, DATE '9999-12-31')) OVER (
    PARTITION BY person ORDER BY from_on, to_on NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ) >= from_on AS crosses FROM afterwards
) WHERE crosses;
INSERT INTO set_aside
SELECT d.seq, w.k, 'from_on', 'overlaps_known', '' FROM (
  SELECT seq, person FROM corrected UNION SELECT seq, person FROM ends
  UNION SELECT seq, person FROM begun
) d SEMI JOIN torn USING (person) JOIN who w ON w.id = d.person;
DELETE FROM corrected WHERE person IN (FROM torn);
DELETE FROM ends WHERE person IN (FROM torn);
DELETE FROM begun WHERE person IN (FROM torn);
"""
LEAVING = """
CREATE TABLE leaving AS
SELECT o.person, o.id, greatest({on} - 1, o.from_on) AS to_on
FROM postings o JOIN persons p ON p.id = o.person
WHERE p.is_ours AND NOT p.is_restricted AND o.to_on IS NULL
  AND NOT EXISTS (FROM staged s WHERE s.k = p.k)
  AND NOT EXISTS (FROM read_parquet({refused}) r WHERE r.key = p.key);
"""
NOBODY_LEAVES = "CREATE TABLE leaving (person BIGINT, id BIGINT, to_on DATE);"
# What people are afterwards: their last row speaks, where it was not set aside.
PERSONS = """
CREATE TABLE present AS
SELECT person, unit FROM afterwards WHERE to_on IS NULL
  AND person NOT IN (FROM torn);
CREATE TABLE changes AS
SELECT p.id, p.name AS old_name, o.unit AS old_unit, t.person IS NOT NULL AS is_touched,
  CASE WHEN t.person IS NULL THEN o.unit ELSE n.unit END AS unit,
  l.name, coalesce(l.employment, p.employment) AS employment,
  coalesce(l.rank, p.rank) AS rank, coalesce(l.education, p.education) AS education,
  coalesce(l.status, p.status) AS status,
  (l.name, coalesce(l.employment, p.employment), coalesce(l.rank, p.rank),
    coalesce(l.education, p.education), coalesce(l.status, p.status))
  IS DISTINCT FROM (p.name, p.employment, p.rank, p.education, p.status) AS is_otherwise
FROM lines l JOIN persons p ON p.id = l.person
LEFT JOIN (FROM postings WHERE to_on IS NULL) o ON o.person = p.id
LEFT JOIN touched t ON t.person = p.id LEFT JOIN present n ON n.person = p.id
WHERE l.is_last AND NOT l.is_new AND p.id NOT IN (FROM torn)
  AND NOT EXISTS (FROM set_aside a WHERE a.seq = l.seq);
"""
OUTCOMES = {
    "persons": """
SELECT l.person AS id, l.key, l.masked, l.name, coalesce(l.employment, l.likely) AS employment,
  coalesce(l.rank, '') AS rank, coalesce(l.education, '') AS education,
  coalesce(l.status, 'active') AS status, CASE WHEN l.to_on IS NULL THEN l.unit END AS unit
FROM lines l WHERE l.is_new AND l.is_last ORDER BY l.person
""",
    "postings": """
SELECT person, unit, position, kind, employment, rank, boss, from_on, to_on FROM (
  SELECT person, unit, position, coalesce(kind, 'general') AS kind,
    coalesce(employment, likely) AS employment, coalesce(rank, '') AS rank, boss,
    coalesce(from_on, DATE '0001-01-01') AS from_on, to_on
  FROM lines WHERE is_new
  UNION ALL SELECT person, unit, position, kind, employment, rank, boss, from_on, to_on FROM begun
) ORDER BY person, from_on
""",
    "corrected": """
SELECT id, unit, position, kind, employment, rank, boss, from_on, to_on FROM corrected ORDER BY id
""",
    "ends": "SELECT id, to_on FROM ends UNION ALL SELECT id, to_on FROM leaving ORDER BY id",
    "changes": """
SELECT id, name, employment, rank, education, status, unit FROM changes
WHERE is_otherwise OR unit IS DISTINCT FROM old_unit ORDER BY id
""",
    "leaving": "SELECT person AS id FROM leaving ORDER BY id",
}
# The rows that the comparison refused, as all others are written down.
SET_ASIDE = """
SELECT '{table}' AS "table", (seq // {rows})::INTEGER AS file, seq % {rows} AS row, "column",
  coalesce(masked, '') AS value, reason, about, key
FROM (SELECT DISTINCT * EXCLUDE (k) FROM set_aside)
LEFT JOIN (SELECT seq, masked, key FROM staged) USING (seq)
"""
COUNTS = """
SELECT (SELECT count(*) FROM newcomers WHERE id IN (SELECT person FROM lines)) AS new,
  count(*) FILTER (unit IS DISTINCT FROM old_unit) AS moved,
  count(*) FILTER (unit IS NOT DISTINCT FROM old_unit AND (is_otherwise OR is_touched)) AS changed,
  count(*) FILTER (unit IS NOT DISTINCT FROM old_unit AND NOT is_otherwise AND NOT is_touched)
    AS unchanged,
  (SELECT count(*) FROM leaving) AS leaving,
  (SELECT count(*) FROM lines WHERE lacks_boss) AS without_supervisor
FROM changes
"""


def settle(
    connection: duckdb.DuckDBPyConnection, desk: Desk, *, on: date, last_id: int, is_complete: bool
) -> dict[str, int]:
    """Work out what the list changes and leave it on the desk; returns how many of each.

    ``last_id`` is the highest id of a person so far; ``is_complete`` says that whoever is not in
    the list has left.
    """
    day = f"DATE '{on.isoformat()}'"
    statements = (
        *(WHO.format(last_id=last_id), LAST, LINES, BESIDE.format(on=day), DEEDS.format(on=day)),
        *(CONFLICTS, _leaving(desk, day) if is_complete else NOBODY_LEAVES, PERSONS),
    )
    for statement in statements:
        connection.execute(statement)
    for name, query in OUTCOMES.items():
        target = text_literal(str(desk.outcome(name)))
        connection.execute(
            f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )
    found = connection.execute(COUNTS)
    names = [column[0] for column in found.description]
    (counted,) = found.fetchall()
    return dict(zip(names, map(int, counted), strict=True))


def rows_set_aside(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows that were refused while they were compared, in the shape of `REFUSED`."""
    found = connection.sql(SET_ASIDE.format(table=STAFF.name, rows=ROWS_OF_A_FILE))
    return found.to_arrow_table().cast(REFUSED)


def _leaving(desk: Desk, day: str) -> str:
    refused = text_literal(str(desk.refused / "*.parquet"))
    return LEAVING.format(on=day, refused=refused)
