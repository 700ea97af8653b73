"""The triggers of SQLite: one for each row and kind of change, and the guards of the book.

They call functions that only our own connections have. A foreign program that changes a watched
row is therefore refused ("no such function: dampak_actor") instead of passing unrecorded.
"""

from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from dampak.audit.watching.blanking import BLANKED, Blanked
from dampak.audit.watching.tables import BEGINNING, LONGEST_VALUE, STARS, Column, Shown, Table

REFUSAL = "the book of deeds is only ever added to"
LINE = """CREATE TRIGGER "{name}" AFTER {event} ON "{table}"{when} BEGIN
INSERT INTO audit_change (table_name, row_id, kind, actor, reason, at, before, after, salt)
VALUES ('{table}', CAST({row}."{key}" AS TEXT), '{kind}',
coalesce(nullif(dampak_actor(), ''), '(unknown)'), dampak_reason(),
strftime('%Y-%m-%d %H:%M:%f000', 'now'), {before}, {after}, randomblob(16)); END"""
GUARD = """CREATE TRIGGER "book_{table}_{event}" BEFORE {event} ON "{table}"{when} BEGIN
SELECT RAISE(ABORT, '{refusal}'); END"""


def wanted(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> dict[str, str]:  # noqa: ARG001
    """Every trigger that has to be there, by name."""
    found = _guards()
    for table in tables:
        found |= _lines(table)
    return found


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the book that are there, by name, word for word."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: sql for name, sql in cursor.fetchall() if name.startswith("book_")}


def take_off(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def put_on(connection: BaseDatabaseWrapper, definitions: Mapping[str, str]) -> None:
    with connection.cursor() as cursor:
        for sql in definitions.values():
            cursor.execute(sql)


def _lines(table: Table) -> dict[str, str]:
    changed = [_differs(column) for column in table.telling()]
    whole = {"when": "", "before": "NULL", "after": "NULL"}
    events = {
        "insert": whole | {"row": "NEW", "after": _json(table, "NEW")},
        "update": {
            "row": "NEW",
            "when": f" WHEN {' OR '.join(changed)}",
            "before": _json(table, "OLD", only_changed=True),
            "after": _json(table, "NEW", only_changed=True),
        },
        "delete": whole | {"row": "OLD", "before": _json(table, "OLD")},
    }
    lines = {}
    for kind, parts in events.items():
        if kind == "update" and not changed:
            continue
        name = f"book_{table.name}_{kind}"
        lines[name] = LINE.format(
            name=name, event=kind.upper(), kind=kind, table=table.name, key=table.key, **parts
        )
    return lines


def _json(table: Table, row: str, *, only_changed: bool = False) -> str:
    """The row as JSON without its empty values."""
    pairs = (f"'{column.name}', {_value(column, row, only_changed)}" for column in table.columns)
    return f"json_patch('{{}}', json_object({', '.join(pairs)}))"


def _value(column: Column, row: str, only_changed: bool) -> str:  # noqa: FBT001
    value = f'{row}."{column.name}"'
    is_there = f"{value} IS NOT NULL"
    if column.shown is Shown.HIDDEN:
        shown = f"'{STARS}'"
    elif column.shown is Shown.TEXT:
        cut = f"substr({value}, 1, {BEGINNING}) || '… (' || length({value}) || ')'"
        shown = f"CASE WHEN length({value}) > {LONGEST_VALUE} THEN {cut} ELSE {value} END"
    else:
        shown, is_there = value, ""
    conditions = [each for each in (_differs(column) if only_changed else "", is_there) if each]
    return f"CASE WHEN {' AND '.join(conditions)} THEN {shown} END" if conditions else shown


def _differs(column: Column) -> str:
    return f'OLD."{column.name}" IS NOT NEW."{column.name}"'


def _guards() -> dict[str, str]:
    guards = {}
    for table, blanked in BLANKED.items():
        when = f" WHEN NOT ({_is_blanking(blanked)})" if blanked else ""
        for event, shape in (("update", when), ("delete", "")):
            guards[f"book_{table}_{event}"] = GUARD.format(
                table=table, event=event, when=shape, refusal=REFUSAL
            )
    return guards


def _is_blanking(blanked: Blanked) -> str:
    same = (f'NEW."{column}" IS OLD."{column}"' for column in blanked.kept)
    empty = (f'NEW."{column}" IS {value}' for column, value in blanked.emptied.items())
    told = "EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.redaction AND deed = 'book.redacted')"
    fixed = ("OLD.value_digest IS NULL", "length(NEW.value_digest) = 32", "NEW.salt IS NULL")
    return " AND ".join([*same, *empty, *fixed, told])
