"""What would go and what must stay, if everything that names a person were blanked."""

from dataclasses import dataclass
from datetime import date

from allauth.usersessions.models import UserSession
from django.db.models import Q

from dampak.accounts.models import User
from dampak.audit.models import Change, Entry
from dampak.foundation.text import Sentence
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.models import Identifier, Person, Posting
from dampak.organisations.services.respelling import lasting
from dampak.privacy.models import Asked, Hold, PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about
from dampak.privacy.selectors.whose import Subject, is_blanked, subject_with

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAlong:
    """An account that would be closed, and what leads to it: a tie, the request, an address."""

    account: User
    is_tied: bool
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How much of what is blanked, and why the deed is refused, if it is."""

    postings: int
    numbers: int
    accounts: tuple[ClosedAlong, ...]
    requests: tuple[PrivacyRequest, ...]
    sessions: int
    messages: int
    lines: int
    lists_waiting: int
    refusal: Sentence | None


def preview_of(person: Person, request: PrivacyRequest | None = None, *, on: date) -> Preview:
    """Look, and change nothing."""
    subject = subject_with(person, request)
    accounts = subject.accounts
    about = Q(table=Person._meta.db_table, row_id=str(person.pk)) | Q(
        table=User._meta.db_table, row_id__in=[str(each.pk) for each in accounts]
    )
    deeds = Entry.objects.filter(subject_kind=Person._meta.label, subject_id=str(person.pk))
    return Preview(
        postings=Posting.objects.filter(person=person).count(),
        numbers=Identifier.objects.filter(person=person).count(),
        accounts=closed_along(subject, request),
        requests=tuple(subject.requests().order_by("pk")),
        sessions=UserSession.objects.filter(user__in=accounts).count(),
        messages=subject.messages()[:MOST_COUNTED].count(),
        lines=Change.objects.filter(about).order_by().count() + deeds.order_by().count(),
        lists_waiting=StaffImport.objects.filter(
            state__in=(ImportState.READING, ImportState.WAITING)
        ).count(),
        refusal=(request and doubt_about(request)) or why_not(person, on=on),
    )


def closed_along(subject: Subject, request: PrivacyRequest | None) -> tuple[ClosedAlong, ...]:
    """The accounts that go with somebody; whether they are theirs is for people to say."""
    person = subject.person.pk if subject.person else 0
    return tuple(
        ClosedAlong(
            account=each,
            is_tied=each.person_id == person,
            asked=request is not None and each.pk == request.user_id,
        )
        for each in subject.accounts
        if not is_blanked(each)
    )


def why_not(person: Person, *, on: date) -> Sentence | None:
    """What stands against blanking a person on a day; None if nothing does."""
    hold = Hold.objects.filter(person=person, lifted_at=None).first()
    if hold is not None:
        return Sentence(
            "These data are held since %(day)s: %(reason)s. Lift the hold first, if its reason "
            "is gone.",
            {"day": hold.set_at.date(), "reason": hold.because},
        )
    if Posting.objects.filter(lasting(on), person=person).exists():
        return Sentence(
            "This person still serves here, so the office needs these data by law (Article 20 of "
            "UU 27/2022). End the posting first, or refuse the request with this reason."
        )
    return None


def why_not_by(request: PrivacyRequest) -> Sentence | None:
    """What stands against deleting by a request: who wants a copy must not lose everything."""
    if request.asked == Asked.DELETION:
        return None
    return Sentence(
        "This request does not ask for deletion, so nothing is deleted by it. If the person wants "
        "that, too, let them ask for it in a new request."
    )
