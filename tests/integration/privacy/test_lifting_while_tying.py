"""Whoever lifts their restriction while somebody ties their account waits for the tie; both end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.utils.timezone import now
from tests.integration.privacy.conftest import AT, account

from dampak.accounts import restricting
from dampak.accounts.managing.tying import tie_to_record, untie_from_record
from dampak.accounts.models import AccountRestriction, Role
from dampak.organisations.models import Restriction
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.services.answering import answer
from dampak.privacy.services.asking import ask
from dampak.privacy.services.restricting import lift, lift_own

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
PATIENCE = 30  # seconds, of which a machine at leisure needs none


@pytest.fixture
def wish(office: SimpleNamespace) -> PrivacyRequest:
    """The data of an account are restricted, which is being tied to a record."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    untie_from_record(office.budi, office.person, because="x", by=office.chief, at=AT)
    andi = account("andi", Role.CIVIL_SERVANT, office.below)
    made = ask(andi, Asked.RESTRICTION, words="x", nonce="n", language="id", at=now())
    answer(made, Outcome.GRANTED, words="Ya", by=office.chief, at=now())
    return PrivacyRequest.objects.get(pk=made.pk)


def by_oneself(wish: PrivacyRequest, _office: SimpleNamespace) -> None:
    assert wish.user
    lift_own(wish.user, at=now())


def by_steward(wish: PrivacyRequest, office: SimpleNamespace) -> None:
    lift(wish, because="Perkara selesai", by=office.ratna, at=now())


@pytest.mark.parametrize("lifting", [by_oneself, by_steward])
def test_lifting_waits_for_the_tie_and_reaches_the_record(lifting, wish, office, monkeypatch):
    meanwhile = Meanwhile(lambda: lifting(wish, office))
    reach = restricting._reach

    def reach_while_it_is_lifted(*told: Any, **named: Any) -> None:
        meanwhile.begin()
        reach(*told, **named)

    monkeypatch.setattr(restricting, "_reach", reach_while_it_is_lifted)
    tie_to_record(wish.user, office.person, by=office.chief, at=now())
    meanwhile.end()
    assert AccountRestriction.objects.get().lifted_at is not None
    assert Restriction.objects.get().lifted_at is not None


class Meanwhile:
    """A deed on a connection of its own, begun until it waits for ours."""

    def __init__(self, deed: Callable[[], None]) -> None:
        self.deed, self.pool = deed, ThreadPoolExecutor(1)

    def run(self) -> None:
        try:
            self.deed()
        finally:
            connections.close_all()

    def begin(self) -> None:
        self.done = self.pool.submit(self.run)
        last = monotonic() + PATIENCE
        while not self.waits():
            assert not self.done.done()
            assert monotonic() < last
            sleep(0.01)

    def waits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_locks "
                "where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            return bool(cursor.fetchone()[0])

    def end(self) -> None:
        self.done.result(PATIENCE)
        self.pool.shutdown()
