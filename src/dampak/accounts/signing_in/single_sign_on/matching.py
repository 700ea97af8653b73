"""Which account an identity of the government opens: one that was opened before, or none."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dampak.accounts.models import User
from dampak.accounts.signing_in.models import GovernmentIdentity
from dampak.accounts.signing_in.single_sign_on.tokens import Claim
from dampak.audit.services import record

BY_SUBJECT, BY_EMAIL = "subject", "email"


class CannotLinkIdentity(Exception):
    """Says, in words for the administrator, why the identity belongs to nobody new."""


def account_for(claim: Claim, *, issuer: str, at: datetime) -> User | None:
    """The account that this identity opens. Never makes one, and never gives a right."""
    linked = GovernmentIdentity.objects.select_related("user").filter(
        issuer=issuer, subject=claim.subject
    )
    identity = linked.first()
    if identity:
        return identity.user
    if settings.OIDC_MATCHES_BY != BY_EMAIL or not claim.email:
        return None
    return _matched_by_email(claim, issuer=issuer, at=at)


def _matched_by_email(claim: Claim, *, issuer: str, at: datetime) -> User | None:
    """The one account with this verified address; from then on its identity counts, not mail."""
    owners = list(User.objects.filter(email__iexact=claim.email, is_active=True)[:2])
    if len(owners) != 1 or owners[0].government_identities.filter(issuer=issuer).exists():
        return None
    try:
        link_identity(owners[0], issuer=issuer, subject=claim.subject, by="dampak", at=at)
    except CannotLinkIdentity:
        return None
    return owners[0]


@transaction.atomic
def link_identity(user: User, *, issuer: str, subject: str, by: str, at: datetime) -> None:
    """Say which identity of the government is this person's; replaces an earlier one."""
    subject = subject.strip()
    User.objects.select_for_update().get(pk=user.pk)
    if GovernmentIdentity.objects.filter(user=user, issuer=issuer, subject=subject).exists():
        return
    GovernmentIdentity.objects.filter(user=user, issuer=issuer).delete()
    try:
        with transaction.atomic():
            GovernmentIdentity.objects.create(
                user=user, issuer=issuer, subject=subject, linked_at=at
            )
    except IntegrityError as taken:
        raise CannotLinkIdentity(
            _(
                "This identity already belongs to another account. Look at the number once more, "
                "or take it away from the other account first."
            )
        ) from taken
    record("sign-in.identity-linked", by=by, at=at, subject=user)


@transaction.atomic
def unlink_identity(user: User, *, issuer: str, by: str, at: datetime) -> None:
    """This person signs in with the government's account no longer."""
    removed, _kinds = GovernmentIdentity.objects.filter(user=user, issuer=issuer).delete()
    if removed:
        record("sign-in.identity-unlinked", by=by, at=at, subject=user)
