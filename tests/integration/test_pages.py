"""What the pages say."""

import csv
import io

import pytest
from django.utils.timezone import now
from tests.integration.conftest import office, upload

from dampak.indicators.catalogue import CATALOGUE
from dampak.intake.selectors import served_snapshot
from dampak.intake.services import accept_delivery
from dampak.jobs.running import run_ready
from dampak.publication.readings import by_unit, together

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_the_site_speaks_indonesian_until_somebody_chooses(browser_of):
    browser = browser_of("clara")
    page = browser.get("/", headers={"accept-language": "en-US"}).content.decode()
    assert '<html lang="id"' in page
    browser.post("/bahasa/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in browser.get("/").content.decode()


def test_the_theme_is_there_from_the_first_byte_without_scripts(browser_of):
    browser = browser_of("clara")
    response = browser.post("/tampilan/", {"next": "/masuk/"})
    assert response["Location"] == "/masuk/"
    assert 'data-bs-theme="dark"' in browser.get("/").content.decode()


def test_a_script_says_which_theme_it_turned_to_and_never_reads_what_was_kept(browser_of):
    browser = browser_of("clara")
    for wanted in ("light", "dark", "dark"):
        kept = browser.post("/tampilan/", {"wanted": wanted}).cookies["theme"]
        assert (kept.value, kept["httponly"]) == (wanted, True)
    assert browser.post("/tampilan/", {"wanted": "<b>"}).cookies["theme"].value == "light"


def test_the_theme_switch_leads_to_no_other_site(browser_of):
    response = browser_of("clara").post("/tampilan/", {"next": "https://example.org/"})
    assert response["Location"] == "/"


def test_nothing_inline_is_allowed_and_nothing_inline_is_there(browser_of, answered):
    for url in ("/", "/indikator/median-completion-time/", "/kajian/waktu-loket/", "/impor/"):
        response = browser_of("sri").get(url)
        policy = response["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        page = response.content.decode()
        assert " style=" not in page, url
        assert "<style" not in page, url
        assert " onclick=" not in page, url


def test_an_empty_house_teaches_what_to_do(browser_of):
    sri = browser_of("sri")
    assert "Impor data pertama" in sri.get("/").content.decode()
    assert "Belum ada data" in sri.get("/indikator/").content.decode()
    assert "Belum ada kajian" in sri.get("/kajian/").content.decode()
    assert "Belum ada kiriman" in sri.get("/impor/").content.decode()


def test_health_says_what_is_served(browser_of, served):
    response = browser_of("clara").get("/sehat")
    assert response.status_code == 200
    assert response.json()["snapshot"] == 1


def test_an_indicator_is_shown_by_month_and_unit_with_a_way_back(browser_of, served):
    page = browser_of("budi").get("/indikator/median-completion-time/").content.decode()
    assert "Maret 2024" in page
    assert "Kecamatan 6" in page
    assert "/telusur/median-completion-time@K1@2024-03/" in page


def test_a_part_of_the_page_is_enough_for_a_part_of_the_page(browser_of, served):
    url = "/indikator/median-completion-time/?unit=K2"
    part = browser_of("budi").get(url, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Kecamatan 2" in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_a_choice_that_does_not_exist_counts_as_none(browser_of, served):
    response = browser_of("budi").get("/indikator/median-completion-time/?unit=<script>&first=x")
    assert response.status_code == 200
    assert "<script>&" not in response.content.decode()


def test_the_numbers_of_the_page_can_be_taken_away(browser_of, served):
    response = browser_of("budi").get("/indikator/finished-by-promised-day/tabel.csv")
    assert response.status_code == 200
    median = browser_of("budi").get("/indikator/median-completion-time/tabel.csv?unit=K3")
    rows = list(csv.DictReader(io.StringIO(median.content.decode())))
    assert [row["month"] for row in rows] == ["2024-01", "2024-02", "2024-03"]
    assert {row["unit_code"] for row in rows} == {"K3"}
    assert {row["denominator"] for row in rows} == {"12.0"}


def test_the_trace_of_a_figure_has_eight_rooms_that_add_up(browser_of, served):
    response = browser_of("budi").get("/telusur/median-completion-time@K1@2024-03/")
    rooms = response.context["trace"].rooms
    assert [room["room"] for room in rooms] == list(range(1, 9))
    assert all(room["rows_in"] == room["rows_out"] + room["set_aside"] for room in rooms)
    everywhere = browser_of("budi").get("/telusur/median-completion-time@*@2024-03/")
    assert everywhere.context["trace"].rooms[2]["rows_out"] == 6 * 12


@pytest.mark.parametrize(
    "figure", ["ikm@K1@2024-03", "nothing@K1@2024-03", "ikm", "ikm@K1@2024-13"]
)
def test_a_figure_that_does_not_exist_has_no_page(browser_of, served, figure):
    assert browser_of("budi").get(f"/telusur/{figure}/").status_code == 404


def test_all_units_together_are_what_one_unit_would_be(hand_in):
    """The same rows, once spread over six units and once all in one: one answer."""
    accept_delivery(hand_in(office()), by="sri", at=_at())
    spread = {d.code: together(served_snapshot(), d) for d in CATALOGUE.values()}
    from tests import bad_files

    rows = bad_files.requests()
    for number in range(2, 7):
        rows = rows.replace(f",K{number},", ",K1,")
    accept_delivery(hand_in([upload("service_requests.csv", rows)]), by="sri", at=_at())
    for definition in CATALOGUE.values():
        one = [(r.month, r.denominator, r.value) for r in by_unit(served_snapshot(), definition)]
        all_ = [(r.month, r.denominator, r.value) for r in spread[definition.code]]
        assert one == all_, definition.code


def _at():
    from tests.integration.conftest import AT

    return AT


def test_the_study_page_says_the_sentence_of_the_document_in_both_languages(browser_of, answered):
    sri, study = browser_of("sri"), answered.findings.get(slug="waktu-loket").study
    assert study["sentence"]["id"] in sri.get("/kajian/waktu-loket/").content.decode()
    sri.cookies["django_language"] = "en"
    assert study["sentence"]["en"] in sri.get("/kajian/waktu-loket/").content.decode()


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("html", b"<!"), ("json", b"{")]
)
def test_an_answer_can_be_taken_away(browser_of, answered, kind, begins):
    response = browser_of("budi").get(f"/kajian/waktu-loket/unduh/{kind}/")
    assert response.content[:4].lower().startswith(begins.lower())


def test_what_waits_is_shown_to_who_can_do_it(browser_of, answered):
    assert "belum diterbitkan" in browser_of("hasan").get("/").content.decode()
    assert "belum diterbitkan" not in browser_of("budi").get("/").content.decode()


def test_new_data_ask_for_a_new_answer(browser_of, answered, hand_in):
    from tests import bad_files

    more = bad_files.requests(months=("2024-01", "2024-02", "2024-03", "2024-04"))
    accept_delivery(hand_in([upload("service_requests.csv", more)]), by="sri", at=_at())
    sri = browser_of("sri")
    assert "1 rencana menunggu jawaban" in sri.get("/").content.decode()
    asked = [sri.post("/kajian/jawab/")["Location"] for _ in range(2)]  # a double click
    assert asked[0] == asked[1]
    run_ready(clock=now)
    assert "Lihat hasilnya" in sri.get(asked[0]).content.decode()
    assert "1 rencana menunggu jawaban" not in sri.get("/").content.decode()
    assert answered.plan.answers.count() == 2


def test_an_unknown_address_is_refused_in_words(browser_of):
    response = browser_of("clara").get("/tidak-ada/")
    assert response.status_code == 404
    assert "Tidak ada apa-apa di alamat ini" in response.content.decode()


def test_a_unit_named_in_markup_is_only_a_name(hand_in, browser_of):
    from tests import bad_files
    from tests.integration.conftest import AT, office

    from dampak.intake.services import accept_delivery

    evil = "<script>alert(1)</script>"
    name = bad_files.units().splitlines()[1].split(",")[1]
    units = bad_files.units().replace(name, evil)
    accept_delivery(hand_in(office(units__csv=units)), by="sri", at=AT)
    sri = browser_of("sri")
    for query in ("", "?unit=K1"):
        page = sri.get(f"/indikator/median-completion-time/{query}").content.decode()
        assert "alert(1)" in page
        assert evil not in page
