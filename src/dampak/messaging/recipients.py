"""Who gets a message: their name in our records, their addresses, their clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from dampak.accounts.models import User
from dampak.messaging.models import Message, Way
from dampak.organisations.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One human being, or one account of theirs, however the caller knows them.

    What is about an account is written to the account, whether it is tied or not: a tie may be
    wrong, and the letter stays with the account. ``person`` is whom a letter to a record means.
    """

    key: str
    person: Person | None = None
    user: User | None = None
    address: str = ""  # only where nobody's record holds one

    @property
    def record(self) -> Person | None:
        """The record of staff that is theirs now."""
        return self.person or (self.user.person if self.user else None)

    def keys(self) -> frozenset[str]:
        """All names of theirs, as long as these belong together: one human being has one limit."""
        return self._named(User.objects.filter(person=self.record) if self.record else [])

    def wish_keys(self) -> frozenset[str]:
        """Where a no may stand: at the record, the account written to, an earlier closed one."""
        closed = User.objects.filter(person=self.record, is_active=False) if self.record else []
        return self._named(closed)

    def _named(self, accounts: Iterable[User]) -> frozenset[str]:
        users = {*accounts, *([self.user] if self.user else [])}
        record = {f"person:{self.record.pk}"} if self.record else set()
        return frozenset({self.key, *record, *(f"user:{each.pk}" for each in users)})

    @property
    def own_key(self) -> str:
        """Where a wish is kept: with the account, which may turn out to be somebody else's."""
        return f"user:{self.user.pk}" if self.user else self.key

    def key_by(self, way: Way | str) -> str:
        """Whose no it is that comes from the address of this way: the record's or the account's."""
        if self.record and _of_record(self.record, way):
            return f"person:{self.record.pk}"
        return self.own_key

    @property
    def name(self) -> str:
        if self.person:
            return str(self.person.name)
        return str(self.user) if self.user else ""

    @property
    def unit_path(self) -> str:
        return self.record.unit_path if self.record else ""

    def address_by(self, way: Way | str) -> str:
        """Where they can be reached this way, as it is known now."""
        if self.address:
            return self.address if way == (Way.EMAIL if "@" in self.address else Way.PHONE) else ""
        known = _of_record(self.record, way) if self.record else ""
        return known or (self.user.email if self.user and way == Way.EMAIL else "")

    def zone(self) -> str:
        """The clock of the unit in which they serve."""
        unit = Unit.objects.filter(path=self.unit_path).first() if self.unit_path else None
        return (unit.time_zone if unit else "") or settings.TIME_ZONE


def _of_record(person: Person, way: Way | str) -> str:
    match way:
        case Way.EMAIL:
            return str(person.email)
        case Way.PHONE:
            return str(person.phone)
    return ""


def recipient_behind(message: Message) -> Recipient:
    """Whom a message is for now: the account is left out that belongs to its record no more."""
    person, user = message.person, message.user
    is_theirs = person is None or (user is not None and user.person_id == person.pk)
    return Recipient(
        key=message.recipient,
        person=person,
        user=user if is_theirs else None,
        address=message.address,
    )


def recipient_of(to: User | Person | str) -> Recipient:
    """The record of a person, an account, or an address of which nothing else is known."""
    match to:
        case Person():
            account = User.objects.filter(person=to, is_active=True).order_by("pk").first()
            return Recipient(key=f"person:{to.pk}", person=to, user=account)
        case User():
            return Recipient(key=f"user:{to.pk}", user=to)
    fingerprint = sha256(to.strip().lower().encode()).hexdigest()
    return Recipient(key=f"address:{fingerprint}", address=to.strip())
