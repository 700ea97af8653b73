"""Everything that is kept about one person, in plain values: to be read, and to be taken away."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.usersessions.models import UserSession

from dampak.accounts.models import User
from dampak.audit.models import Entry
from dampak.foundation.spreadsheets import harmless
from dampak.messaging.models import Message
from dampak.messaging.recipients import recipient_of
from dampak.organisations.models import LONG_AGO, Person
from dampak.privacy.models import PrivacyRequest

MOST_MESSAGES = 500
MOST_DEEDS = 100_000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept about somebody: by kind, each a list of rows with the same columns."""

    account: Rows
    person: Rows
    numbers: Rows
    postings: Rows
    roles: Rows
    messages: Rows
    requests: Rows
    n_sessions: int
    n_deeds: int

    def tables(self) -> dict[str, Rows]:
        return {
            "account": self.account,
            "person": self.person,
            "former_numbers": self.numbers,
            "postings": self.postings,
            "roles": self.roles,
            "messages": self.messages,
            "requests": self.requests,
            "counts": [{"sessions": self.n_sessions, "deeds": self.n_deeds}],
        }


def kept_about(user: User) -> Kept:
    """What the ledger says of somebody who has signed in."""
    person = user.person
    return Kept(
        account=[_account(user)],
        person=[_person(person)] if person else [],
        numbers=list(_numbers(person)) if person else [],
        postings=list(_postings(person)) if person else [],
        roles=list(_roles(user)),
        messages=list(_messages(user)),
        requests=list(_requests(user)),
        n_sessions=UserSession.objects.filter(user=user).count(),
        n_deeds=Entry.objects.filter(by=user.username).order_by()[:MOST_DEEDS].count(),
    )


def as_csv(kept: Kept) -> str:
    """One row for each value: kind, number of the row, field, value."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["kind", "row", "field", "value"])
    for kind, rows in kept.tables().items():
        for number, row in enumerate(rows, start=1):
            writer.writerows(
                [kind, number, field, harmless("" if value is None else str(value))]
                for field, value in row.items()
            )
    return out.getvalue()


def _account(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "name": user.get_full_name(),
        "email": user.email,
        "joined_at": user.date_joined.isoformat(),
        "last_sign_in_at": user.last_login.isoformat() if user.last_login else None,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "nip": person.nip_masked,
        "employment": person.employment,
        "rank": person.rank,
        "education": person.education,
        "status": person.status,
        "email": person.email,
        "phone": person.phone,
    }


def _numbers(person: Person) -> Iterator[dict[str, Any]]:
    for each in person.former_numbers.order_by("pk"):
        yield {"nip": each.nip_masked, "from": _day(each.valid_from), "to": _day(each.valid_to)}


def _postings(person: Person) -> Iterator[dict[str, Any]]:
    for each in person.postings.select_related("unit", "supervisor").order_by("valid_from"):
        yield {
            "unit": each.unit.name,
            "position": each.position,
            "rank": each.rank,
            "from": _day(each.valid_from),
            "to": _day(each.valid_to),
            "has_supervisor": each.supervisor_id is not None,
        }


def _roles(user: User) -> Iterator[dict[str, Any]]:
    for each in user.assignments.select_related("unit").order_by("pk"):
        yield {
            "role": each.role,
            "unit": each.unit.name if each.unit else "*",
            "from": _day(each.valid_from),
            "to": _day(each.valid_to),
            "ended_at": each.ended_at.isoformat() if each.ended_at else None,
        }


def _messages(user: User) -> Iterator[dict[str, Any]]:
    written = Message.objects.filter(recipient=recipient_of(user).key).order_by("-pk")
    for each in written[:MOST_MESSAGES]:
        yield {
            "subject": each.subject(),
            "way": each.way,
            "state": each.state,
            "sent_at": each.sent_at.isoformat() if each.sent_at else None,
        }


def _requests(user: User) -> Iterator[dict[str, Any]]:
    for each in PrivacyRequest.objects.filter(user=user).order_by("pk"):
        yield {
            "number": each.pk,
            "asked": each.asked,
            "words": each.words,
            "received_at": each.received_at.isoformat(),
            "outcome": each.outcome,
            "answer": each.answer,
        }


def _day(day: Any) -> str | None:
    return None if day is None or day == LONG_AGO else day.isoformat()
