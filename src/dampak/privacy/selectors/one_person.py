"""Everything that is kept about one person, in plain values: to be read, and to be taken away."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession

from dampak.accounts.models import AccountRestriction, Assignment, Invitation, User
from dampak.audit.models import Entry
from dampak.foundation.spreadsheets import harmless
from dampak.organisations.models import LONG_AGO, Person, Restriction
from dampak.privacy.selectors.whose import Subject

MOST_MESSAGES = 500
MOST_DEEDS = 100_000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept about somebody: by kind, each a list of rows with the same columns."""

    accounts: Rows
    person: Rows
    numbers: Rows
    postings: Rows
    roles: Rows
    sessions: Rows
    invitations: Rows
    messages: Rows
    requests: Rows
    restrictions: Rows
    n_deeds: int

    def tables(self) -> dict[str, Rows]:
        return {
            "account": self.accounts,
            "person": self.person,
            "former_numbers": self.numbers,
            "postings": self.postings,
            "roles": self.roles,
            "sessions": self.sessions,
            "invitations": self.invitations,
            "messages": self.messages,
            "requests": self.requests,
            "restrictions": self.restrictions,
            "counts": [{"sessions": len(self.sessions), "deeds": self.n_deeds}],
        }


def kept_about(subject: Subject) -> Kept:
    """What the ledger says of somebody. Answers of citizens name nobody and are not in it."""
    person, accounts = subject.person, subject.accounts
    names = [account.username for account in accounts]
    return Kept(
        accounts=[_account(each) for each in accounts],
        person=[_person(person)] if person else [],
        numbers=list(_numbers(person)) if person else [],
        postings=list(_postings(person)) if person else [],
        roles=list(_roles(accounts)),
        sessions=list(_sessions(accounts)),
        invitations=list(_invitations(accounts)),
        messages=list(_messages(subject)),
        requests=list(_requests(subject)),
        restrictions=list(_restrictions(subject)),
        n_deeds=Entry.objects.filter(by__in=names).order_by()[:MOST_DEEDS].count(),
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
        "last_sign_in_at": _moment(user.last_login),
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


def _roles(accounts: Sequence[User]) -> Iterator[dict[str, Any]]:
    held = Assignment.objects.filter(user__in=accounts)
    for each in held.select_related("unit").order_by("pk"):
        yield {
            "role": each.role,
            "unit": each.unit.name if each.unit else "*",
            "from": _day(each.valid_from),
            "to": _day(each.valid_to),
            "ended_at": _moment(each.ended_at),
        }


def _sessions(accounts: Sequence[User]) -> Iterator[dict[str, Any]]:
    for each in UserSession.objects.filter(user__in=accounts).order_by("pk"):
        yield {
            "began_at": _moment(each.created_at),
            "last_seen_at": _moment(each.last_seen_at),
            "browser": each.user_agent,
            "network": each.ip,
        }


def _invitations(accounts: Sequence[User]) -> Iterator[dict[str, Any]]:
    for each in Invitation.objects.filter(user__in=accounts).order_by("pk"):
        yield {
            "made_at": _moment(each.made_at),
            "expires_at": _moment(each.expires_at),
            "used_at": _moment(each.used_at),
        }


def _messages(subject: Subject) -> Iterator[dict[str, Any]]:
    for each in subject.messages().order_by("-pk")[:MOST_MESSAGES]:
        yield {
            "subject": each.subject(),
            "way": each.way,
            "state": each.state,
            "sent_at": _moment(each.sent_at),
        }


def _requests(subject: Subject) -> Iterator[dict[str, Any]]:
    for each in subject.requests().order_by("pk"):
        yield {
            "number": each.pk,
            "asked": each.asked,
            "words": each.words,
            "received_at": _moment(each.received_at),
            "outcome": each.outcome,
            "answer": each.answer,
        }


def _restrictions(subject: Subject) -> Iterator[dict[str, Any]]:
    of_record = Restriction.objects.filter(person=subject.person) if subject.person else ()
    of_accounts = AccountRestriction.objects.filter(user__in=subject.accounts)
    for each in (*of_record, *of_accounts):
        yield {
            "kind": each.kind,
            "since": _moment(each.since),
            "until": _day(each.until),
            "lifted_at": _moment(each.lifted_at),
            "lifted_because": each.lifted_because,
        }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _day(day: Any) -> str | None:
    return None if day is None or day == LONG_AGO else day.isoformat()
