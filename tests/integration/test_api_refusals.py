"""What cannot be done, told in one shape: refused filters, types, cursors, sizes, floods."""

import sqlite3

import pytest
import time_machine
from django.db import OperationalError
from django.utils.timezone import now
from tests.integration.api_callers import API, Caller, caller_of
from tests.integration.conftest import PLAN, upload

from dampak.accounts.access import Permission
from dampak.api import middleware
from dampak.api.cursors import cursor_to
from dampak.listening.limits import counts_in

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def sri(people):
    return caller_of(people["sri"])


def refusal(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/json")
    told = answer.json()
    assert set(told) == {"code", "message", "data"}
    assert told["message"]
    return told


def test_a_misspelt_filter_is_refused_and_does_not_widen_the_answer(sri):
    refusal(sri.get("/audit-entries?dede=x"), 403)  # the right is asked for first
    told = refusal(sri.get("/jobs?stat=done"), 422)
    assert told["data"]["faults"][0]["where"] == "query.stat"
    refusal(sri.get("/jobs?limit=1&limit=2"), 422)


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=ten", "limit=-1", "limit=1e3"),
        *("state=gone", "after=", "after=x", "after=%00"),
    ],
)
def test_a_value_that_the_document_does_not_allow_is_refused(sri, query):
    refusal(sri.get(f"/jobs?{query}"), 422)


@pytest.mark.parametrize("day", ["2026-02-30", "0", "1700000000", "20260101", "2026-1-1", "now"])
def test_a_day_is_a_day(sri, day):
    refusal(sri.get(f"/units?as_of={day}"), 422)


def test_a_forged_cursor_and_one_of_another_list_lead_nowhere(sri):
    for name in ("a", "b"):
        sri.post("/plans", {"text": PLAN.replace("loket", f"loket-{name}")})
    cursor = sri.get("/plans?limit=1").json()["next"]
    place, signature = cursor.split(".")
    turned = signature[:-1] + ("0" if signature[-1] != "0" else "1")
    for forged in (f"{place}.{turned}", cursor_to([1], of="jobs None"), f"{place}A.{signature}"):
        refusal(sri.get(f"/plans?after={forged}"), 404)
    refusal(sri.get(f"/deliveries?after={cursor}"), 404)
    assert sri.get(f"/plans?after={cursor}").status_code == 200


def test_other_types_are_neither_read_nor_written(sri):
    secret = {"Authorization": f"Bearer {sri.secret}"}
    text = sri.client.post(f"{API}/plans", "x", content_type="text/plain", headers=secret)
    assert refusal(text, 415)["data"] == {"wanted": "application/json"}
    json = sri.client.post(f"{API}/deliveries", "{}", "application/json", headers=secret)
    assert refusal(json, 415)["data"] == {"wanted": "multipart/form-data"}
    refusal(sri.get("/token", Accept="text/html"), 406)


def test_a_method_that_is_not_taken_hears_which_are(sri):
    secret = {"Authorization": f"Bearer {sri.secret}"}
    answer = sri.client.delete(f"{API}/plans", headers=secret)
    refusal(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_where_nothing_stands_the_answer_has_the_same_shape(sri):
    for path in ("/nothing", "/plans/", "/units/a/b/c", "/plans/999999", "/findings/none"):
        refusal(sri.get(path), 404)
    refusal(sri.post("/nothing"), 404)


@pytest.mark.parametrize("body", [b" ", b"{", b"[]", b"null", b"\xff", b"[" * 9999, b'{"text": 1}'])
def test_a_body_that_is_not_what_was_asked_for_is_refused(sri, body):
    secret = {"Authorization": f"Bearer {sri.secret}"}
    answer = sri.client.post(f"{API}/plans", body, "application/json", headers=secret)
    refusal(answer, 422)


def test_unknown_parts_of_a_body_are_refused(sri):
    told = refusal(sri.post("/plans", {"text": PLAN, "titel": "x"}), 422)
    assert told["data"]["faults"][0]["where"].endswith("titel")


def test_text_that_no_database_takes_is_refused(sri):
    for text in ("a\0b", "\ud800"):
        refusal(sri.post("/plans", {"text": text}), 422)
    refusal(sri.get("/audit-entries?by=a%00b"), 403)


def test_more_than_a_request_may_hold_is_refused_before_it_is_read(sri, settings):
    settings.LARGEST_DELIVERY_BYTES = 2 * 2**20
    refusal(sri.hand_in([upload("units.csv", b"x" * (3 * 2**20))]), 413)
    refusal(Caller().hand_in([upload("units.csv", b"x" * (2 * 2**20))]), 413)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    refusal(sri.post("/plans", {"text": "x" * 2000}), 413)


def test_hostile_names_of_files_stay_in_their_folder(sri, home):
    hostile = [
        "../../../evil.csv",
        "..\\..\\evil.csv",
        "/etc/passwd",
        ".hidden",
        "a" * 300,
        "ns\n.csv",
    ]
    handed = sri.hand_in([upload(name, "a;b\n1;2\n") for name in hostile])
    assert handed.status_code == 201
    kept = {path.resolve() for path in home.rglob("*") if path.is_file()}
    assert not [path for path in kept if path.name == "evil.csv" and path.parent == home.parent]
    folder = home / "uploads" / str(handed.json()["number"])
    assert {path.name for path in folder.iterdir()} == {
        each["name"] for each in handed.json()["files"]
    }


def test_a_refusal_speaks_the_language_that_was_asked_for(sri):
    english = sri.get("/plans/999", Accept_Language="en-GB,id;q=0.5")
    indonesian = sri.get("/plans/999")
    assert english["Content-Language"] == "en"
    assert indonesian["Content-Language"] == "id"
    assert english.json()["message"] != indonesian.json()["message"]
    assert english.json()["code"] == indonesian.json()["code"]


@pytest.fixture
def ten_past():
    """Ten seconds into a minute, which does not go on."""
    moment = now().replace(second=10, microsecond=0)
    with time_machine.travel(moment, tick=False):
        yield


def test_who_asks_too_often_waits_and_others_do_not(people, settings, ten_past):
    settings.MOST_API_REQUESTS_A_MINUTE = 3
    sri, hasan = caller_of(people["sri"]), caller_of(people["hasan"])
    statuses = [sri.get("/token").status_code for _each in range(8)]
    assert statuses == [200] * 3 + [429] * 5
    flood = sri.get("/token")
    assert refusal(flood, 429)["code"] == "too_many"
    assert flood["Retry-After"] == "50"
    assert hasan.get("/token").status_code == 200


def test_guessing_tokens_is_counted_by_address(people, settings, ten_past):
    settings.MOST_STRANGE_REQUESTS_A_MINUTE = 3
    statuses = [Caller(secret=f"dampak_{each}").get("/token").status_code for each in range(8)]
    assert statuses == [401] * 3 + [429] * 5
    assert caller_of(people["sri"]).get("/token").status_code == 200


def test_counts_are_shared_between_processes_and_name_nobody(sri, home):
    sri.get("/token")
    Caller().get("/token")
    with sqlite3.connect(counts_in(home)) as counts:
        rows = counts.execute("SELECT who, times FROM asked").fetchall()
    assert len(rows) == 2
    assert all("127.0.0.1" not in who and "token" not in who for who, _times in rows)


def test_a_counter_that_cannot_be_written_closes_no_door(sri, home):
    counts_in(home).mkdir(parents=True)
    assert sri.get("/token").status_code == 200


def test_a_fault_of_ours_says_nothing_of_its_insides(sri, monkeypatch):
    from dampak.api.views import own_token

    number = "199001012015011001"

    def broken(_request):
        raise RuntimeError(number)

    monkeypatch.setattr(own_token, "token_behind", broken)
    sri.client.raise_request_exception = False
    told = refusal(sri.get("/token"), 500)
    assert number[:8] not in str(told)


def test_a_right_that_is_missing_is_named_and_nothing_else(people, served):
    budi = caller_of(people["budi"], Permission.SEE_UNITS)
    told = refusal(budi.get("/indicators"), 403)
    assert told["data"] == {"permission": "read_evidence"}


def test_a_ledger_that_does_not_answer_is_told_in_the_same_shape(sri, monkeypatch):
    def broken(*_args, **_named):
        raise OperationalError

    monkeypatch.setattr(middleware, "token_of", broken)
    assert refusal(sri.get("/token"), 503)["code"] == "cannot_read"
