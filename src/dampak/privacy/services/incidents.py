"""Keep the register of incidents; every deed leaves a line in its history."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.foundation.text import Sentence
from dampak.privacy.models import Incident, IncidentNote
from dampak.privacy.services.refusals import CannotChangeIncident

TELLING = ("happened", "noticed", "data", "people", "handling", "recovery")


@transaction.atomic
def open_incident(told: Mapping[str, Any], *, nonce: str, by: User, at: datetime) -> Incident:
    """Write an incident down. Its clock runs since it was known, not since it was written down."""
    if told["known_at"] > at:
        raise CannotChangeIncident(
            Sentence("The moment since which it is known has not come yet. Write an earlier one.")
        )
    made, is_new = Incident.objects.get_or_create(
        nonce=nonce, defaults={**told, "opened_at": at, "opened_by": by.username}
    )
    if is_new:
        note(made, "opened", by=by.username, at=at)
    return made


@transaction.atomic
def complete_incident(
    incident: Incident, told: Mapping[str, Any], *, words: str, by: User, at: datetime
) -> None:
    """Write down what became known since; what stood there before is kept in the history."""
    incident = opened(incident)
    before = [
        f"{name}: {getattr(incident, name)}"
        for name in TELLING
        if name in told and getattr(incident, name) != told[name]
    ]
    if not before and not words:
        return
    for name in TELLING:
        setattr(incident, name, told.get(name, getattr(incident, name)))
    incident.save()
    note(incident, "changed", "\n".join([words, *before]).strip(), by=by.username, at=at)


@transaction.atomic
def mark_agency_told(incident: Incident, *, how: str, by: User, at: datetime) -> None:
    """Say that the agency has the letter; the first time counts."""
    incident = opened(incident)
    if incident.agency_told_at is None:
        incident.agency_told_at, incident.agency_told_by = at, by.username
        incident.save(update_fields=["agency_told_at", "agency_told_by"])
        note(incident, "agency-told", how, by=by.username, at=at)


@transaction.atomic
def mark_people_told(incident: Incident, *, how: str, by: str, at: datetime) -> None:
    """Say that the people concerned have been told; the first time counts."""
    incident = opened(incident)
    if incident.people_told_at is None:
        incident.people_told_at, incident.people_told_by = at, by
        incident.save(update_fields=["people_told_at", "people_told_by"])
        note(incident, "people-told", how, by=by, at=at)


@transaction.atomic
def close_incident(incident: Incident, *, because: str, by: User, at: datetime) -> None:
    """Close an incident: after both notices, or with the reason why there is one less."""
    held = Incident.objects.select_for_update().get(pk=incident.pk)
    if held.closed_at is not None:
        return
    if not held.is_told() and not because:
        raise CannotChangeIncident(
            Sentence(
                "Not everybody has been told: the law wants a notice to the people and to the "
                "agency. Send them first, or write the reason why there is none."
            )
        )
    held.closed_at, held.closed_by, held.closed_because = at, by.username, because
    held.save(update_fields=["closed_at", "closed_by", "closed_because"])
    note(held, "closed", because, by=by.username, at=at)


def opened(incident: Incident) -> Incident:
    """The incident, held until the deed is done, if it is still open."""
    held = Incident.objects.select_for_update().get(pk=incident.pk)
    if held.closed_at is not None:
        raise CannotChangeIncident(
            Sentence(
                "Incident %(number)s is closed. Open a new one for what became known since.",
                {"number": str(held.pk)},
            )
        )
    return held


def note(incident: Incident, deed: str, words: str = "", *, by: str, at: datetime) -> None:
    """Add a line to the history and to the audit book."""
    IncidentNote.objects.create(incident=incident, at=at, by=by, deed=deed, words=words[:2_000])
    record(f"incident.{deed}", by=by, at=at, subject=incident)
