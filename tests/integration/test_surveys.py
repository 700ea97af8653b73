"""The office's side: surveys are opened, and what citizens answered becomes the index."""

from datetime import timedelta
from fractions import Fraction
from threading import Thread

import pytest
from django.http import HttpResponse
from django.utils.timezone import localdate, now
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integration.conftest import AT, office, upload

from dampak.audit.models import Entry
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.ikm import as_published
from dampak.intake.selectors import served_snapshot, store
from dampak.intake.services import accept_delivery
from dampak.listening.collecting import FILE, CannotCollect, collect_responses
from dampak.listening.models import ELEMENTS, Collection, Response, Survey
from dampak.listening.response_form import Sheet
from dampak.listening.selectors import gathered
from dampak.listening.services import close_survey, keep_response
from dampak.listening.tokens import LETTERS
from dampak.warehouse.readings import readings
from dampak.warehouse.store.lock import writing
from dampak.website.turns import AT_ONCE, TakingTurnsMiddleware

pytestmark = [pytest.mark.database, pytest.mark.django_db]
OWN = """nomor_responden,kode_unit,layanan,tanggal_survei,waktu
1,K2,KTP,2024-01-05,4
2,K2,KTP,2024-01-05,2
"""


def answer(survey, nonce, *steps, **told):
    sheet = Sheet(steps=steps or (4,) * 9, **told)
    return keep_response(survey.code, sheet, nonce=nonce, at=now())


def rows(sql):
    with served_snapshot().connect() as connection:
        return connection.execute(sql).fetchall()


def test_responses_become_rows_of_the_table_of_satisfaction(survey):
    told = {"sex": "female", "age": 41, "education": "none", "occupation": "TNI"}
    answer(survey, "bcd", *range(1, 5), *range(1, 5), 1, comment='Baik, "sekali";\nya', **told)

    collect_responses(by="sri", at=AT)

    columns = f"response_id, unit_code, service, answered_on, {', '.join(ELEMENTS)}"
    [(*found,)] = rows(f"SELECT {columns} FROM satisfaction")
    assert found == ["bcd", "K1", "KTP", localdate(), 1, 2, 3, 4, 1, 2, 3, 4, 1]
    [(*about,)] = rows("SELECT sex, age, education, occupation FROM satisfaction")
    assert about == ["female", 41, "none", "TNI"]
    [(comment,)] = rows("SELECT comment FROM satisfaction")
    assert comment.split() == ["Baik,", '"sekali";', "ya"]


def test_collecting_again_changes_nothing(survey):
    answer(survey, "b")

    first, again = (collect_responses(by="sri", at=AT) for _ in range(2))

    assert (again.pk, again.snapshot_number) == (first.pk, first.snapshot_number)
    assert rows("SELECT count(*) FROM satisfaction") == [(1,)]
    assert Entry.objects.filter(deed="responses.collected").count() == 1


def test_each_response_is_counted_exactly_once_however_often_they_are_collected(survey):
    for number, nonce in enumerate("bcdfg", start=1):
        answer(survey, nonce)
        assert collect_responses(by="sri", at=AT).responses == number

    assert rows("SELECT count(*), count(DISTINCT response_id) FROM satisfaction") == [(5, 5)]


def test_a_satisfaction_file_of_the_office_stays_beside_what_is_collected(survey, hand_in):
    answer(survey, "b")
    accept_delivery(hand_in(office(skm__csv=OWN)), by="sri", at=AT)
    collect_responses(by="sri", at=AT)
    both = rows("SELECT count(*) FROM satisfaction")
    corrected = OWN + "3,K2,KTP,2024-01-05,1\n"
    accept_delivery(hand_in([upload("skm.csv", corrected)]), by="sri", at=AT)

    assert (both, rows("SELECT count(*) FROM satisfaction")) == ([(3,)], [(4,)])


def test_responses_of_a_closed_survey_are_collected_too(survey):
    answer(survey, "b")
    close_survey(survey, by="sri", at=AT)

    assert collect_responses(by="sri", at=AT).responses == 1


def test_where_there_is_nothing_to_collect_nothing_changes(survey):
    before = served_snapshot()

    with pytest.raises(CannotCollect, match="No response has come"):
        collect_responses(by="sri", at=AT)

    assert served_snapshot() == before


def test_responses_are_not_lost_when_the_ledger_fails_right_after(survey, monkeypatch):
    """The warehouse has them already; collecting once more only writes it down."""
    from dampak.listening import collecting

    answer(survey, "b")
    with monkeypatch.context() as failing:
        failing.setattr(collecting, "record", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            collect_responses(by="sri", at=AT)
    collection = collect_responses(by="sri", at=AT)

    assert (collection.responses, collection.snapshot_number) == (1, served_snapshot().number)
    assert rows("SELECT count(*) FROM satisfaction") == [(1,)]


def test_while_one_collects_another_is_told_to_wait(survey, home):
    answer(survey, "b")
    before = served_snapshot()
    (home / "collecting").mkdir()

    with writing(home / "collecting"), pytest.raises(CannotCollect, match="at this moment"):
        collect_responses(by="sri", at=AT)

    assert served_snapshot() == before
    assert collect_responses(by="sri", at=AT).responses == 1


def test_what_a_killed_collection_left_goes_with_the_next(survey, home):
    answer(survey, "b")
    folder = home / "collecting"
    folder.mkdir()
    (folder / FILE).write_bytes(b"half of it")

    collect_responses(by="sri", at=AT)

    assert not (folder / FILE).exists()
    assert rows("SELECT count(*) FROM satisfaction") == [(1,)]


def test_after_falling_back_the_responses_wait_again(survey):
    answer(survey, "b")
    collect_responses(by="sri", at=AT)
    assert (gathered().counted, gathered().waiting) == (1, 0)

    damaged = served_snapshot().objects["satisfaction"]
    damaged.chmod(0o600)
    damaged.write_bytes(b"else")
    store().fall_back(at=AT, by="sri")
    fallen_back = gathered()
    collect_responses(by="sri", at=AT)

    assert (fallen_back.counted, fallen_back.waiting) == (0, 1)
    assert (gathered().counted, gathered().waiting) == (1, 0)


def test_responses_that_are_set_aside_are_not_said_to_be_counted(survey, browser_of):
    lost = Survey.objects.create(
        code="lost", unit_code="K99", unit_name="K99", service="KTP", opens_on=localdate(),
        closes_on=localdate(), opened_at=AT, opened_by="sri",
    )  # fmt: skip
    for number in range(30):
        answer(survey, f"k{number}")
    answer(lost, "b")

    page = browser_of("sri").post("/dengarkan/kumpulkan/", follow=True).content.decode()

    assert "30 jawaban sudah dihitung" in page
    assert "1 jawaban disisihkan" in page
    assert (gathered().waiting, gathered().counted) == (0, 30)


def test_a_link_that_only_this_computer_opens_is_said_to_be_so(browser_of, survey, settings):
    settings.ALLOWED_HOSTS = ["localhost", "skm.contoh.go.id"]
    sri, page = browser_of("sri"), survey.get_absolute_url()

    here = sri.get(page, HTTP_HOST="localhost:8000").content.decode()
    there = sri.get(page, HTTP_HOST="skm.contoh.go.id").content.decode()

    assert "hanya terbuka di komputer ini" in here
    assert "hanya terbuka di komputer ini" not in there


STEPS = st.tuples(*[st.integers(1, 4)] * len(ELEMENTS))
WORDS = st.text(max_size=40)


def published_by_hand(sheets):
    """The rule of PermenPANRB 14/2017 in words: mean of each unsur, over nine, times 25."""
    means = [Fraction(sum(steps), len(steps)) for steps in zip(*sheets, strict=True)]
    return as_published(sum(means) / 9 * 25)


@settings(max_examples=8)
@given(sheets=st.lists(st.tuples(STEPS, WORDS), min_size=3, max_size=12))
def test_the_index_of_collected_responses_is_the_one_the_regulation_gives(survey, sheets):
    """Whatever citizens tick and write: no word of theirs can move a step to another row."""
    known = Response.objects.count()
    letters = iter(LETTERS * 40)
    fresh = [f"{known:05}{next(letters)}{number}" for number, _ in enumerate(sheets)]
    own = Survey.objects.create(
        code=f"s{known}", unit_code="K3", unit_name="K3", service=f"layanan {known}",
        opens_on=localdate(), closes_on=localdate(), opened_at=AT, opened_by="sri",
    )  # fmt: skip
    for nonce, (steps, comment) in zip(fresh, sheets, strict=True):
        answer(own, nonce, *steps, comment=comment.replace("\0", ""))
    collect_responses(by="sri", at=AT)

    averages = ", ".join(f"avg({name})" for name in ELEMENTS)
    [found] = rows(f"SELECT {averages} FROM satisfaction WHERE service = '{own.service}'")
    assert as_published(sum(map(Fraction, found)) / 9 * 25) == published_by_hand(
        [steps for steps, _ in sheets]
    )
    everybody = [
        tuple(getattr(each, name) for name in ELEMENTS)
        for each in Response.objects.filter(survey__unit_code="K3")
    ]
    [reading] = [
        each
        for each in readings(served_snapshot(), CATALOGUE["ikm"])
        if each.unit_code == "K3" and each.value is not None
    ]
    assert as_published(reading.value) == published_by_hand(everybody)


def test_sri_opens_a_survey_and_gets_a_link_and_a_code(browser_of, served):
    sri = browser_of("sri")
    asked = sri.get("/dengarkan/baru/").content.decode()
    today = localdate()
    sent = {
        "unit": "K1",
        "service": "  KTP   elektronik ",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(),
    }

    page = sri.post("/dengarkan/baru/", sent, follow=True).content.decode()

    opened = Survey.objects.get()
    assert '<option value="KTP">' in asked
    assert (opened.service, opened.unit_name, opened.opened_by) == (
        *("KTP elektronik", "Kecamatan 1", "sri"),
    )
    assert f"http://testserver/s/{opened.code}/" in page
    assert "<svg" in page
    assert sri.get(f"/dengarkan/{opened.pk}/qr.svg")["Content-Type"] == "image/svg+xml"


def test_a_survey_that_cannot_be_is_explained(browser_of, served):
    sent = {"unit": "K99", "service": " ", "opens_on": "2026-03-02", "closes_on": "2026-03-01"}

    told = browser_of("sri").post("/dengarkan/baru/", sent)

    assert told.status_code == 422
    assert "Hari terakhir tidak boleh sebelum hari pertama." in told.content.decode()
    assert not Survey.objects.exists()


def test_a_survey_that_nobody_could_answer_any_more_is_not_opened(browser_of, served):
    days = {"opens_on": "2024-03-01", "closes_on": "2024-03-31"}

    told = browser_of("sri").post("/dengarkan/baru/", {"unit": "K1", "service": "KTP", **days})

    assert told.status_code == 422
    assert "Hari itu sudah lewat" in told.content.decode()
    assert not Survey.objects.exists()


def test_the_button_counts_and_says_how_many(browser_of, survey):
    answer(survey, "b")
    answer(survey, "c")
    sri = browser_of("sri")
    before = sri.get("/dengarkan/").content.decode()
    home = sri.get("/").content.decode()

    after = sri.post("/dengarkan/kumpulkan/", follow=True).content.decode()

    assert "Hitung jawaban" in before
    assert "Hitung 2 jawaban warga" in home
    assert "2 jawaban sudah dihitung" in after
    assert "Hitung jawaban" not in after
    assert Collection.objects.get().by == "sri"


def test_before_the_first_import_the_way_leads_there(browser_of, people):
    page = browser_of("sri").get("/dengarkan/").content.decode()

    assert "Daftar unit dahulu" in page
    assert browser_of("sri").post("/dengarkan/kumpulkan/", follow=True).status_code == 200
    assert not Collection.objects.exists()


def test_citizens_go_past_while_pages_of_the_office_take_turns(rf):
    passing = TakingTurnsMiddleware(lambda request: HttpResponse(request.path))
    for _ in range(AT_ONCE):
        passing.turns.acquire()

    assert passing(rf.get("/s/bcdfghj/")).content == b"/s/bcdfghj/"
    office = Thread(target=passing, args=[rf.get("/indikator/")])
    office.start()
    office.join(timeout=0.05)
    assert office.is_alive()
    passing.turns.release()
    office.join(timeout=30)
    assert not office.is_alive()
