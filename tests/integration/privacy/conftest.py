"""Ratna keeps the privacy of one agency; Budi serves there, Clara keeps that of another."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.organisations.models import Employment, Status
from dampak.organisations.services import NewUnit, Place, end_posting, enter_person, open_unit

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
PASSWORD = "loket prima 9"


def account(name: str, role: Role, unit: Any = None) -> User:
    found = open_account(name, password=PASSWORD, role=role, unit=unit, by="test", at=AT)[0]
    return User.objects.get(pk=found.pk)


@pytest.fixture
def office(db: None) -> SimpleNamespace:
    here = open_unit(NewUnit(code="DINAS", name="Dinas Kependudukan"), by="test", at=AT)
    below = open_unit(NewUnit(code="LOKET", name="Loket", parent=here), by="test", at=AT)
    there = open_unit(NewUnit(code="LAIN", name="Dinas Lain"), by="test", at=AT)
    place = Place(unit=below, position="Petugas Loket", employment=Employment.PNS, rank="III/a")
    person = enter_person(
        name="Budi Markah", nip="198501012010011901", place=place, on=date(2024, 1, 1),
        by="test", at=AT, email="budi.markah@example.go.id",
    )  # fmt: skip
    budi = account("budi", Role.CIVIL_SERVANT, below)
    User.objects.filter(pk=budi.pk).update(
        person=person, first_name="Budi Markah", email="budi.markah@example.go.id"
    )
    return SimpleNamespace(
        here=here, below=below, there=there, person=person,
        budi=User.objects.get(pk=budi.pk),
        ratna=account("ratna", Role.STEWARD, here),
        clara=account("clara", Role.STEWARD, there),
        chief=account("chief", Role.ADMINISTRATOR),
    )  # fmt: skip


@pytest.fixture
def retired(office: SimpleNamespace) -> SimpleNamespace:
    """Budi has left: his last posting ended in 2025."""
    end_posting(office.person, status=Status.RETIRED, on=date(2025, 6, 30), by="test", at=AT)
    return office
