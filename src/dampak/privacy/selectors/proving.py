"""What proves whose data a request means: the account's own record of staff, or a card.

A proof that rests on an account's tie to a record falls with that tie, and does not come back with
another one. A card proves by itself only where it was read for a person freely chosen: while the
account belongs to a record, nobody but that person may be named.
"""

from django.db.models import Max

from dampak.accounts.models import User
from dampak.audit.models import Entry
from dampak.foundation.text import Sentence, gettext_noop
from dampak.organisations.models import Person
from dampak.privacy.models import PrivacyRequest

TYINGS = ("account.tied", "account.untied")
UNTIED_SINCE = gettext_noop(
    "Whose data are meant was proved by the record of staff to which the account %(username)s "
    "belonged. It was untied from that record since, so this proof does not count any more. Look "
    "at the identity card, then choose the record anew, or that there is none."
)
UNTIED_SINCE_ANSWERED = gettext_noop(
    "This request is answered. The account %(username)s was untied since from the record of staff "
    "that proved whose data are meant, so nothing of that record is shown or deleted by it any "
    "more. Whoever still wants that asks anew."
)
TIED_SINCE = gettext_noop(
    "After this was asked, the account %(username)s was tied to a record of staff. Compare that "
    "record with the identity card and choose it, so that the answer reaches all that is kept."
)
TIED_OTHERWISE = gettext_noop(
    "The identity card was read for another record of staff than the one to which the account "
    "%(username)s belongs now. If it is tied rightly, look at the card and choose that record; if "
    "not, let an administrator untie the account."
)


def last_tying_of(user: User) -> int:
    """The line of the book about the last time an account was tied or untied; 0 if it never was."""
    told = Entry.objects.filter(subject_kind=User._meta.label, subject_id=str(user.pk))
    return told.filter(deed__in=TYINGS).aggregate(last=Max("pk"))["last"] or 0


def tie_behind(user: User | None, person: Person | None) -> int | None:
    """The tie that a proof for this person rests on, if it is the account's own record."""
    is_own = user is not None and person is not None and user.person_id == person.pk
    return last_tying_of(user) if user is not None and is_own else None


def doubt_about(request: PrivacyRequest) -> Sentence | None:
    """Why it is not proved whose data are meant, if the account was tied otherwise since.

    Nothing of the record is told, restricted or deleted before somebody has looked who it is.
    """
    if request.person_id is None:
        doubt = _doubt_without_record(request)
    elif request.rests_on_tie is not None:
        doubt = _doubt_about_tie(request)
    else:
        doubt = _doubt_about_card(request)
    username = request.user.username if request.user else "–"
    return Sentence(doubt, {"username": username}) if doubt else None


def _doubt_without_record(request: PrivacyRequest) -> str | None:
    is_tied = request.user is not None and request.user.person_id is not None
    return TIED_SINCE if is_tied and not request.answered_at else None


def _doubt_about_tie(request: PrivacyRequest) -> str | None:
    if tie_behind(request.user, request.person) == request.rests_on_tie:
        return None
    return UNTIED_SINCE_ANSWERED if request.answered_at else UNTIED_SINCE


def _doubt_about_card(request: PrivacyRequest) -> str | None:
    record = request.user.person_id if request.user else None
    return None if record in {None, request.person_id} else TIED_OTHERWISE
