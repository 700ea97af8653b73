"""The API as other systems meet it: what each room answers, and lists page by page."""

import json

import pytest
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import Caller, caller_of
from tests.integration.conftest import AT, PLAN, office, upload

from dampak.accounts.access import Permission
from dampak.jobs.running import run_ready

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def sri(people):
    return caller_of(people["sri"])


def test_the_document_says_what_each_operation_may_answer(client):
    document = client.get("/api/schema.json").json()
    assert document["openapi"] == "3.1.0"
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert {"406", "422", "429"} <= set(operation["responses"]), path


def test_a_token_can_be_asked_what_it_is(people):
    told = caller_of(people["sri"], Permission.SEE_UNITS).get("/token").json()
    assert told["holder"] == "sri"
    assert told["scopes"] == ["see_units"]


def test_an_indicator_comes_with_its_counts_and_the_way_back_to_its_rows(sri, served):
    listed = sri.get("/indicators").json()["items"]
    assert "median-completion-time" in {each["code"] for each in listed}
    readings = sri.get("/indicators/median-completion-time/readings?limit=5").json()
    first = readings["items"][0]
    assert (first["unit_code"], first["month"]) == ("K1", "2024-01")
    assert (first["numerator"], first["denominator"], first["n"]) == (None, 12, 12)
    assert first["trace"] == "/telusur/median-completion-time@K1@2024-01/"


def test_readings_are_those_of_the_page(sri, served, browser_of):
    page = browser_of("sri").get("/indikator/median-completion-time/tabel.csv").content.decode()
    rows = [line.split(",") for line in page.splitlines()[1:]]
    told = []
    after = ""
    while True:
        found = sri.get(f"/indicators/median-completion-time/readings?limit=7{after}").json()
        told += [(each["unit_code"], each["month"]) for each in found["items"]]
        if found["next"] is None:
            break
        after = f"&after={found['next']}"
    assert told == sorted((row[2], row[4]) for row in rows)


def test_readings_can_be_asked_for_of_one_unit_and_some_months(sri, served):
    found = sri.get(
        "/indicators/median-completion-time/readings?unit=K1&first=2024-02&last=2024-03"
    )
    assert [(each["unit_code"], each["month"]) for each in found.json()["items"]] == [
        ("K1", "2024-02"),
        ("K1", "2024-03"),
    ]


def test_files_are_handed_in_previewed_and_accepted_in_the_background(sri):
    from dampak.intake.models import Delivery

    handed = sri.hand_in(office())
    assert handed.status_code == 201
    number = handed.json()["number"]
    preview = sri.get(f"/deliveries/{number}/preview").json()
    assert preview["can_be_accepted"]
    assert preview["rows_set_aside"] == 0
    job = sri.post(f"/deliveries/{number}/accept")
    assert (job.status_code, job.json()["state"]) == (202, "waiting")
    again = sri.post(f"/deliveries/{number}/accept")
    assert again.json()["number"] == job.json()["number"]
    assert sri.get(f"/jobs/{job.json()['number']}").json()["task"] == "intake.accept-delivery"
    run_ready(clock=now)
    assert sri.get(f"/jobs/{job.json()['number']}").json()["state"] == "done"
    assert sri.get(f"/deliveries/{number}").json()["state"] == "accepted"
    assert Delivery.objects.get(pk=number).accepted_by == "sri"


def test_refused_rows_come_page_by_page_with_reasons(sri, served):
    lines = [f"X{number},K9,KTP,2024-01-05,2024-01-09" for number in range(3)]
    handed = sri.hand_in(office(service_requests__csv=bad_files.requests(*lines)))
    number = handed.json()["number"]
    first = sri.get(f"/deliveries/{number}/refused-rows?limit=2").json()
    assert len(first["items"]) == 2
    assert first["items"][0]["reason"]["id"]
    second = sri.get(f"/deliveries/{number}/refused-rows?limit=2&after={first['next']}").json()
    assert second["items"][0]["row"] != first["items"][1]["row"]


def test_a_discarded_delivery_is_accepted_no_more(sri):
    number = sri.hand_in(office()).json()["number"]
    assert sri.post(f"/deliveries/{number}/discard").json()["state"] == "discarded"
    refused = sri.post(f"/deliveries/{number}/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")


FILLED = dict.fromkeys(
    (
        *("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi"),
        *("perilaku", "pengaduan", "sarpras"),
    ),
    4,
)


def test_a_response_is_handed_in_by_the_rules_of_the_citizens_page(sri, survey):
    from dampak.listening.models import Response

    asked = sri.get(f"/surveys/{survey.code}").json()
    assert [each["name"] for each in asked["questions"]] == list(FILLED)
    number = "199001012015011001"
    kept = sri.post(f"/surveys/{survey.code}/responses", FILLED | {"comment": f"NIP {number}"})
    assert kept.status_code == 201
    response = Response.objects.get()
    assert response.persyaratan == 4
    assert number not in response.comment
    for wrong in (FILLED | {"waktu": 5}, FILLED | {"waktu": "4"}, FILLED | {"nama": "Ani"}):
        assert sri.post(f"/surveys/{survey.code}/responses", wrong).status_code == 422
    assert Response.objects.count() == 1


def test_a_closed_survey_takes_no_response(sri, survey):
    from dampak.listening.services import close_survey

    close_survey(survey, by="sri", at=AT)
    refused = sri.post(f"/surveys/{survey.code}/responses", FILLED)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_open")
    assert sri.get("/surveys?state=open").json()["items"] == []


def test_a_plan_is_handed_in_and_sealed_and_its_faults_are_told_together(sri):
    made = sri.post("/plans", {"text": PLAN})
    assert made.status_code == 201
    number = made.json()["number"]
    assert made.json()["studies"] == ["waktu-loket", "loket-daring"]
    sealed = sri.post(f"/plans/{number}/seal")
    assert sealed.json()["is_sealed"]
    assert sri.post(f"/plans/{number}/seal").status_code == 409
    wrong = sri.post("/plans", {"text": '[[study]]\nslug = "x"\n'}, Accept_Language="en")
    assert wrong.status_code == 409
    assert len(wrong.json()["data"]["faults"]) > 1


def test_a_finding_comes_with_its_verdict_and_its_whole_document(sri, answered):
    found = sri.get("/findings/waktu-loket").json()
    assert found["verdict"]
    assert set(found["sentence"]) == {"id", "en"}
    document = sri.get("/findings/waktu-loket/document").json()
    assert document["format"] == "dampak-result/1"


def test_without_a_token_only_what_was_released_is_read(people, answered):
    from dampak.impact.models import Finding
    from dampak.impact.services import release_finding

    stranger = Caller()
    assert stranger.get("/releases").json() == {"items": [], "next": None}
    assert stranger.get("/releases/waktu-loket").status_code == 404
    release_finding(Finding.objects.get(slug="waktu-loket"), by=people["hasan"], at=AT)
    listed = stranger.get("/releases").json()["items"]
    assert [each["slug"] for each in listed] == ["waktu-loket"]
    assert "plan_number" not in listed[0]
    assert stranger.get("/releases/waktu-loket").json()["released_at"]
    assert stranger.get("/findings").status_code == 401


def test_the_steward_reads_the_book_of_deeds(people, sri):
    number = sri.hand_in(office()).json()["number"]
    admin = caller_of(people["admin"])
    lines = admin.get("/audit-entries?deed=delivery.received").json()["items"]
    assert [line["subject_id"] for line in lines] == [str(number)]
    assert sri.get("/audit-entries").status_code == 403


def test_a_list_goes_on_behind_its_last_row_also_when_something_came_in_front(sri):
    for _each in range(3):
        sri.post(
            "/plans",
            {"text": PLAN.replace("waktu-loket", f"w{_each}").replace("loket-daring", f"d{_each}")},
        )
    first = sri.get("/plans?limit=2").json()
    sri.post("/plans", {"text": PLAN.replace("waktu-loket", "w9").replace("loket-daring", "d9")})
    second = sri.get(f"/plans?limit=2&after={first['next']}").json()
    assert [each["studies"][0] for each in second["items"]] == ["w0"]
    assert second["next"] is None


def test_an_answer_that_is_known_already_is_not_sent_again(sri):
    first = sri.get("/indicators")
    again = sri.get("/indicators", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_head_of_an_answer_and_what_can_be_done_may_be_asked(sri):
    headers = {"Authorization": f"Bearer {sri.secret}"}
    head = sri.client.head("/api/v1/indicators", headers=headers)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) > 0
    options = sri.client.options("/api/v1/plans", headers=headers)
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_json_is_what_is_stored_under_a_key(sri):
    assert json.loads(sri.get("/token").content)["name"] == "SIMPEG"


def test_a_staff_list_is_handed_in_read_and_taken_over_in_the_background(people):
    admin = caller_of(people["admin"])
    units = "unit_code,unit_name\nDINAS,Dinas Satu\n"
    sent = admin.client.post(
        "/api/v1/staff-lists?listed_on=2026-01-05",
        {"files": [upload("units.csv", units)]},
        headers={"Authorization": f"Bearer {admin.secret}"},
    )
    assert (sent.status_code, sent.json()["state"]) == (201, "reading")
    address = f"/staff-lists/{sent.json()['number']}"
    run_ready(clock=now)
    read = admin.get(address).json()
    assert (read["state"], read["counts"]["units_new"], read["faults"]) == ("waiting", 1, [])
    assert admin.post(f"{address}/accept").status_code == 202
    run_ready(clock=now)
    assert admin.get(address).json()["state"] == "accepted"
    assert admin.get("/units/DINAS").json()["name"] == "Dinas Satu"
    assert admin.post(f"{address}/discard").status_code == 409
    assert caller_of(people["budi"]).get(address).status_code == 403
