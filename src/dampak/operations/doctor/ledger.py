"""The ledger: does it answer, is it up to date, is it sound, do its numbers go on?"""

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import AutoField, Max, Model, QuerySet

from dampak.foundation.text import Sentence
from dampak.operations.doctor.finding import Finding, State, Visit
from dampak.operations.ledger_state import lacking, unknown

OLDEST_POSTGRESQL = 140_000
_VERSION = (
    "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), "
    "current_setting('server_version')"
)
_LEDGER = Sentence("The ledger")
_UP_TO_DATE = Sentence("The ledger's tables")
_SOUND = Sentence("The ledger's pages and its alphabet")
_NUMBERS = Sentence("The numbers that the ledger gives to new rows")


def answers(_visit: Visit) -> Iterator[Finding]:
    """Reached at all, and of the age of this program."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield Finding(
            code="ledger.reachable",
            looked_at=_LEDGER,
            state=State.BAD,
            found=Sentence("The database does not answer."),
            advice=Sentence("Start the database, and see whether DAMPAK_DATABASE_URL is right."),
        )
        return
    yield Finding(
        code="ledger.reachable",
        looked_at=_LEDGER,
        state=State.GOOD,
        found=Sentence("%(kind)s answers.", {"kind": connection.display_name}),
    )
    yield _age()


def is_sound(visit: Visit) -> Iterator[Finding]:
    """SQLite looks through its own pages; of PostgreSQL the version and the alphabet count."""
    if connection.vendor == "sqlite":
        if not visit.is_quick:
            yield _sqlite()
        return
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        number, alphabet, version = cursor.fetchone()
    is_good = number >= OLDEST_POSTGRESQL and alphabet == "UTF8"
    yield Finding(
        code="ledger.sound",
        looked_at=_SOUND,
        state=State.GOOD if is_good else State.BAD,
        found=Sentence(
            "PostgreSQL %(version)s, %(alphabet)s.", {"version": version, "alphabet": alphabet}
        ),
        advice=None
        if is_good
        else Sentence("dampak needs PostgreSQL 14 or newer and a database in UTF8."),
    )


def numbers_go_on(_visit: Visit) -> Iterator[Finding]:
    """The next number of a table must be beyond all that it has given."""
    behind = sorted(model._meta.db_table for model in _numbered() if _is_behind(model))
    yield Finding(
        code="ledger.sequences",
        looked_at=_NUMBERS,
        state=State.BAD if behind else State.GOOD,
        found=Sentence("They would come twice in: %(tables)s.", {"tables": ", ".join(behind)})
        if behind
        else Sentence("They go on where the last row stopped."),
        advice=Sentence("Set the sequence of each to the highest id (setval), then look again.")
        if behind
        else None,
    )


def _age() -> Finding:
    too_new, missing = unknown(), lacking()
    if too_new:
        found = Sentence("A newer dampak made it (%(first)s).", {"first": too_new[0]})
        advice = Sentence("Start that newer dampak: this one must not write here.")
    elif missing:
        found = Sentence("%(count)s migrations are missing.", {"count": len(missing)})
        advice = Sentence("Take a back-up, then start `dampak run`, which migrates.")
    else:
        return Finding(
            code="ledger.migrated",
            looked_at=_UP_TO_DATE,
            state=State.GOOD,
            found=Sentence("They are those of this dampak."),
        )
    return Finding(
        code="ledger.migrated", looked_at=_UP_TO_DATE, state=State.BAD, found=found, advice=advice
    )


def _sqlite() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        faults = [said for (said,) in cursor.fetchall() if said != "ok"]
        cursor.execute("PRAGMA encoding")
        (alphabet,) = cursor.fetchone()
    is_good = not faults and alphabet == "UTF-8"
    return Finding(
        code="ledger.sound",
        looked_at=_SOUND,
        state=State.GOOD if is_good else State.BAD,
        found=Sentence("SQLite looked through it: all is in order.")
        if is_good
        else Sentence("SQLite found faults: %(found)s.", {"found": (faults or [alphabet])[0]}),
        advice=None
        if is_good
        else Sentence("Stop dampak, keep the file, and bring back the latest back-up."),
    )


def _numbered() -> Iterator[type[Model]]:
    there = set(connection.introspection.table_names())
    for model in apps.get_models():
        is_there = (
            model._meta.db_table in there
        )  # or its migration is missing: another line says so
        if is_there and isinstance(model._meta.pk, AutoField):
            yield model


def _is_behind(model: type[Model]) -> bool:
    highest = QuerySet(model).aggregate(highest=Max("pk"))["highest"] or 0
    last = _last_given(model._meta.db_table, str(model._meta.pk.column))
    return last is not None and highest > last


def _last_given(table: str, column: str) -> int | None:
    """The last number that was given; None where nothing keeps it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return int(found[0]) if found else None
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        (sequence,) = cursor.fetchone()
        if sequence is None:
            return None
        cursor.execute(f"SELECT last_value FROM {sequence}")  # nosec B608 - names that the database itself told
        return int(cursor.fetchone()[0])
