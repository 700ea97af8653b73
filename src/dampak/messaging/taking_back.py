"""Take back a no: each only what was said with them; for a record, whoever gets its letters."""

from datetime import datetime

from dampak.accounts.models import User
from dampak.messaging.models import State
from dampak.messaging.notices import TAKE_BACK
from dampak.messaging.ports import ways_out
from dampak.messaging.recipients import Recipient, recipient_of
from dampak.messaging.selectors import has_declined
from dampak.messaging.services import accept_again, send
from dampak.messaging.stopping import stop_path
from dampak.organisations.models import Person


def declined_beside(user: User) -> bool:
    """Whether a no stands that this account did not say, and so cannot take back."""
    return user.person is not None and has_declined(names_behind(f"person:{user.person.pk}"))


def is_record_still_reached(user: User) -> bool:
    """Whether messages to the record leave even so, for an address that the account has not proved.

    Whose that is nobody can tell by a tie; whoever reads it declines by the link in a message.
    """
    if user.person is None or not has_declined([recipient_of(user).own_key]):
        return False
    record = recipient_of(user.person)
    way = next((each for each in ways_out() if record.address_by(each)), None)
    return way is not None and not has_declined(record.wish_keys(way))


def take_back_own(user: User, *, at: datetime) -> None:
    """What this account said and nothing else: the record may be somebody else's."""
    accept_again([recipient_of(user).own_key], at=at)


def mail_link_to_record(user: User, *, at: datetime) -> bool:
    """Ask at the address of the record, once a day; says whether there is one.

    Not into an inbox: there the account that asks would answer itself.
    """
    record = user.person
    if record is None:
        return False
    key = f"person:{record.pk}"
    blanks = {"username": user.username, "link": stop_path(key)}
    sent = send(Recipient(key=key, person=record), TAKE_BACK, blanks, at=at,
                key=f"take-back:{user.pk}:{record.pk}:{at:%Y%m%d}")  # fmt: skip
    return any(each.state not in {State.FAILED, State.WITHHELD} for each in sent)


def names_behind(recipient: str) -> frozenset[str]:
    """For whom a link speaks: that of a record also for closed accounts that had its address."""
    kind, _, number = recipient.partition(":")
    record = Person.objects.filter(pk=number).first() if kind == "person" else None
    if record is None or not record.email:
        return frozenset({recipient})
    closed = User.objects.filter(person=record, is_active=False, email__iexact=record.email)
    return frozenset({recipient, *(recipient_of(each).own_key for each in closed)})
