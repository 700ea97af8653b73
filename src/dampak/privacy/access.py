"""A request or an incident, if you may see it; otherwise it does not exist for you."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.models import User
from dampak.privacy.models import Incident, PrivacyRequest


def requests_seen_by(user: User) -> QuerySet[PrivacyRequest]:
    """Those of the people over whose units somebody answers; of strangers only over everything."""
    scope = scope_of(user, Permission.ANSWER_PRIVACY_REQUESTS)
    if scope.is_empty:
        return PrivacyRequest.objects.none()
    return scope.narrow(PrivacyRequest.objects.all(), "unit__path")


def sees_strangers(user: User) -> bool:
    """Whether those who wrote in from outside, whose unit nobody knows, are theirs to answer."""
    return scope_of(user, Permission.ANSWER_PRIVACY_REQUESTS).everything


def request_for(user: User, number: int) -> PrivacyRequest:
    return get_object_or_404(requests_seen_by(user), pk=number)


def incidents_seen_by(user: User) -> QuerySet[Incident]:
    """Those of the units over which somebody keeps the register."""
    scope = scope_of(user, Permission.KEEP_BREACH_REGISTER)
    if scope.is_empty:
        return Incident.objects.none()
    return scope.narrow(Incident.objects.all(), "unit__path")


def incident_for(user: User, number: int) -> Incident:
    return get_object_or_404(incidents_seen_by(user), pk=number)
