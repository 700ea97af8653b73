"""Every place that shows how to reach somebody, or writes to them, minds a restriction."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.integration import planted
from tests.integration.api_callers import Caller, caller_of
from tests.integration.conftest import AT
from tests.integration.test_access import DOORS, PAGES, address, api_questions, browser_for

import dampak
from dampak.accounts.access import Permission, authorised
from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.organisations.models import Person, RestrictionKind
from dampak.organisations.services.restricting import restrict_person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUSE = Path(dampak.__file__).parent
CONTACT = re.compile(r"marwoto@|0812-7777")
# Where the steward, and nobody else, sees all that is kept about who asked; and the book, which
# is complete or worthless, for those who read it.
OF_THE_STEWARD = {"privacy:kept", "privacy:kept-file"}

# Every place that reads an address, and why it may.
READERS = {
    "messaging/recipients.py": "where a message goes; `messaging/withholding.py` is asked first",
    "privacy/selectors/one_person.py": "what is kept about oneself, for oneself and the steward",
    "privacy/selectors/whose.py": "the same: which addresses are theirs",
    "messaging/taking_back.py": "looks for a no of whoever had it; writes to the record's as any",
    "privacy/services/erasing.py": "deletes it, and writes a last letter about the request",
    "privacy/templates/privacy/own.html": "for oneself",
    "directory/views/people.py": "asks for the restriction first",
}
OF_ONES_OWN_DOOR = "accounts/signing_in/"  # signing in, and one's own address for a lost password
# What speaks to mail servers: the ports of messages alone.
SPEAKS = {"smtplib", "django.core.mail", "email.message"}


@pytest.fixture
def west(served):
    found = planted.plant_west()
    # Not by the clerk who asks at the pages: it is their own address.
    User.objects.filter(person=found.person).update(person=None)
    return found


def everybody_there(west) -> Iterator[tuple[str, tuple[Client, Caller]]]:
    for role in Role:
        user = open_account(
            f"di-barat-{role}", password=planted.PASSWORD, role=role, unit=west.unit, by="t", at=AT
        )[0]
        yield str(role), (browser_for(user), caller_of(User.objects.get(pk=user.pk)))


def told_to(somebody, west) -> Iterator[str]:
    """Where somebody reads how to reach the person, among all pages and all of the API."""
    browser, caller = somebody
    for namespace, pattern in PAGES:
        name = f"{namespace}{pattern.name}"
        if pattern.name in DOORS or "session" in pattern.name or name in OF_THE_STEWARD:
            continue
        answer = browser.get(address(namespace, pattern, west))
        if CONTACT.search(b"".join(answer).decode("utf-8", "replace")):
            yield name
    for path in api_questions(west):
        if CONTACT.search(caller.get(path).content.decode("utf-8", "replace")):
            yield path


def test_nobody_reads_how_to_reach_somebody_restricted_and_before_they_did(west):
    everybody = list(everybody_there(west))
    before = {role: set(told_to(somebody, west)) for role, somebody in everybody}
    assert before["head"] == {"organisations:person"}
    restrict_person(west.person, RestrictionKind.RESTRICTION, until=None, by="wali", at=AT)
    assert {role: set(told_to(somebody, west)) for role, somebody in everybody} == {
        role: set() for role, _ in everybody
    }


def test_a_forgetful_page_that_was_planted_is_found_by_the_walk(west, monkeypatch):
    @authorised(Permission.SEE_PEOPLE)
    def forgetful(_request, public_id):
        return HttpResponse(Person.objects.get(public_id=public_id).phone)

    restrict_person(west.person, RestrictionKind.RESTRICTION, until=None, by="wali", at=AT)
    page = next(p for n, p in PAGES if (n, p.name) == ("organisations:", "person"))
    monkeypatch.setattr(page, "callback", forgetful)
    head = dict(everybody_there(west))["head"]
    assert set(told_to(head, west)) == {"organisations:person"}


def reads_contact(text: str, *, is_python: bool) -> bool:
    if not is_python:
        tags = re.findall(r"{[{%].*?[%}]}", text)
        return any(re.search(r"\.(email|phone)\b", tag) for tag in tags)
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"email", "phone"}
        and isinstance(node.ctx, ast.Load)
        for node in ast.walk(ast.parse(text))
    )


def speaks_to_mail(text: str) -> bool:
    named = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            named |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            named.add(node.module or "")
    return bool(named & SPEAKS)


def files(*endings: str) -> Iterator[tuple[str, str]]:
    for ending in endings:
        for file in HOUSE.rglob(f"*{ending}"):
            yield str(file.relative_to(HOUSE)), file.read_text(encoding="utf-8")


def test_every_place_that_reads_an_address_is_known_with_its_reason():
    found = {
        name for name, text in files(".py", ".html", ".txt")
        if reads_contact(text, is_python=name.endswith(".py"))
    }  # fmt: skip
    assert {name for name in found if not name.startswith(OF_ONES_OWN_DOOR)} == set(READERS)


def test_only_the_ports_of_messages_speak_to_mail_servers():
    found = {name for name, text in files(".py") if speaks_to_mail(text)}
    assert found == {"messaging/ports/mail.py"}


@pytest.mark.parametrize(
    ("text", "is_python"),
    [
        ("rows = [person.phone for person in people]", True),
        ("<td>{{ each.person.email }}</td>", False),
    ],
)
def test_a_new_place_that_reads_an_address_would_be_found(text, is_python):
    assert reads_contact(text, is_python=is_python)


def test_a_new_place_that_sends_by_itself_would_be_found():
    assert speaks_to_mail("from django.core.mail import send_mail\nsend_mail('a', 'b', 'c', ['d'])")
