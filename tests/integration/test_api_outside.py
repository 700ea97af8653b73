"""What the engineer of an outside system needs, who has the API's page and a token only."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import Caller, caller_of, two_agencies
from tests.integration.conftest import AT, PLAN, office, upload

from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.document import ABOUT
from dampak.jobs.running import run_ready

pytestmark = [pytest.mark.database, pytest.mark.django_db]
UNITS = "unit_code,unit_name\nDINAS,Dinas Satu\n"


@pytest.fixture
def sri(people):
    return caller_of(people["sri"])


@pytest.fixture
def admin(people):
    return caller_of(people["admin"])


def lists_of(caller, on, **headers):
    to = f"/staff-lists?listed_on={on}"
    return caller.hand_in([upload("units.csv", UNITS)], to=to, **headers)


def test_each_answer_says_how_much_may_still_be_asked_within_the_minute(people, settings):
    settings.MOST_API_REQUESTS_A_MINUTE = 2
    caller = caller_of(people["sri"])
    with time_machine.travel(datetime(2026, 3, 2, 3, 0, 45, tzinfo=UTC), tick=False):
        answers = [caller.get("/token") for _each in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert [each["RateLimit-Remaining"] for each in answers] == ["1", "0", "0"]
    assert {each["RateLimit-Limit"] for each in answers} == {"2"}
    assert {each["RateLimit-Reset"] for each in answers} == {"15"}  # 45 s of the minute are over
    assert answers[-1]["Retry-After"] == "15"


def test_an_answer_that_nothing_has_changed_says_it_too(sri):
    first = sri.get("/token")
    again = sri.get("/token", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    for name in ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"):
        assert again[name].isdigit()


def test_only_who_cannot_be_looked_up_is_told_nothing_of_it(sri, monkeypatch):
    def broken(*_told, **_named):
        raise DatabaseError

    monkeypatch.setattr("dampak.api.middleware.token_of", broken)
    answer = sri.get("/token")
    assert answer.status_code == 503
    assert not {name for name in answer.headers if name.startswith("RateLimit")}
    assert "Every answer but 503" in ABOUT


def test_a_cursor_of_other_filters_says_to_begin_again(sri):
    for name in ("a", "b"):
        text = PLAN.replace("waktu-loket", f"w-{name}").replace("loket-daring", f"d-{name}")
        assert sri.post("/plans", {"text": text}).status_code == 201
    cursor = sri.get("/plans?limit=1").json()["next"]
    lost = sri.get(f"/deliveries?limit=1&after={cursor}")
    assert (lost.status_code, lost.json()["code"]) == (404, "no_such_page")
    assert sri.get("/plans/99").json()["code"] == "not_found"


def test_a_moment_is_the_same_in_every_answer(sri):
    for headers in ({}, {"Idempotency_Key": "kiriman-2026-11-22"}):
        handed = sri.hand_in(office(), **headers).json()
        assert sri.get(f"/deliveries/{handed['number']}").json() == handed
        assert len(handed["sent_at"]) == len("2026-11-22T03:00:00.000Z")


def test_deliveries_can_be_asked_for_by_their_state(sri):
    waiting, left = (sri.hand_in(office()).json()["number"] for _each in range(2))
    sri.post(f"/deliveries/{left}/discard")

    def numbers(state):
        found = sri.get(f"/deliveries?state={state}").json()["items"]
        return [each["number"] for each in found]

    assert (numbers("waiting"), numbers("discarded"), numbers("accepted")) == (
        [waiting],
        [left],
        [],
    )
    assert sri.get("/deliveries?state=lost").status_code == 422


def test_lists_of_staff_can_be_found_again(admin):
    number = lists_of(admin, "2026-01-05").json()["number"]
    assert [each["number"] for each in admin.get("/staff-lists").json()["items"]] == [number]
    assert admin.get("/staff-lists?state=accepted").json()["items"] == []


def test_lists_of_staff_of_another_agency_are_not_listed(db):
    west, east = two_agencies()
    callers = {}
    for name, unit in (("ani", west), ("clara", east)):
        role = Role.ADMINISTRATOR
        user, _new = open_account(
            name, password="loket prima 9", role=role, by="t", at=AT, unit=unit
        )
        callers[name] = caller_of(user)
        lists_of(callers[name], "2026-01-05")
    for name, caller in callers.items():
        assert [each["sent_by"] for each in caller.get("/staff-lists").json()["items"]] == [name]


def test_a_list_may_be_of_today_as_the_offices_calendar_has_it(people, settings):
    caller = caller_of(people["admin"])
    half_past_six_in_jakarta = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    with time_machine.travel(half_past_six_in_jakarta, tick=False):
        assert lists_of(caller, "2026-11-22").json()["listed_on"] == "2026-11-22"
        ahead = lists_of(caller, "2026-11-23")
    assert (ahead.status_code, ahead.json()["code"]) == (409, "day_ahead")
    assert ahead.json()["data"]["faults"][0]["where"] == "query.listed_on"


def test_lists_that_cannot_be_taken_over_say_why(admin):
    number = lists_of(admin, "2026-01-05").json()["number"]
    early = admin.post(f"/staff-lists/{number}/accept", Accept_Language="en")
    assert (early.status_code, early.json()["data"]["state"]) == (409, "reading")
    assert "still being read" in early.json()["message"]
    faulty = "nip,nama,unit_code\n123,Budi,NOPE\n"
    to = "/staff-lists?listed_on=2026-01-05"
    wrong = admin.hand_in([upload("pegawai.csv", faulty)], to=to).json()["number"]
    run_ready(clock=now)
    refused = admin.post(f"/staff-lists/{wrong}/accept")
    assert refused.json()["data"]["state"] == "refused"
    assert refused.json()["data"]["faults"]


def test_what_was_found_in_a_list_is_told_without_what_makes_it_harmless_in_a_spreadsheet(admin):
    faulty = "nip,nama,unit_code\n=1+1,Budi,DINAS\n'=2+2,Wati,DINAS\n"
    to = "/staff-lists?listed_on=2026-01-05"
    number = admin.hand_in([upload("units.csv", UNITS), upload("pegawai.csv", faulty)], to=to)
    run_ready(clock=now)
    rows = admin.get(f"/staff-lists/{number.json()['number']}/refused-rows").json()["items"]
    assert [each["value"] for each in rows if each["column"] == "nip"] == ["=1+1", "'=2+2"]


def test_a_misspelt_unit_does_not_answer_with_nothing(admin):
    for path in ("/people?unit=NOPE", "/units?below=NOPE"):
        assert admin.get(path).status_code == 404


def test_who_knows_the_tables_can_write_files_that_are_taken(sri):
    tables = {each["name"]: each for each in Caller().get("/tables").json()["items"]}
    training = tables["training"]
    assert training["handed_in_to"] == "/deliveries"
    cells = {"unit_code": "K1", "programme": "Loket Prima", "started_on": "2024-02-01"}
    needed = [each["name"] for each in training["columns"] if each["is_required"]]
    assert set(needed) <= set(cells)
    content = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    number = sri.hand_in(office(training__csv=content)).json()["number"]
    receipt = sri.get(f"/deliveries/{number}/receipt").json()
    kept = {each["table"]: each["rows_kept"] for each in receipt["tables"]}
    assert (receipt["faults"], kept["training"]) == ([], 1)


def table_of_requests():
    tables = Caller().get("/tables").json()["items"]
    return next(each for each in tables if each["name"] == "service_requests")


def test_the_words_that_may_stand_in_a_column_are_named_and_others_refused(sri):
    columns = {each["name"]: each for each in table_of_requests()["columns"]}
    named = columns["status"]["words"]
    closed_on = dict.fromkeys(named, "2024-01-09") | {"open": ""}
    said = enumerate([*closed_on.items(), ("dibuang", "")])
    rows = [f"R{number},K1,2024-01-05,{day},{word}" for number, (word, day) in said]
    content = "\n".join(["request_id,unit_code,received_at,closed_at,status", *rows, ""])
    number = sri.hand_in(office(service_requests__csv=content)).json()["number"]
    refused = sri.get(f"/deliveries/{number}/refused-rows").json()["items"]
    receipt = sri.get(f"/deliveries/{number}/receipt").json()
    kept = {each["table"]: each["rows_kept"] for each in receipt["tables"]}
    assert kept["service_requests"] == len(named)
    assert [(each["column"], each["value"]) for each in refused] == [("status", "dibuang")]


def test_of_each_column_it_is_told_how_offices_call_it_and_whether_it_names_a_person():
    columns = table_of_requests()["columns"]
    assert not any(each["identifies_person"] for each in columns)
    assert bad_files.REQUESTS.split(",")[0] in {each["indonesian"] for each in columns}


def test_a_token_of_a_part_is_told_that_the_whole_is_asked_for(db):
    west, _east = two_agencies()
    role = Role.TRAINING_MANAGER
    ani, _new = open_account("ani", password="loket prima 9", role=role, by="t", at=AT, unit=west)
    caller = caller_of(ani)
    number = caller.hand_in(office()).json()["number"]
    refused = caller.post(f"/deliveries/{number}/accept", Accept_Language="en")
    assert (refused.status_code, refused.json()["data"]["everywhere"]) == (403, True)
    assert "whole installation" in refused.json()["message"]
    assert caller.get(f"/deliveries/{number}/receipt").json()["state"] == "waiting"
