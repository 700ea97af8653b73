"""Who changes data at this moment, told to the database with every change.

The triggers that write the changes down ask the database's connection. On SQLite they call a
function that looks here; PostgreSQL keeps a setting of the running transaction. Both are told
before each statement that writes, because a rollback forgets a setting and nobody tells us so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST_NAME, LONGEST_REASON = 150, 300
READS = frozenset({"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SHOW", "FETCH", "EXPLAIN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A name for the book, and why, where one reason holds for everything that is done."""

    by: str = ""
    reason: str = ""


_acting: ContextVar[Actor] = ContextVar("acting", default=Actor())  # noqa: B039 - it is frozen


@contextmanager
def acting(*, by: str, reason: str = "") -> Iterator[Actor]:
    """Whatever rows change inside were changed by this person, whichever road they take."""
    actor = Actor(by=by[:LONGEST_NAME], reason=reason[:LONGEST_REASON])
    token = _acting.set(actor)
    try:
        yield actor
    finally:
        _acting.reset(token)


def who_acts() -> Actor:
    """Who acts now; without a name where nobody said so."""
    return _acting.get()


def announce(using: str = "default") -> None:
    """Tell the database who acts, before a road that Django does not see: a raw ``COPY``."""
    connection = connections[using]
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        _set(connection, who_acts(), is_local=connection.in_atomic_block)


def introduce(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Let a connection that was just opened know whom to ask (signal ``connection_created``)."""
    if connection.vendor == "sqlite":
        raw = connection.connection
        raw.create_function("dampak_actor", 0, lambda: who_acts().by)
        raw.create_function("dampak_reason", 0, lambda: who_acts().reason)
        # Without it INSERT OR REPLACE would remove a row and tell no trigger.
        raw.execute("PRAGMA recursive_triggers=ON")
    elif _told_first not in connection.execute_wrappers:
        connection.execute_wrappers.append(_told_first)


def _told_first(
    execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: dict[str, Any]
) -> Any:
    """Run a statement after PostgreSQL has been told who acts, if it may change anything."""
    if isinstance(sql, str) and sql.lstrip("( \n\t")[:9].split(" ")[0].upper() in READS:
        return execute(sql, params, many, context)
    connection = context["connection"]
    if connection.in_atomic_block:
        _set(connection, who_acts(), is_local=True)
        return execute(sql, params, many, context)
    _set(connection, who_acts(), is_local=False)
    try:
        return execute(sql, params, many, context)
    finally:
        if not connection.connection.closed:
            _set(connection, Actor(), is_local=False)


def _set(connection: BaseDatabaseWrapper, actor: Actor, *, is_local: bool) -> None:
    with connection.wrap_database_errors:
        connection.connection.execute(
            "SELECT set_config('dampak.actor', %s, %s), set_config('dampak.reason', %s, %s)",
            [actor.by, is_local, actor.reason, is_local],
        )
