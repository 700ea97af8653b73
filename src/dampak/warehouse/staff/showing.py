"""The first of each kind on the desk, for a preview."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dampak.warehouse.conformed.parsing.parser import text_literal
from dampak.warehouse.staff.desk import Desk

SHOWN, SHOWN_ROWS = 20, 3
NEW = """
SELECT p.name, p.masked, NULL::INTEGER AS before, p.unit AS after
FROM {persons} p ORDER BY p.id LIMIT {shown}
"""
CHANGED = """
SELECT c.name, k.masked, o.unit AS before, c.unit AS after
FROM {changes} c JOIN {known} k ON k.id = c.id
LEFT JOIN (FROM {postings} WHERE to_on IS NULL) o ON o.person = c.id
WHERE o.unit IS {distinct} DISTINCT FROM c.unit ORDER BY c.id LIMIT {shown}
"""
LEAVING = """
SELECT k.name, k.masked, o.unit AS before, NULL::INTEGER AS after
FROM {leaving} l JOIN {known} k ON k.id = l.id
LEFT JOIN (FROM {postings} WHERE to_on IS NULL) o ON o.person = l.id
ORDER BY l.id LIMIT {shown}
"""
REASONS = """
SELECT count(*) AS rows, "table", arg_min(file, place) AS file, "column", reason,
  arg_min(value, place) AS value,
  arg_min(about, place) AS about, arg_min({{'row': "row", 'value': value}}, place, {first}) AS first
FROM (SELECT *, file * 1000000000000 + "row" AS place FROM {refused})
GROUP BY "table", "column", reason ORDER BY rows DESC, reason
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A person as the preview shows them: the units before and after by code, empty for none."""

    name: str
    masked: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why rows were refused: how many of them, and the first."""

    rows: int
    table: str
    file: int
    column: str
    reason: str
    value: str
    about: str
    first: tuple[tuple[int, str], ...]


def examples_of(desk: Desk, codes: Sequence[str]) -> dict[str, list[Example]]:
    """The first twenty who are new, moved, otherwise changed, or leaving."""
    places = {
        "persons": _read(desk, "persons"),
        "changes": _read(desk, "changes"),
        "leaving": _read(desk, "leaving"),
        "known": f"read_parquet({text_literal(str(desk.known('persons')))})",
        "postings": f"read_parquet({text_literal(str(desk.known('postings')))})",
        "shown": SHOWN,
    }
    queries = {
        "new": NEW.format(**places),
        "moved": CHANGED.format(distinct="", **places),
        "changed": CHANGED.format(distinct="NOT", **places),
        "leaving": LEAVING.format(**places),
    }
    with duckdb.connect(config={"threads": 2, "memory_limit": "800MB"}) as connection:
        return {
            kind: [
                Example(name=name, masked=masked, before=_code(codes, old), after=_code(codes, new))
                for name, masked, old, new in connection.execute(query).fetchall()
            ]
            for kind, query in queries.items()
        }


def reasons_of(desk: Desk) -> list[Reason]:
    """Refused rows by reason, the most frequent first."""
    refused = f"read_parquet({text_literal(str(desk.refused / '*.parquet'))})"
    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute(REASONS.format(refused=refused, first=SHOWN_ROWS)).fetchall()
    return [
        Reason(
            rows=rows,
            table=table,
            file=file,
            column=column,
            reason=reason,
            value=value,
            about=about,
            first=tuple((each["row"], each["value"]) for each in first),
        )
        for rows, table, file, column, reason, value, about, first in found
    ]


def _read(desk: Desk, name: str) -> str:
    return f"read_parquet({text_literal(str(desk.outcome(name)))})"


def _code(codes: Sequence[str], place: int | None) -> str:
    return "" if place is None else codes[place]
