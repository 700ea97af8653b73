"""Settings read from the environment, with every fault reported together."""

import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on", "ya"}, {"0", "false", "no", "off", "tidak", ""}

MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Environment:
    """Reads typed variables and remembers what was wrong with them until `check` is called.

    A reader never raises by itself: somebody who configures a server wants to hear about all
    five mistakes at once, not about one after each restart.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.faults: list[str] = []

    def text(self, name: str, *, default: str | None = None) -> str:
        value = self._variables.get(name, default)
        if value is None:
            self.faults.append(f"{name} is missing. Set it to the text that it stands for.")
            return ""
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self._variables.get(name)
        if value is None:
            return default
        if value.lower() not in _TRUE | _FALSE:
            self.faults.append(f"{name} is neither yes nor no; found {value!r}. Write 1 or 0.")
        return value.lower() in _TRUE

    def number(self, name: str, *, default: int, at_least: int) -> int:
        value = self._variables.get(name, str(default))
        if not re.fullmatch(r"\d+", value) or int(value) < at_least:
            self.faults.append(
                f"{name} is no whole number; found {value!r}. Write {at_least} or more."
            )
            return default
        return int(value)

    def words(self, name: str, *, default: str = "") -> list[str]:
        value = self._variables.get(name, default)
        return [word.strip() for word in value.split(",") if word.strip()]

    def choice(self, name: str, *, among: tuple[str, ...], default: str) -> str:
        value = self._variables.get(name, default)
        if value not in among:
            known = ", ".join(among)
            self.faults.append(f"{name} is none of {known}; found {value!r}. Write one of them.")
            return default
        return value

    def networks(self, name: str, *, default: str) -> list[IPv4Network | IPv6Network]:
        found = []
        for word in self.words(name, default=default):
            try:
                found.append(ip_network(word))
            except ValueError:
                self.faults.append(f"{name} holds no network; found {word!r}. Write 10.0.0.0/24.")
        return found

    def words_among(self, name: str, *, among: tuple[str, ...]) -> list[str]:
        found = self.words(name)
        unknown = [word for word in found if word not in among]
        if unknown:
            known = ", ".join(among)
            self.faults.append(f"{name} knows {known}; found {', '.join(unknown)}. Leave that out.")
        return found

    def address(self, name: str) -> str:
        """An address with https://, or with http:// on this machine; empty if it is not set."""
        value = self._variables.get(name, "")
        parts = urlsplit(value)
        is_near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        safe = {"https", "http"} if is_near else {"https"}
        if value and not (parts.hostname and parts.scheme in safe):
            self.faults.append(
                f"{name} is no safe address; found scheme {parts.scheme!r}. Write https://..."
            )
            return ""
        return value

    def mail_server(self, name: str) -> dict[str, Any]:
        """A mail server, as ``smtp+starttls://user:password@host:587``; empty if it is not set."""
        value = self._variables.get(name, "")
        parts = urlsplit(value)
        if value and not (parts.hostname and parts.scheme in MAIL_PORTS):
            known = ", ".join(f"{scheme}://" for scheme in MAIL_PORTS)
            self.faults.append(
                f"{name} is no mail server; found scheme {parts.scheme!r}. Write one of {known}."
            )
        if not parts.hostname or parts.scheme not in MAIL_PORTS:
            return {}
        return {
            "host": parts.hostname,
            "port": parts.port or MAIL_PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+starttls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        }

    def path(self, name: str, *, default: str) -> Path:
        return Path(self._variables.get(name, default)).expanduser().resolve()

    def time_zone(self, name: str, *, default: str) -> str:
        value = self._variables.get(name, default)
        if value not in available_timezones():
            self.faults.append(
                f"{name} is no time zone; found {value!r}. Write for example Asia/Makassar."
            )
            return default
        return ZoneInfo(value).key

    def database(self, name: str, *, otherwise: Path) -> dict[str, Any]:
        """A PostgreSQL address (``postgresql://user:password@host:port/name``), or SQLite."""
        value = self._variables.get(name, "")
        if not value:
            return sqlite_database(otherwise)
        parts = urlsplit(value)
        if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
            self.faults.append(
                f"{name} is no PostgreSQL address; found scheme {parts.scheme!r}. "
                "Write postgresql://user:password@host:5432/name, or leave it out for SQLite."
            )
            return sqlite_database(otherwise)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }

    def check(self) -> None:
        """Refuse to start if anything was wrong, naming all of it."""
        if self.faults:
            raise ImproperlyConfigured("\n".join(["The settings are not usable:", *self.faults]))


def sqlite_database(file: Path) -> dict[str, Any]:
    """SQLite as a server uses it: readers never wait for the one writer, writers queue politely.

    What was committed is on the disk (FULL): a citizen is thanked for a response once.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;"
            ),
        },
    }
