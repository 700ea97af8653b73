"""Take back a no: each only what was said with them; for a record, whoever gets its letters."""

from datetime import datetime

from dampak.accounts.models import User
from dampak.messaging.models import State
from dampak.messaging.notices import TAKE_BACK
from dampak.messaging.recipients import Recipient, recipient_of
from dampak.messaging.selectors import has_declined
from dampak.messaging.services import accept_again, send
from dampak.messaging.stopping import stop_path
from dampak.organisations.models import Person


def declined_beside(user: User) -> bool:
    """Whether a no stands that this account did not say, and so cannot take back."""
    recipient = recipient_of(user)
    return has_declined(recipient.wish_keys() - {recipient.own_key})


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
    """For whom a link speaks: that of a record also for accounts of it that are closed."""
    kind, _, number = recipient.partition(":")
    if kind != "person":
        return frozenset({recipient})
    record = Person.objects.filter(pk=number).first()
    return Recipient(key=recipient, person=record).wish_keys()
