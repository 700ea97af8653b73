"""Make a granted request to restrict, or an objection, stand; and lift it again."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from dampak.accounts.models import AccountRestriction, User
from dampak.accounts.restricting import lift_from_account, restrict_account
from dampak.foundation.text import Sentence
from dampak.messaging.services import send
from dampak.organisations.models import DatedRestriction, Restriction, RestrictionKind
from dampak.organisations.services.restricting import lift_from_person, restrict_person
from dampak.privacy.models import Asked, PrivacyRequest
from dampak.privacy.notices import LIFTED, LIFTED_BY_ONESELF
from dampak.privacy.selectors.restrictions import liftable_by, restrictions_from
from dampak.privacy.services.locking import locked, locked_account
from dampak.privacy.services.refusals import CannotAnswer

KINDS: Mapping[str, RestrictionKind] = {
    Asked.RESTRICTION: RestrictionKind.RESTRICTION,
    Asked.OBJECTION: RestrictionKind.OBJECTION,
}
BY_ONESELF = "lifted by the person"


def restrict_as_asked(
    request: PrivacyRequest, *, until: date | None, by: str, at: datetime
) -> None:
    """Restrict what the request asks for; of other requests nothing is restricted."""
    if request.asked not in KINDS:
        return
    if until is not None and until < localdate(at):
        raise CannotAnswer(
            Sentence(
                "The restriction would end on %(day)s, which is over. Choose a later last day, or "
                "leave it empty.",
                {"day": until},
            )
        )
    kind = KINDS[request.asked]
    if request.person is None and request.user is None:
        raise CannotAnswer(
            Sentence(
                "There is neither a record of staff nor an account behind this request, so "
                "nothing here could be restricted. Name the record of the person, or refuse with "
                "this reason."
            )
        )
    if request.person is not None:
        request.restriction = restrict_person(request.person, kind, until=until, by=by, at=at)
    if request.user is not None and (request.person is None or request.user.person is None):
        request.account_restriction = restrict_account(
            request.user, kind, until=until, by=by, at=at
        )
    request.save(update_fields=["restriction", "account_restriction"])


@transaction.atomic
def lift(request: PrivacyRequest, *, because: str, by: User, at: datetime) -> None:
    """The steward lifts all that came of a request, with the reason; the person is told."""
    request = locked(request)
    standing = [each for each in restrictions_from(request) if each.lifted_at is None]
    if not standing:
        return
    for each in standing:
        _lift(each, because=because, by=by.username, at=at)
    to = request.person or request.user
    if to is not None:
        link = reverse("privacy:own")
        blanks = {"number": str(request.pk), "because": because, "link": link}
        send(to, LIFTED, blanks, key=f"privacy-lifted:{request.pk}", at=at,
             language=request.language)  # fmt: skip


@transaction.atomic
def lift_own(user: User, *, at: datetime) -> int:
    """Somebody lifts what they asked for with this account; says how much that was.

    What else stands for their record waits for a steward (`liftable_by`). They are told of it, too:
    perhaps it was somebody else, who signed in as them.
    """
    user = locked_account(user)
    standing = liftable_by(user, on=localdate(at))
    for each in standing:
        _lift(each, because=BY_ONESELF, by=user.username, at=at)
    if standing:
        blanks = {"username": user.username, "link": reverse("privacy:ask")}
        lifted = "-".join(f"{each._meta.model_name}{each.pk}" for each in standing)
        to = user.person or user  # it is the record that was restricted, if there is one
        send(to, LIFTED_BY_ONESELF, blanks, key=f"privacy-lifted-own:{user.pk}:{lifted}", at=at)
    return len(standing)


def _lift(found: DatedRestriction, *, because: str, by: str, at: datetime) -> None:
    match found:
        case Restriction():
            lift_from_person(found, because=because, by=by, at=at)
        case AccountRestriction():
            lift_from_account(found, because=because, by=by, at=at)
