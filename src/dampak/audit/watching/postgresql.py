"""The triggers of PostgreSQL: one for each statement, over all rows it changed.

Names are written with their schema, because whoever makes a temporary table of the book's name
would otherwise have the lines written there. A FULL JOIN brings old and new rows together: its
plan stays a hash join when it is kept from a statement of one row to one of a million.
"""

from collections.abc import Iterable, Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from dampak.audit.watching.blanking import BLANKED, Blanked
from dampak.audit.watching.tables import BEGINNING, LONGEST_VALUE, STARS, Column, Shown, Table

REFUSAL = "the book of deeds is only ever added to"
NO_TRUNCATE = "what is truncated leaves no line in the book of deeds: use DELETE"
EVENTS = ("insert", "update", "delete")
WHEN = {
    "insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows",
    "update": "AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows",
    "guard": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
# pg_trigger.tgtype: each row 1, before 2, insert 4, delete 8, update 16, truncate 32.
TYPES = {"insert": "4|", "delete": "8|", "update": "16|"}
GUARD_TYPE, TRUNCATE_TYPE = "27|", "34|"
# A trigger with a condition, or for some columns alone, is none of ours.
INSTALLED = """
SELECT c.relname, t.tgname, t.tgtype || '|', p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgname LIKE 'book\\_%%' AND c.relnamespace::regnamespace::text = %s
  AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND t.tgattr = ''::int2vector"""
BODY = """
DECLARE
  told text := current_setting('dampak.actor', true);
  who text := coalesce(nullif(told, ''), '(' || session_user || ')');
  why text := coalesce(current_setting('dampak.reason', true), '');
  moment timestamptz := clock_timestamp();
BEGIN
  IF TG_OP = 'INSERT' THEN
    {insert}
    SELECT '{table}', n."{key}"::text, 'insert', who, why, moment, NULL, {new}, {salt}
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    {insert}
    SELECT '{table}', o."{key}"::text, 'delete', who, why, moment, {old}, NULL, {salt}
    FROM old_rows o;
  ELSE
    {insert}
    SELECT '{table}', coalesce(n."{key}", o."{key}")::text,
      CASE WHEN o."{key}" IS NULL THEN 'insert'
        WHEN n."{key}" IS NULL THEN 'delete' ELSE 'update' END,
      who, why, moment,
      CASE WHEN n."{key}" IS NULL THEN {old} WHEN o."{key}" IS NOT NULL THEN {old_changed} END,
      CASE WHEN o."{key}" IS NULL THEN {new} WHEN n."{key}" IS NOT NULL THEN {new_changed} END,
      {salt}
    FROM old_rows o FULL JOIN new_rows n ON o."{key}" = n."{key}"
    WHERE {is_changed};
  END IF;
  RETURN NULL;
END"""
INSERT = """INSERT INTO {schema}.audit_change
      (table_name, row_id, kind, actor, reason, at, before, after, salt)"""
SALT = "uuid_send(gen_random_uuid())"
GUARD_BODY = """
BEGIN
  IF TG_OP = 'UPDATE' THEN
    {allows}
  END IF;
  RAISE EXCEPTION '{refusal}' USING ERRCODE = '23001';
END"""
TRUNCATE_BODY = """
DECLARE is_filled boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
    INTO is_filled;
  IF is_filled THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23001'; END IF;
  RETURN NULL;
END"""


TRUNCATE = f"{TRUNCATE_TYPE}{TRUNCATE_BODY.format(refusal=NO_TRUNCATE)}"


def wanted(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> dict[str, str]:
    """What has to be there: of each trigger its kind and the body of its function."""
    schema = _schema(connection)
    found: dict[str, str] = {}
    for name, blanked in BLANKED.items():
        found |= {f"{name}.guard": f"{GUARD_TYPE}{_guard_body(blanked, schema)}"}
        found |= {f"{name}.truncate": TRUNCATE}
    for table in tables:
        body = _body(table, schema)
        found |= {f"{table.name}.{event}": f"{TYPES[event]}{body}" for event in EVENTS}
        found |= {f"{table.name}.truncate": TRUNCATE}
    return found


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What is there and switched on, in the same words."""
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED, [_schema(connection)])
        return {f"{table}.{name[5:]}": f"{kind}{body}" for table, name, kind, body in cursor}


def take_off(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for table, event in (name.split(".") for name in names):
            cursor.execute(f'DROP TRIGGER IF EXISTS "book_{event}" ON "{table}"')


def put_on(connection: BaseDatabaseWrapper, definitions: Mapping[str, str]) -> None:
    schema = _schema(connection)
    with connection.cursor() as cursor:
        for name, definition in definitions.items():
            table, event = name.split(".")
            body = definition.partition("|")[2]
            function = f'{schema}."book_{"" if event == "truncate" else table}"'
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $book${body}$book$"
            )
            cursor.execute(f'DROP TRIGGER IF EXISTS "book_{event}" ON {schema}."{table}"')
            cursor.execute(
                f'CREATE TRIGGER "book_{event}" {WHEN[event].format(table=f"{schema}.{table}")} '
                f"EXECUTE FUNCTION {function}()"
            )


def _schema(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _body(table: Table, schema: str) -> str:
    differs = " OR ".join(_differs(column) for column in table.telling()) or "false"
    return BODY.format(
        table=table.name,
        key=table.key,
        insert=INSERT.format(schema=schema),
        salt=SALT,
        old=_json(table, "o"),
        new=_json(table, "n"),
        old_changed=_json(table, "o", only_changed=True),
        new_changed=_json(table, "n", only_changed=True),
        is_changed=differs,
    )


def _json(table: Table, row: str, *, only_changed: bool = False) -> str:
    """The row as JSON without its empty values."""
    values = (f'{_value(column, row, only_changed)} AS "{column.name}"' for column in table.columns)
    return f"(SELECT json_strip_nulls(row_to_json(r))::text FROM (SELECT {', '.join(values)}) r)"  # nosec B608 - names of our own models' tables, values are bound


def _value(column: Column, row: str, only_changed: bool) -> str:  # noqa: FBT001
    value = f'{row}."{column.name}"'
    is_there = f"{value} IS NOT NULL"
    if column.shown is Shown.HIDDEN:
        shown = f"'{STARS}'"
    elif column.shown is Shown.TEXT:
        text = f"{value}::text"
        cut = f"left({text}, {BEGINNING}) || '… (' || length({text}) || ')'"
        shown = f"CASE WHEN length({text}) > {LONGEST_VALUE} THEN {cut} ELSE {text} END"
    else:
        shown, is_there = value, ""
    conditions = [each for each in (_differs(column) if only_changed else "", is_there) if each]
    return f"CASE WHEN {' AND '.join(conditions)} THEN {shown} END" if conditions else shown


def _differs(column: Column) -> str:
    return f'o."{column.name}" IS DISTINCT FROM n."{column.name}"'


def _guard_body(blanked: Blanked | None, schema: str) -> str:
    allows = f"IF {_is_blanking(blanked, schema)} THEN RETURN NEW; END IF;" if blanked else "NULL;"
    return GUARD_BODY.format(allows=allows, refusal=REFUSAL)


def _is_blanking(blanked: Blanked, schema: str) -> str:
    same = (f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in blanked.kept)
    empty = (f'NEW."{name}" IS NOT DISTINCT FROM {to}' for name, to in blanked.emptied.items())
    told = (
        f"EXISTS (SELECT 1 FROM {schema}.audit_entry e "
        "WHERE e.id = NEW.redaction AND e.deed = 'book.redacted')"  # nosec B608 - names of our own models' tables, values are bound
    )
    fixed = ("OLD.value_digest IS NULL", "length(NEW.value_digest) = 32", "NEW.salt IS NULL")
    return " AND ".join([*same, *empty, *fixed, told])
