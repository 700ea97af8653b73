"""Settings, keys and static files."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from dampak.foundation.text import Sentence
from dampak.messaging.site_address import what_to_set, why_nowhere, why_perhaps_nowhere
from dampak.operations.doctor.finding import Finding, State, Visit

LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
ZONES = {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
OTHERS = 0o077
_SETTINGS = Sentence("Settings")
_LINKS = Sentence("Links in messages")
_ZONE = Sentence("Time zone")
_KEYS = Sentence("Keys and the home, for the owner's eyes only")


def settings_fit(_visit: Visit) -> Iterator[Finding]:
    """What no server should be run with, and the zone in which days begin."""
    yield _settings()
    is_known = settings.TIME_ZONE in ZONES
    yield Finding(
        code="settings.time-zone",
        looked_at=_ZONE,
        state=State.GOOD if is_known else State.DOUBT,
        found=Sentence("%(zone)s.", {"zone": settings.TIME_ZONE}),
        advice=None
        if is_known
        else Sentence("Days begin there. Set DAMPAK_TIME_ZONE if that is not meant."),
    )


def links_lead_to_the_site(_visit: Visit) -> Iterator[Finding]:
    """Whoever reads a message elsewhere can follow its links, also those to a new password."""
    wrong, doubtful = why_nowhere(), why_perhaps_nowhere()
    there = Sentence("They lead to %(address)s.", {"address": settings.SITE_ADDRESS})
    yield Finding(
        code="settings.links",
        looked_at=_LINKS,
        state=State.BAD if wrong else State.DOUBT if doubtful else State.GOOD,
        found=wrong or doubtful or there,
        advice=what_to_set() if wrong or doubtful else None,
    )


def secrets_are_kept(visit: Visit) -> Iterator[Finding]:
    """Nobody but the owner may read keys; nor the ledger, unless the home is closed."""
    is_closed = not visit.home.stat().st_mode & OTHERS
    open_to_others = [path for path in _keys(visit.home) if path.stat().st_mode & OTHERS]
    if open_to_others:
        names = ", ".join(str(path) for path in open_to_others)
        yield Finding(
            code="secrets.rights",
            looked_at=_KEYS,
            state=State.BAD,
            found=Sentence("Others may read: %(names)s.", {"names": names}),
            advice=Sentence("chmod 600 %(names)s", {"names": names.replace(", ", " ")}),
        )
        return
    yield Finding(
        code="secrets.rights",
        looked_at=_KEYS,
        state=State.GOOD if is_closed else State.DOUBT,
        found=Sentence("Only the owner may read the keys.")
        if is_closed
        else Sentence("Only the owner may read the keys, but others may enter the home."),
        advice=None if is_closed else Sentence("chmod 700 %(home)s", {"home": str(visit.home)}),
    )


def static_files_are_gathered(_visit: Visit) -> Iterator[Finding]:
    """Styles and scripts under names that change with their content."""
    is_gathered = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    yield Finding(
        code="static.gathered",
        looked_at=Sentence("Styles and scripts"),
        state=State.GOOD if is_gathered else State.DOUBT,
        found=Sentence("They are gathered.")
        if is_gathered
        else Sentence("They are not gathered yet."),
        advice=None if is_gathered else Sentence("`dampak run` gathers them at its start."),
    )


def _settings() -> Finding:
    if settings.DEBUG:
        return Finding(
            code="settings.safe",
            looked_at=_SETTINGS,
            state=State.BAD,
            found=Sentence("DAMPAK_DEBUG is on: faults show readers what only developers may see."),
            advice=Sentence("Leave DAMPAK_DEBUG out and start again."),
        )
    if not settings.HTTPS_ONLY and not set(settings.ALLOWED_HOSTS) <= LOOPBACK:
        return Finding(
            code="settings.safe",
            looked_at=_SETTINGS,
            state=State.DOUBT,
            found=Sentence("The site has a name of its own, but HTTPS is not demanded."),
            advice=Sentence("Put a web server with HTTPS in front and set DAMPAK_HTTPS=1."),
        )
    return Finding(
        code="settings.safe",
        looked_at=_SETTINGS,
        state=State.GOOD,
        found=Sentence("All can be read, and none is unsafe."),
    )


def _keys(home: Path) -> Iterator[Path]:
    for place in (home / "secret-key", home / "warehouse" / "person-key.secret"):
        if place.is_file():
            yield place
    for folder in (home / "people", home / "keys"):
        found = (path for path in sorted(folder.glob("*")) if path.suffix != ".lock")
        yield from (path for path in found if path.is_file())
