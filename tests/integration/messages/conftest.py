"""A letter to try things out, Budi who gets it, and the servers that take it."""

from typing import Any

import pytest
from tests.message_servers import gateway, mail_server

from dampak.foundation.text import gettext_noop
from dampak.messaging import letters
from dampak.messaging.letters import Letter, letter
from dampak.organisations.models import Person, Unit


@pytest.fixture
def news():
    """Declare a letter for one test."""
    before = set(letters.LETTERS)

    def declare(name: str = "test.news", **rules: bool) -> Letter:
        return letter(
            name,
            version=3,
            subject=gettext_noop("A message to try things out"),
            body="Dear %(name)s: %(link)s",
            **rules,
        )

    yield declare
    for name in set(letters.LETTERS) - before:
        del letters._KNOWN[name]


@pytest.fixture
def person() -> Person:
    """Budi, who serves in Jayapura's time, with an e-mail address and a telephone."""
    Unit.objects.create(code="P1", path="0001", name="Papua 1", time_zone="Asia/Jayapura")
    return Person.objects.create(
        name="Budi Santoso",
        nip_key=b"b" * 32,
        nip_masked="198501********1001",
        employment="PNS",
        unit_path="0001",
        email="budi@dinas.example",
        phone="+628110000001",
    )


@pytest.fixture
def called(person: Person) -> Person:
    """Budi without an e-mail address."""
    person.email = ""
    person.save()
    return person


@pytest.fixture
def mails(settings: Any):
    with mail_server() as heard:
        settings.MAIL_SERVER = {"host": "127.0.0.1", "port": heard.port, "timeout": 0.7}
        settings.MAIL_FROM = "dampak <dampak@dinas.example>"
        yield heard


@pytest.fixture
def phones(settings: Any):
    with gateway() as heard:
        settings.GATEWAY_ADDRESS = f"http://127.0.0.1:{heard.port}/messages"
        settings.GATEWAY_SECRET = "secret-of-the-gateway"
        yield heard
