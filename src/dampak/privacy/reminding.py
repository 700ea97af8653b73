"""Remind those who answer, after 24 and 60 hours and when the time is over; each stage once."""

from datetime import datetime

from django.urls import reverse

from dampak.accounts.access import Permission
from dampak.messaging.services import send
from dampak.privacy.clocks import Stage
from dampak.privacy.models import Incident, PrivacyRequest
from dampak.privacy.notices import INCIDENT_WAITING, OVERDUE, WAITING
from dampak.privacy.selectors.registers import who_answers

AT_MOST = 1_000


def anything_waits(_at: datetime) -> bool:
    """Whether any clock runs."""
    runs = Incident.objects.filter(closed_at=None)
    return PrivacyRequest.objects.filter(answered_at=None).exists() or runs.exists()


def remind_of_requests(*, at: datetime) -> int:
    """Write to whoever took a request on, or to all who may; says how many letters that made."""
    waiting = PrivacyRequest.objects.waiting().select_related("unit", "assigned_to")
    return sum(_of_request(each, at=at) for each in waiting[:AT_MOST])


def remind_of_incidents(*, at: datetime) -> int:
    """The same for incidents of which somebody was not told yet."""
    waiting = Incident.objects.filter(closed_at=None).select_related("unit").order_by("known_at")
    return sum(_of_incident(each, at=at) for each in waiting[:AT_MOST] if not each.is_told())


def _of_request(request: PrivacyRequest, *, at: datetime) -> int:
    stage = request.clock(at=at).stage
    if stage == Stage.FRESH:
        return 0
    path = request.unit.path if request.unit else ""
    everybody = who_answers(path, Permission.ANSWER_PRIVACY_REQUESTS, at=at)
    taken = request.assigned_to
    to = [taken] if taken and taken in everybody and stage < Stage.OVERDUE else everybody
    letter = OVERDUE if stage == Stage.OVERDUE else WAITING
    blanks = {
        "number": str(request.pk),
        "hours": int(stage),
        "link": reverse("privacy:request", args=[request.pk]),
    }
    for user in to:
        send(user, letter, blanks, key=f"privacy:{request.pk}:{int(stage)}:{user.pk}", at=at)
    return len(to)


def _of_incident(incident: Incident, *, at: datetime) -> int:
    stage = incident.clock(at=at).stage
    if stage == Stage.FRESH:
        return 0
    to = who_answers(
        incident.unit.path if incident.unit else "", Permission.KEEP_BREACH_REGISTER, at=at
    )
    blanks = {
        "number": str(incident.pk),
        "hours": int(stage),
        "link": reverse("privacy:incident", args=[incident.pk]),
    }
    for user in to:
        key = f"incident:{incident.pk}:{int(stage)}:{user.pk}"
        send(user, INCIDENT_WAITING, blanks, key=key, at=at)
    return len(to)
