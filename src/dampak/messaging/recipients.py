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
    A private letter to an account goes to no address but the one that the account has proved.
    """

    key: str
    person: Person | None = None
    user: User | None = None
    address: str = ""  # only where nobody's record holds one
    is_private: bool = False

    @property
    def record(self) -> Person | None:
        """The record of staff that is theirs now."""
        return self.person or (self.user.person if self.user else None)

    def keys(self) -> frozenset[str]:
        """All names of theirs, as long as these belong together: one human being has one limit."""
        accounts = User.objects.filter(person=self.record) if self.record else []
        record = {f"person:{self.record.pk}"} if self.record else set()
        return frozenset({self.key, self.own_key, *record, *_keys_of(accounts)})

    def wish_keys(self, way: Way | str) -> frozenset[str]:
        """Whose no holds for what leaves this way: whom it was written to, and whose address it is.

        An account speaks for its record at most where it has proved the very address of the record,
        and the record for the account there: a tie alone silences neither.
        """
        own = {self.key, self.key_by(way)}
        address = self.address_by(way) if self.record and way == Way.EMAIL else ""
        if not self.record or not address:
            return frozenset(own)
        is_of_record = self._of_record(way).casefold() == address.casefold()
        own |= {f"person:{self.record.pk}"} if is_of_record else set()
        return _keys_of(User.objects.filter(person=self.record, email__iexact=address)) | own

    @property
    def own_key(self) -> str:
        """Where a wish is kept: with the account, which may turn out to be somebody else's."""
        return f"user:{self.user.pk}" if self.user else self.key

    def key_by(self, way: Way | str) -> str:
        """Whose no it is that comes from the address of this way: the record's or the account's."""
        is_for_record = self.person is not None or not self._proved(way)
        if self.record and is_for_record and self._of_record(way):
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
        """Where they can be reached this way, as it is known now.

        What is written to an account goes to the address that it has proved. Where it has none,
        that of the record stands in, which may be another's: only for what is not private.
        """
        if self.address:
            return self.address if way == (Way.EMAIL if "@" in self.address else Way.PHONE) else ""
        if self.person:
            return self._of_record(way) or self._proved(way)
        return self._proved(way) or ("" if self.is_private else self._of_record(way))

    def _proved(self, way: Way | str) -> str:
        return self.user.email if self.user and way == Way.EMAIL else ""

    def _of_record(self, way: Way | str) -> str:
        match way:
            case Way.EMAIL if self.record:
                return str(self.record.email)
            case Way.PHONE if self.record:
                return str(self.record.phone)
        return ""

    def zone(self) -> str:
        """The clock of the unit in which they serve."""
        unit = Unit.objects.filter(path=self.unit_path).first() if self.unit_path else None
        return (unit.time_zone if unit else "") or settings.TIME_ZONE


def _keys_of(accounts: Iterable[User]) -> frozenset[str]:
    return frozenset(f"user:{each.pk}" for each in accounts)


def recipient_behind(message: Message) -> Recipient:
    """Whom a message is for now: the account is left out that belongs to its record no more."""
    person, user = message.person, message.user
    is_theirs = person is None or (user is not None and user.person_id == person.pk)
    letter = message.definition()
    return Recipient(
        key=message.recipient,
        person=person,
        user=user if is_theirs else None,
        address=message.address,
        is_private=letter is not None and letter.is_private,
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
