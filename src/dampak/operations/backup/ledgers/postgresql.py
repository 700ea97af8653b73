"""A ledger in PostgreSQL: dumped as it stood at one moment, brought back in one transaction."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from dampak.foundation.text import Sentence
from dampak.operations.backup.ledgers.asking import Ask
from dampak.operations.backup.ledgers.refusing import CannotCopyLedger

EMPTY = """
DO $$ DECLARE named text; BEGIN
    FOR named IN SELECT format('%I', tablename) FROM pg_tables WHERE schemaname = current_schema()
    LOOP EXECUTE 'DROP TABLE ' || named || ' CASCADE'; END LOOP;
    FOR named IN SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE 'DROP ROUTINE ' || named || ' CASCADE'; END LOOP;
END $$"""
OURS = ("--no-owner", "--no-privileges", "--no-password")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a database is; the password is never shown."""

    name: str
    variables: Mapping[str, str]

    def beside(self, name: str) -> "Address":
        """Another database of the same server."""
        return Address(name=name, variables={**self.variables, "PGDATABASE": name})


def address_of(database: Mapping[str, Any]) -> Address:
    """The address that Django's settings hold."""
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    known = {ours: str(database[theirs]) for theirs, ours in names.items() if database.get(theirs)}
    name = str(database["NAME"])
    return Address(name=name, variables={**known, "PGDATABASE": name})


def address_of_url(url: str) -> Address:
    """The address that somebody wrote as postgresql://user:password@host:port/name."""
    try:
        told = conninfo_to_dict(url)
        return address_of(
            {"NAME": told["dbname"], "USER": told.get("user"), "PASSWORD": told.get("password"),
             "HOST": told.get("host"), "PORT": told.get("port")}
        )  # fmt: skip
    except (psycopg.ProgrammingError, KeyError) as fault:
        raise CannotCopyLedger(
            Sentence(
                "This is no address of a PostgreSQL database. Write "
                "postgresql://user:password@host:5432/name."
            )
        ) from fault


@contextmanager
def connected(address: Address, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """A connection, whose refusal is told in words."""
    known = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"}
    given = {known[name]: value for name, value in address.variables.items() if name in known}
    try:
        where = make_conninfo(dbname=address.name, **given)
        with psycopg.connect(where, autocommit=autocommit) as connection:
            yield connection
    except psycopg.Error as fault:
        found = str(fault).strip().splitlines()
        raise _refused(address, found[0] if found else type(fault).__name__) from fault


@contextmanager
def dumped(address: Address, target: Path) -> Iterator[Ask]:
    """Dump to a file; ask within the block what the ledger held at that very moment."""
    with connected(address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        ask = _asking(connection)
        snapshot = str(ask("SELECT pg_export_snapshot()")[0][0])
        call(
            address,
            *("pg_dump", "--format=custom", "--compress=6", *OURS),
            *(f"--snapshot={snapshot}", f"--file={target}"),
        )
        target.chmod(0o600)
        yield ask


def load(address: Address, dump: Path) -> None:
    """Bring a dump back into an empty database: all of it or nothing."""
    call(
        address,
        *("pg_restore", "--exit-on-error", "--single-transaction", *OURS),
        *(f"--dbname={address.name}", str(dump)),
    )


def empty(address: Address) -> None:
    """Take every table and function of ours out of a database again: all of them or none."""
    with connected(address) as connection:
        connection.execute(EMPTY)


@contextmanager
def asking(address: Address) -> Iterator[Ask]:
    """Ask a database."""
    with connected(address) as connection:
        yield _asking(connection)


def tables_of(ask: Ask) -> list[str]:
    """The names of all tables of ours."""
    found = ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    return [name for (name,) in found]


@contextmanager
def scratch_database(address: Address, name: str) -> Iterator[Address]:
    """An empty database beside the ledger, gone after the block."""
    quoted = sql.Identifier(name)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted)
    with connected(address, autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(quoted))
    try:
        yield address.beside(name)
    finally:
        with connected(address, autocommit=True) as server:
            server.execute(drop)


def may_create_databases(address: Address) -> bool:
    """Whether the ledger's own account has that right."""
    with asking(address) as ask:
        found = ask("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(found and found[0][0])


def call(address: Address, tool: str, *arguments: str) -> None:
    """Run a tool of PostgreSQL; raises `CannotCopyLedger` with its last words."""
    variables = {**os.environ, **address.variables, "LC_ALL": "C.UTF-8"}
    try:
        ran = subprocess.run(  # noqa: S603 - a fixed tool; no shell reads its arguments
            [tool, *arguments], env=variables, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as fault:
        raise CannotCopyLedger(
            Sentence(
                "%(tool)s is not installed here. Install the client tools of PostgreSQL (on Debian "
                "postgresql-client), of the server's version or newer.",
                {"tool": tool},
            )
        ) from fault
    if ran.returncode:
        said = [line for line in ran.stderr.splitlines() if "error" in line.lower()]
        raise _refused(address, (said or ran.stderr.splitlines() or [tool])[0])


def _asking(connection: psycopg.Connection) -> Ask:
    return lambda asked: connection.execute(asked.encode()).fetchall()


def _refused(address: Address, found: str) -> CannotCopyLedger:
    return CannotCopyLedger(
        Sentence(
            "The database %(name)s refused; found: %(found)s",
            {"name": address.name, "found": found},
        )
    )
