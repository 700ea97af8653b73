"""Who gets a message: their name in our records, their addresses, their clock."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from dampak.accounts.models import User
from dampak.messaging.models import Way
from dampak.organisations.models import Person, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One human being, however the caller knows them."""

    key: str
    person: Person | None = None
    user: User | None = None
    address: str = ""  # only where nobody's record holds one

    @property
    def name(self) -> str:
        if self.person:
            return str(self.person.name)
        return str(self.user) if self.user else ""

    @property
    def unit_path(self) -> str:
        return self.person.unit_path if self.person else ""

    def address_by(self, way: Way | str) -> str:
        """Where they can be reached this way, as it is known now."""
        if self.address:
            return self.address if way == (Way.EMAIL if "@" in self.address else Way.PHONE) else ""
        if way == Way.EMAIL:
            known = (each.email for each in (self.person, self.user) if each)
            return next((email for email in known if email), "")
        return self.person.phone if self.person and way == Way.PHONE else ""

    def zone(self) -> str:
        """The clock of the unit in which they serve."""
        unit = Unit.objects.filter(path=self.unit_path).first() if self.unit_path else None
        return (unit.time_zone if unit else "") or settings.TIME_ZONE


def recipient_of(to: User | Person | str) -> Recipient:
    """A person, an account, or an address of which nothing else is known."""
    match to:
        case Person():
            account = User.objects.filter(person=to, is_active=True).order_by("pk").first()
            return Recipient(key=f"person:{to.pk}", person=to, user=account)
        case User():
            if to.person:
                return Recipient(key=f"person:{to.person.pk}", person=to.person, user=to)
            return Recipient(key=f"user:{to.pk}", user=to)
    fingerprint = sha256(to.strip().lower().encode()).hexdigest()
    return Recipient(key=f"address:{fingerprint}", address=to.strip())
