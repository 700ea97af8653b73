"""Write to the people whom an incident concerns, and to the agency."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from dampak.language.numbers import number
from dampak.messaging.services import send
from dampak.organisations.models import Person
from dampak.privacy.models import Incident
from dampak.privacy.notices import TO_AGENCY, TO_PEOPLE
from dampak.privacy.services.incidents import mark_people_told

AT_ONCE = 200
LANGUAGES = ("id", "en")


def people_concerned(incident: Incident) -> QuerySet[Person]:
    """Everybody of the unit concerned and below it who still has a name here."""
    named = Person.objects.filter(erasure=None).order_by("pk")
    return named.within([incident.unit.path]) if incident.unit else named


def letters_of(incident: Incident) -> list[dict[str, str]]:
    """Both letters in both languages, as they would be sent or printed now."""
    blanks = {**blanks_of(incident), "link": f"{settings.SITE_ADDRESS}{reverse('privacy:notices')}"}
    return [
        {
            "to": to,
            "language": language,
            "subject": letter.subject_in(language, blanks),
            "body": letter.body_in(language, {"name": "…", **blanks}),
        }
        for to, letter in (("people", TO_PEOPLE), ("agency", TO_AGENCY))
        for language in LANGUAGES
    ]


def blanks_of(incident: Incident) -> dict[str, Any]:
    """What fills both letters: the office's own words, nothing about anybody."""
    return {
        "number": str(incident.pk),
        "data": incident.data,
        "happened": incident.happened,
        "noticed": incident.noticed,
        "handling": incident.handling,
        "recovery": incident.recovery,
        "people": "?" if incident.people is None else number(incident.people),
        "known": localtime(incident.known_at).strftime("%d-%m-%Y %H.%M"),
        "office": settings.OFFICE_NAME or "…",
        "contact": " ".join(
            word
            for word in (settings.DATA_PROTECTION_OFFICER, settings.DATA_PROTECTION_CONTACT)
            if word
        )
        or "…",
    }


def tell_people(incident: Incident, *, by: str, at: datetime, tell: Callable[[int], None]) -> int:
    """Write to all people concerned, a page in each transaction; nobody is written to twice."""
    blanks = blanks_of(incident)
    letter = {name: blanks[name] for name in ("number", "data", "happened", "handling", "recovery")}
    letter["link"] = reverse("privacy:notices")
    n, reached = 0, 0
    for people in _pages(people_concerned(incident)):
        reached += _write(incident, people, letter, at=at)
        n += len(people)
        tell(n)
    mark_people_told(incident, how=f"dampak: {reached}/{n}", by=by, at=at)
    return reached


@transaction.atomic
def _write(
    incident: Incident, people: list[Person], letter: Mapping[str, Any], *, at: datetime
) -> int:
    """Says to how many there was a way: an account, an e-mail or a telephone."""
    keys = {person: f"incident:{incident.pk}:person:{person.pk}" for person in people}
    return sum(bool(send(each, TO_PEOPLE, letter, key=key, at=at)) for each, key in keys.items())


def _pages(people: QuerySet[Person]) -> Iterator[list[Person]]:
    after = 0
    while some := list(people.filter(pk__gt=after)[:AT_ONCE]):
        after = some[-1].pk
        yield some
