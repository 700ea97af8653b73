"""What is held back from somebody whose data are restricted (Articles 10 and 11 of UU 27/2022)."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from dampak.accounts.models import AccountRestriction
from dampak.accounts.restricting import restriction_behind
from dampak.foundation.text import Sentence
from dampak.messaging.letters import Letter
from dampak.messaging.recipients import Recipient
from dampak.organisations.models import DatedRestriction, Restriction
from dampak.organisations.restricting import restriction_of


def why_withheld(recipient: Recipient, letter: Letter, *, at: datetime) -> Sentence | None:
    """Why a letter does not reach somebody now; None if it does."""
    if letter.despite_restriction:
        return None
    found = _restriction_of(recipient, on=localdate(at))
    if found is None:
        return None
    return Sentence(
        "Held back: since %(since)s the data of this person are restricted (UU 27/2022). Only "
        "letters about their own request and about the safety of their account reach them.",
        {"since": localdate(found.since)},
    )


def _restriction_of(recipient: Recipient, *, on: date) -> DatedRestriction | None:
    """Also of somebody whose address alone is known to the caller."""
    known = restriction_of(recipient.person, on=on) if recipient.person else None
    if known is None and recipient.user:
        return restriction_behind(recipient.user, on=on)
    if known is not None:
        return known
    if not recipient.address:
        return None
    address = recipient.address
    of_record = Q(person__email__iexact=address) | Q(person__phone=address)
    of_record |= Q(person__accounts__email__iexact=address)
    found = Restriction.objects.standing(on=on).filter(of_record).first()
    of_account = AccountRestriction.objects.standing(on=on).filter(user__email__iexact=address)
    return found or of_account.first()
