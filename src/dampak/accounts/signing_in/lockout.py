"""When a name or an address rests, and how it is opened again."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from dampak.accounts.models import User
from dampak.accounts.signing_in.address import place_of
from dampak.accounts.signing_in.models import Lock, Try
from dampak.accounts.signing_in.telling import Event, tell
from dampak.audit.services import record
from dampak.foundation.networks import network_of

WINDOW = timedelta(minutes=15)  # tries further back are forgotten
SYSTEM = "dampak"
LONGEST_NAME = 150
TRIES = 7_305_002  # any number that no other room uses for its advisory locks
UNKNOWN = "?"  # what was typed as a name may be a password: it is not written anywhere


def key_of(kind: str, words: str) -> str:
    """The same name or address gives the same key, and nobody reads the words out of it."""
    folded = unicodedata.normalize("NFKC", words).strip().casefold()
    return salted_hmac(f"dampak.sign-in.{kind}", folded, algorithm="sha256").hexdigest()[:32]


@transaction.atomic
def count_try(name: str, *, address: str, at: datetime) -> Lock | None:
    """Count a try before it is looked at; the answer is the lock that refuses it, if there is one.

    Counted first, so that a hundred tries at once are a hundred tries and not each the first.
    """
    network = network_of(address)
    keys = {Lock.Kind.NAME: key_of("name", name), Lock.Kind.ADDRESS: key_of("address", network)}
    _count_alone(keys.values())
    standing = Lock.objects.standing(at=at).filter(key__in=keys.values()).order_by("-until").first()
    if standing:
        return standing
    Try.objects.create(name_key=keys[Lock.Kind.NAME], address_key=keys[Lock.Kind.ADDRESS], at=at)
    since = Q(at__gt=at - WINDOW)
    by_name = Try.objects.filter(since, name_key=keys[Lock.Kind.NAME]).count()
    if by_name > settings.MOST_TRIES_FOR_A_NAME:
        return _lock(Lock.Kind.NAME, keys[Lock.Kind.NAME], words=name, tries=by_name, at=at)
    by_address = Try.objects.filter(since, address_key=keys[Lock.Kind.ADDRESS]).count()
    if by_address > settings.MOST_TRIES_FROM_AN_ADDRESS:
        words = place_of(address)
        return _lock(Lock.Kind.ADDRESS, keys[Lock.Kind.ADDRESS], words, tries=by_address, at=at)
    return None


def _count_alone(keys: Iterable[str]) -> None:
    """Until this transaction ends nobody else counts tries of this name or from this address.

    Two that count at once would each miss the other's. On SQLite one writes after the other anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for key in sorted(keys):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [TRIES, key])


def _lock(kind: Lock.Kind, key: str, words: str, *, tries: int, at: datetime) -> Lock:
    user = _owner_of(words) if kind == Lock.Kind.NAME else None
    shown = user.username if user else (words if kind == Lock.Kind.ADDRESS else "")
    until = at + timedelta(minutes=settings.LOCK_MINUTES)
    lock = Lock.objects.create(
        kind=kind, key=key, shown=shown, user=user, tries=tries, began_at=at, until=until
    )
    told = {"kind": kind.value, "tries": tries, "until": until.isoformat()}
    record("sign-in.locked", by=SYSTEM, at=at, subject=user, **told)
    if user:
        tell(user, Event.LOCKED, at=at)
    return lock


def note_failure(name: str, *, at: datetime, means: str) -> None:
    """Write a failed try into the book; a name that no account has is not written."""
    user = _owner_of(name)
    details: dict[str, Any] = {"means": means}
    if user is None:
        details["name_key"] = key_of("name", name)[:12]
    by = user.username if user else UNKNOWN
    record("sign-in.failed", by=by, at=at, subject=user, **details)


def _owner_of(typed: str) -> User | None:
    """The account that a name locks: found, like the key, whatever its capitals and blanks.

    No account has a NUL in its name, and PostgreSQL takes none into a question.
    """
    name = User.normalize_username(typed).strip()
    if "\0" in name or len(name) > LONGEST_NAME:
        return None
    return User.objects.filter(username__iexact=name).order_by("pk").first()


def forget_tries(name: str, *, at: datetime) -> None:
    """After a sign-in its tries count no longer, and nobody's old ones are kept."""
    Try.objects.filter(Q(name_key=key_of("name", name)) | Q(at__lt=at - WINDOW)).delete()


@transaction.atomic
def lift_lock(lock: Lock, *, by: str, at: datetime) -> None:
    """Open a name or an address before its time; opening it twice is opening it once."""
    lock = Lock.objects.select_for_update().get(pk=lock.pk)
    if lock.lifted_at is not None:
        return
    lock.lifted_at, lock.lifted_by = at, by
    lock.save(update_fields=["lifted_at", "lifted_by"])
    Try.objects.filter(Q(name_key=lock.key) | Q(address_key=lock.key)).delete()
    record("sign-in.unlocked", by=by, at=at, subject=lock.user, kind=lock.kind, shown=lock.shown)
