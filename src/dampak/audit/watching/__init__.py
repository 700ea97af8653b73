"""Triggers that write every change of a row into the book, made from the models.

They are renewed after each `migrate`, and only where they are not as they should be.
"""

from types import ModuleType

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dampak.audit.models import Entry
from dampak.audit.watching import postgresql, sqlite
from dampak.audit.watching.tables import watched_tables

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def missing(using: str = "default") -> dict[str, str]:
    """The triggers that are not as they should be: absent, switched off or altered."""
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    there = dialect.installed(connection)
    wanted = dialect.wanted(connection, watched_tables(connection))
    return {name: text for name, text in wanted.items() if there.get(name) != text}


def install(using: str = "default") -> int:
    """Put every trigger there that is not as it should be; tell how many were renewed."""
    connection = connections[using]
    if not is_there(connection):
        return 0
    dialect = DIALECTS[connection.vendor]
    with transaction.atomic(using=using):
        renewed = missing(using)
        dialect.take_off(connection, renewed)
        dialect.put_on(connection, renewed)
    return len(renewed)


def take_off(using: str = "default") -> None:
    """Take every trigger off that is there."""
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    dialect.take_off(connection, dialect.installed(connection))


def is_there(connection: BaseDatabaseWrapper) -> bool:
    """Whether the book has its present shape: an older one is no place to write into."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        if not {"audit_entry", "audit_change", "audit_part"} <= set(names):
            return False
        columns = connection.introspection.get_table_description(cursor, Entry._meta.db_table)
    return "salt" in {column.name for column in columns}
