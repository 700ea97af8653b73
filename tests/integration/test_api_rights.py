"""Every operation of the API, asked by every role, by a stranger and from another agency."""

import re

import pytest
from tests.integration.api_callers import API, Caller, caller_of, two_agencies
from tests.integration.conftest import AT, PLAN, office, upload

from dampak.accounts.access import GRANTED, Permission
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.views.manual import document_made

pytestmark = [pytest.mark.database, pytest.mark.django_db]

OPERATIONS = [
    (method.upper(), path.removeprefix(API), operation)
    for path, methods in document_made()["paths"].items()
    for method, operation in methods.items()
]
IN_PARTS = {"/deliveries", "/staff-lists"}
OPEN = {"list_releases", "read_release", "list_tables"}
IDS = [f"{method} {path}" for method, path, _operation in OPERATIONS]


def asked(caller: Caller, method: str, path: str, **named: object) -> int:
    filled = re.sub(r"{(\w+)}", lambda found: str(named.get(found[1], "1")), path)
    if method == "GET":
        return caller.get(filled).status_code
    if path in IN_PARTS:
        return caller.hand_in([], to=path).status_code
    return caller.post(filled, {}).status_code


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=IDS)
def test_every_operation_names_its_right_or_is_open_on_purpose(method, path, operation):
    if operation["operationId"] in OPEN:
        assert operation["x-public"]
        assert operation["security"] == []
    elif operation["operationId"] == "read_token":
        assert operation["x-permission"] is None
    else:
        assert operation["x-permission"] in set(Permission)


def test_a_stranger_is_asked_for_a_token_everywhere_else(db):
    for method, path, operation in OPERATIONS:
        status = asked(Caller(), method, path)
        if operation["operationId"] in OPEN:
            assert status in {200, 404}, path
        else:
            assert status == 401, path


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_it_was_granted_and_nothing_else(db, role):
    user, _new = open_account("ani", password="loket prima 9", role=role, by="t", at=AT)
    caller = caller_of(user)
    for method, path, operation in OPERATIONS:
        wanted = operation.get("x-permission")
        status = asked(caller, method, path)
        if wanted is None or wanted in GRANTED[role]:
            assert status in {200, 202, 404, 409, 422}, (path, status)
        else:
            assert status == 403, (path, status)


@pytest.mark.parametrize("right", Permission)
def test_a_token_may_what_it_was_made_for_although_its_holder_may_more(people, right):
    caller = caller_of(people["admin"], right)
    for method, path, operation in OPERATIONS:
        wanted = operation.get("x-permission")
        status = asked(caller, method, path)
        if wanted is not None and wanted != right:
            assert status == 403, (path, status)


@pytest.fixture
def clara(db):
    """Clara administers the agency in the east, and may see nothing of the west."""
    west, east = two_agencies()
    user, _new = open_account(
        "clara", password="loket prima 9", role=Role.ADMINISTRATOR, by="t", at=AT, unit=east
    )
    return caller_of(user), west


@pytest.fixture
def west_person(clara):
    from datetime import date

    from dampak.organisations.models import Employment
    from dampak.organisations.services import Place, enter_person

    place = Place(unit=clara[1], position="Arsiparis", employment=Employment.PNS)
    return enter_person(
        name="Budi Santoso",
        nip="198501012010011901",
        place=place,
        on=date(2024, 1, 1),
        by="t",
        at=AT,
    )


def test_from_another_agency_nothing_exists(clara, west_person, survey, answered, people):
    caller, _west = clara
    sri = caller_of(people["sri"])
    number = sri.hand_in(office()).json()["number"]
    job = sri.post(f"/deliveries/{number}/accept").json()["number"]
    for path in ("/people", "/jobs", "/surveys", "/deliveries", "/plans", "/findings"):
        assert caller.get(path).json()["items"] == [], path
    assert [each["code"] for each in caller.get("/units").json()["items"]] == ["TIMUR"]
    for path in (
        *("/units/BARAT", f"/people/{west_person.public_id}", f"/surveys/{survey.code}"),
        *(f"/people/{west_person.public_id}/postings", f"/jobs/{job}", "/plans/1"),
        *(f"/deliveries/{number}", f"/deliveries/{number}/preview", "/findings/waktu-loket"),
        *(f"/deliveries/{number}/refused-rows", f"/deliveries/{number}/receipt"),
        *("/people?unit=BARAT", "/units?below=BARAT"),
    ):
        assert caller.get(path).status_code == 404, path
    listed = caller_of(people["admin"]).hand_in(
        [upload("units.csv", "unit_code,unit_name\nX,Dinas X\n")],
        to="/staff-lists?listed_on=2026-01-05",
    )
    assert listed.status_code == 201
    for deed in ("accept", "discard"):
        assert caller.post(f"/staff-lists/{listed.json()['number']}/{deed}").status_code == 404
    assert caller.get(f"/staff-lists/{listed.json()['number']}").status_code == 404
    assert caller.get("/staff-lists").json()["items"] == []
    assert caller.post("/people-by-number", {"nip": "198501012010011901"}).status_code == 404
    readings = "/indicators/median-completion-time/readings"
    assert caller.get(readings).json()["items"] == []
    assert caller.get(f"{readings}?unit=*").json()["items"] == []
    assert caller.get(f"{readings}?unit=K1").status_code == 404
    for path, sent in (("/plans", {"text": PLAN}), (f"/deliveries/{number}/accept", None)):
        assert caller.post(path, sent).status_code == 403, path
    assert caller.get("/audit-entries").status_code == 403


def test_a_person_is_found_by_number_in_a_body_and_shown_masked(clara, west_person, people):
    admin = caller_of(people["admin"])
    found = admin.post("/people-by-number", {"nip": "198501012010011901"})
    assert found.json()["id"] == west_person.public_id
    assert "198501012010011901" not in found.content.decode()
    assert found.json()["unit_code"] == "BARAT"
    assert admin.get("/people").json()["items"] == [found.json()]
    posted = admin.get(f"/people/{west_person.public_id}/postings").json()["items"]
    assert [each["unit_code"] for each in posted] == ["BARAT"]
    assert admin.post("/people-by-number", {"nip": "198501012010011902"}).status_code == 404


def test_a_planted_leak_is_found_by_the_walk(db, monkeypatch):
    from dampak.accounts.access import EVERYTHING
    from dampak.api import gate

    monkeypatch.setattr(gate, "scope_of_token", lambda _token, _permission: EVERYTHING)
    with pytest.raises(AssertionError):
        test_a_role_may_what_it_was_granted_and_nothing_else(db, Role.CIVIL_SERVANT)
