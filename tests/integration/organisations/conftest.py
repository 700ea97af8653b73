"""A small regency and somebody in it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
BY = {"by": "sri", "at": AT}
DAY = date(2026, 1, 1)


def nip(number: int, *, sex: int = 1) -> str:
    """A number that nobody has: right in form, from the sequences 900 to 999."""
    day, year = number // 100 % 28, 1970 + number // 2800 % 25
    return f"{year}01{day + 1:02}{year + 25}01{sex}{900 + number % 100}"


@pytest.fixture
def tree(db: None) -> dict[str, Any]:
    """A health office with two clinics, and a social office."""
    from dampak.organisations.services import NewUnit, open_unit

    units: dict[str, Any] = {}
    for code, name, above in (
        ("KAB", "Kabupaten Uji Makmur", ""),
        ("DINKES", "Dinas Kesehatan", "KAB"),
        ("PKM-1", "Puskesmas Melati", "DINKES"),
        ("PKM-2", "Puskesmas Kenanga", "DINKES"),
        ("DINSOS", "Dinas Sosial", "KAB"),
    ):
        new = NewUnit(code=code, name=name, parent=units.get(above))
        units[code] = open_unit(new, **BY)
    return units


@pytest.fixture
def enter() -> Callable[..., Any]:
    """Somebody new in a unit."""
    from dampak.organisations.models import Employment
    from dampak.organisations.services import Place, enter_person

    def somebody(number: int, unit: Any, *, on: date = date(2024, 1, 1), **given: Any) -> Any:
        named = given.pop("name", f"Pegawai {number:03}")
        given.setdefault("employment", Employment.PNS)
        place = Place(unit=unit, position=given.pop("position", "Arsiparis"), **given)
        return enter_person(name=named, nip=nip(number), place=place, on=on, **BY)

    return somebody
