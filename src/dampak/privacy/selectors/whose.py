"""Whose data are meant: a record of staff, accounts, addresses; any of them may be missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from dampak.accounts.models import User
from dampak.messaging.models import Message
from dampak.messaging.recipients import recipient_of
from dampak.organisations.models import Person
from dampak.privacy.models import PrivacyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One human being, by all that this house may know them by."""

    person: Person | None
    accounts: Sequence[User]
    addresses: Sequence[str]
    request: PrivacyRequest | None = None

    def messages(self) -> QuerySet[Message]:
        """Everything that was written to them, by whichever of these."""
        keys = [recipient_of(address).key for address in self.addresses]
        keys += [f"user:{account.pk}" for account in self.accounts]
        keys += [recipient_of(self.person).key] if self.person else []
        return Message.objects.filter(Q(recipient__in=keys) | _letters_about(self.request))

    def requests(self) -> QuerySet[PrivacyRequest]:
        """What they asked, also before they had an account."""
        own = Q(user__in=[account.pk for account in self.accounts])
        own |= self._by_themselves() if self.person else Q()
        for address in self.addresses:
            own |= _of_nobody_else(address, self.person)
        own |= Q(pk=self.request.pk) if self.request else Q()
        return PrivacyRequest.objects.filter(own)

    def _by_themselves(self) -> Q:
        """Not what an account asked that was tied to this person by mistake, or perhaps was."""
        numbers = [each.pk for each in self.accounts]
        by_another = Q(rests_on_tie__isnull=False) & ~Q(user__in=numbers)
        return Q(person=self.person) & ~by_another


def subject_of(user: User) -> Subject:
    """Whoever has signed in: this account and its record.

    Not the closed accounts of the record: one may have been tied to it by mistake. A steward
    hands those over, having seen the identity card.
    """
    return Subject(person=user.person, accounts=[user], addresses=_addresses([user]))


def subject_with(person: Person, request: PrivacyRequest | None) -> Subject:
    """Whoever has this record; with what they asked, also by what they asked with."""
    if request is not None:
        return subject_behind(request)
    accounts = _accounts(person, Q(pk__in=[]))
    return Subject(person=person, accounts=accounts, addresses=_addresses(accounts))


def subject_behind(request: PrivacyRequest) -> Subject:
    """Who asked. By the address that a stranger gave only once somebody said that it is theirs."""
    reach = request.reach if request.reach_proved_by else ""
    own = Q(pk=request.user_id) if request.user_id else Q(pk__in=[])
    if reach:
        own |= Q(email__iexact=reach, person=request.person)
    accounts = _accounts(request.person, own)
    addresses = _addresses(accounts)
    if reach and reach.lower() not in {each.lower() for each in addresses}:
        addresses = [*addresses, reach]
    return Subject(person=request.person, accounts=accounts, addresses=addresses, request=request)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderTheAddress:
    """What the address that a stranger gave leads to, and may be somebody else's."""

    accounts: Sequence[User]
    n_requests: int

    def __bool__(self) -> bool:
        return bool(self.accounts or self.n_requests)


def under_the_address(request: PrivacyRequest) -> UnderTheAddress:
    """What would be theirs as well, if the address is; nothing once that is said."""
    if not request.reach or request.reach_proved_by:
        return UnderTheAddress(accounts=(), n_requests=0)
    known = subject_behind(request)
    accounts = User.objects.filter(email__iexact=request.reach, person=request.person)
    others = PrivacyRequest.objects.filter(_of_nobody_else(request.reach, request.person))
    return UnderTheAddress(
        accounts=list(accounts.exclude(pk__in=[each.pk for each in known.accounts])),
        n_requests=others.exclude(pk__in=known.requests().values("pk")).count(),
    )


def records_under(request: PrivacyRequest) -> QuerySet[Person]:
    """Records of staff of the account or the address: perhaps theirs, which a look tells."""
    may_be = Q(accounts=request.user_id) if request.user_id else Q(pk__in=[])
    if request.reach:
        may_be |= Q(email__iexact=request.reach) | Q(phone=request.reach)
        may_be |= Q(accounts__email__iexact=request.reach)
    return Person.objects.filter(may_be, erasure=None).distinct()


def blank_name(account: User) -> str:
    """The user name of an account once nothing in it names anybody."""
    return f"dihapus-{account.pk}"


def is_blanked(account: User) -> bool:
    return not account.is_active and account.username == blank_name(account)


def _of_nobody_else(address: str, person: Person | None) -> Q:
    """What was asked under an address, but not by whom a card showed to be somebody else.

    Two may write the same one: it is that of their office, or one of them mistook it.
    """
    perhaps_theirs = Q(identified_at=None)
    if person is None:
        perhaps_theirs |= ~Q(reach_proved_by="")
    return Q(reach__iexact=address, person=None) & perhaps_theirs


def _letters_about(request: PrivacyRequest | None) -> Q:
    """What was written to a stranger about this request, whoever has the address."""
    if request is None or not request.reach:
        return Q(pk__in=[])
    kinds = ("received", "answered", "lifted", "erased")
    return Q(
        recipient=recipient_of(request.reach).key,
        key__in=[f"privacy-{kind}:{request.pk}" for kind in kinds],
    )


def _accounts(person: Person | None, own: Q) -> list[User]:
    wanted = own | Q(person=person) if person else own
    return list(User.objects.filter(wanted).order_by("pk"))


def _addresses(accounts: Sequence[User]) -> list[str]:
    return [account.email for account in accounts if account.email]
