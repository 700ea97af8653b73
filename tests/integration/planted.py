"""An agency in which every kind of object carries a mark, and another that must never see one.

The mark stands in names, words and file names of the west; its units also have codes, and its
people numbers. Whatever of it appears in an answer to somebody from the east is a leak.
"""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils.timezone import localdate, now
from tests import background_tasks
from tests.integration.api_callers import token_for
from tests.integration.conftest import AT, PLAN, document_for, upload

from dampak.accounts.managing.delegating import delegate_role
from dampak.accounts.managing.inviting import invite
from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.models import Lock
from dampak.impact.services import keep_answer, seal_plan, write_plan
from dampak.intake.selectors import served_snapshot
from dampak.intake.services import receive_delivery
from dampak.jobs.services import enqueue
from dampak.listening.services import open_survey
from dampak.messaging.notices import TRIAL
from dampak.messaging.services import send
from dampak.organisations.importing.services import receive_lists
from dampak.organisations.models import Employment, Person, Unit
from dampak.organisations.services import NewUnit, Place, enter_person, open_unit
from dampak.privacy.models import Asked
from dampak.privacy.services.asking import ask
from dampak.privacy.services.incidents import open_incident
from dampak.warehouse.roster import UnitOnRoll

PASSWORD = "loket prima 9"
# The mark, the names of the west's units, and their codes where they stand alone.
MARKED = re.compile(r"xylofon|kecamatan \d|\bBARAT\b|198501\*+|0812-7777", re.IGNORECASE)


def plant_west() -> SimpleNamespace:
    """The agency in the west, over the units of the small office, with something of everything."""
    west = _unit("BARAT", "Dinas Xylofon Barat")
    offices = [_unit(f"K{n}", f"Kecamatan {n}", west) for n in range(1, 7)]
    person = _person(offices[0])
    head = _account("pejabat-xylofon", Role.HEAD, west, name="Pejabat Xylofon")
    clerk = _account("staf-xylofon", Role.TRAINING_MANAGER, west, name="Staf Xylofon")
    admin = _account("adm-xylofon", Role.ADMINISTRATOR, west, name="Administrator Xylofon")
    User.objects.filter(pk=clerk.pk).update(person=person)
    lent = delegate_role(
        head.assignments.get(), to=clerk, unit=west, until=_later(), by=head, at=now()
    )
    new = User(username="baru-xylofon", first_name="Baru Xylofon")
    invite(new, Role.CIVIL_SERVANT, unit=west, by=admin, at=now())
    return SimpleNamespace(
        unit=west,
        office=offices[0],
        person=person,
        head=head,
        lent=lent,
        delivery=_delivery(west),
        survey=_survey(),
        plan=_plan(),
        draft=write_plan(_marked(PLAN.replace("waktu-loket", "w").replace("loket-daring", "d")),
                         by="staf-xylofon", at=AT),
        job=enqueue(background_tasks.patient, key="xylofon:1", by=clerk.username, at=AT,
                    unit_path=west.path),
        message=send(clerk, TRIAL, {"link": "/xylofon/"}, key="xylofon", at=AT)[0],
        token=token_for(admin, name="SIMPEG Xylofon")[0],
        lists=_lists(west),
        lock=_lock(head),
        asked=_asked(clerk),
        incident=_incident(west, admin),
    )  # fmt: skip


def plant_east() -> dict[str, User]:
    """The agency in the east, with somebody named Clara in every role over it."""
    east = _unit("TIMUR", "Dinas Timur")
    _unit("T1", "Kantor Timur", east)
    return {role: _account(f"clara-{role}", role, east, name=f"Clara {role}") for role in Role}


def _unit(code: str, name: str, parent: Unit | None = None) -> Unit:
    return open_unit(NewUnit(code=code, name=name, parent=parent), by="test", at=AT)


def _account(username: str, role: Role, unit: Unit | None, *, name: str) -> User:
    told = {"password": PASSWORD, "role": role, "unit": unit, "name": name}
    user = open_account(username, **told, by="test", at=AT)[0]
    return User.objects.get(pk=user.pk)


def _person(unit: Unit) -> Person:
    place = Place(unit=unit, position="Arsiparis Xylofon", employment=Employment.PNS)
    found = enter_person(
        name="Marwoto Xylofon", nip="198501012010011901", place=place, on=date(2024, 1, 1),
        by="test", at=AT, email="marwoto@xylofon.example",
    )  # fmt: skip
    Person.objects.filter(pk=found.pk).update(phone="0812-7777-4242")
    return found


def _delivery(unit: Unit) -> Any:
    files = [upload("xylofon-rahasia.csv", "kode;nama\nK1;Kecamatan 1\n")]
    return receive_delivery(files, by="staf-xylofon", at=AT, units=[unit])


def _survey() -> Any:
    first = UnitOnRoll(code="K1", name="Kecamatan 1", parent_code=None)
    today = localdate()
    return open_survey(
        first, service="KTP Xylofon", opens_on=today, closes_on=today, words="", by="sri", at=AT
    )


def _plan() -> Any:
    plan = seal_plan(write_plan(_marked(PLAN), by="sri", at=AT), by="sri", at=AT)
    keep_answer(plan, document_for(plan, served_snapshot()), by="sri", at=AT)
    return plan


def _marked(text: str) -> str:
    return text.replace("Loket Prima", "Loket Xylofon")


def _lists(unit: Unit) -> Any:
    files = [upload("pegawai-xylofon.csv", "nip;nama\n198501012010011901;Marwoto Xylofon\n")]
    return receive_lists(
        files, on=AT.date(), is_complete=False, paths=[unit.path], by="staf-xylofon", at=AT
    )


def _lock(user: User) -> Lock:
    return Lock.objects.create(
        kind=Lock.Kind.NAME, key="x" * 32, shown=user.username, user=user, tries=9,
        began_at=now(), until=now() + timedelta(hours=1),
    )  # fmt: skip


def _asked(user: User) -> Any:
    clerk = User.objects.get(pk=user.pk)
    return ask(clerk, Asked.ACCESS, words="Xylofon", nonce="xylofon", language="id", at=AT)


def _incident(unit: Unit, by: User) -> Any:
    names = ("happened", "noticed", "data", "handling", "recovery")
    told = {"title": "Laptop Xylofon", "known_at": AT, "unit": unit, **dict.fromkeys(names, "x")}
    return open_incident(told, nonce="xylofon", by=by, at=AT)


def _later() -> date:
    return localdate() + timedelta(days=30)
