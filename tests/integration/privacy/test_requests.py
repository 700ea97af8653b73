"""What people ask about their data, and the three days of the law."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.integration.privacy.conftest import AT

from dampak.audit.models import Change, Entry
from dampak.messaging.models import Message
from dampak.privacy.clocks import Stage, clock_of
from dampak.privacy.models import Asked, Outcome, PrivacyRequest
from dampak.privacy.purposes import PURPOSES
from dampak.privacy.reminding import remind_of_requests
from dampak.privacy.services.answering import answer, identify, take_on
from dampak.privacy.services.asking import MOST_A_DAY_OF_ONE, MOST_AN_HOUR, ask, ask_as_stranger
from dampak.privacy.services.refusals import CannotAnswer

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOUR = timedelta(hours=1)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked_by(user, *, nonce="n1", at=AT, kind=Asked.ACCESS):
    return ask(user, kind, words="Apa yang disimpan?", nonce=nonce, language="id", at=at)


def strange(*, nonce="s1", at=AT):
    return ask_as_stranger(
        Asked.CORRECTION, called="Wati", reach="wati@example.com", words="", nonce=nonce,
        language="id", at=at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("passed", "is_overdue", "hours", "stage"),
    [
        (0 * HOUR, False, 72, Stage.FRESH),
        (24 * HOUR, False, 48, Stage.ONE_DAY),
        (60 * HOUR, False, 12, Stage.SIXTY_HOURS),
        (72 * HOUR, False, 0, Stage.SIXTY_HOURS),
        (72 * HOUR + timedelta(seconds=1), True, 1, Stage.OVERDUE),
        (100 * HOUR, True, 28, Stage.OVERDUE),
    ],
)
def test_the_last_moment_is_in_time_and_the_next_is_late(passed, is_overdue, hours, stage):
    clock = clock_of(AT, at=AT + passed)
    assert (clock.is_overdue, clock.hours, clock.stage) == (is_overdue, hours, stage)
    assert clock.due_at == AT + 72 * HOUR


def test_everybody_reads_every_purpose_with_its_law_in_both_languages(office):
    for language, word in (("id", "Dasar hukum"), ("en", "Legal basis")):
        client = Client()
        client.cookies["django_language"] = language
        page = client.get("/privasi/").content.decode()
        assert page.count(word) == len(PURPOSES)
        for purpose in PURPOSES.values():
            assert f'id="{purpose.code}"' in page


def test_somebody_sees_and_takes_away_what_is_kept_about_them_and_the_number_is_masked(office):
    page = browser(office.budi).get("/privasi/saya/").content.decode()
    assert "198501********1901" in page
    taken = json.loads(browser(office.budi).get("/privasi/saya/data.json").content)
    assert taken["person"][0]["name"] == "Budi Markah"
    assert taken["postings"][0]["unit"] == "Loket"
    table = browser(office.budi).get("/privasi/saya/data.csv").content.decode("utf-8-sig")
    assert "person,1,nip,198501********1901" in table
    assert "198501012010011901" not in page + table + json.dumps(taken)
    assert Entry.objects.filter(deed="privacy.exported", by="budi").count() == 2


def test_moments_are_said_as_people_say_them(office):
    asked_by(office.budi)
    page = browser(office.budi).get("/privasi/saya/").content.decode()
    written = page[page.index('id="letters"') :]
    assert not re.search(r"\d{4}-\d{2}-\d{2}", written[: written.index("</section>")])


def test_nobody_sees_what_is_kept_about_another(office):
    page = browser(office.clara).get("/privasi/saya/").content.decode()
    assert "Budi" not in page


def test_asking_twice_with_one_form_is_asking_once(office):
    assert asked_by(office.budi) == asked_by(office.budi)
    assert PrivacyRequest.objects.count() == 1
    assert Message.objects.filter(letter="privacy.received", way="inbox").count() == 1


def test_one_person_asks_at_most_so_often_a_day(office):
    for n in range(MOST_A_DAY_OF_ONE):
        asked_by(office.budi, nonce=f"n{n}")
    with pytest.raises(CannotAnswer):
        asked_by(office.budi, nonce="more")
    asked_by(office.budi, nonce="tomorrow", at=AT + 25 * HOUR)


def test_a_flood_of_strangers_is_refused_and_an_hour_later_taken_again(office):
    for n in range(MOST_AN_HOUR):
        strange(nonce=f"s{n}")
    with pytest.raises(CannotAnswer):
        strange(nonce="more")
    strange(nonce="later", at=AT + 2 * HOUR)


def test_the_form_of_a_stranger_is_one_request_and_asks_for_a_real_address(office):
    client = Client()
    told = {"called": "Wati", "reach": "wati", "asked": "access", "words": "", "nonce": "x"}
    assert client.post("/privasi/ajukan/", told).status_code == 422
    told["reach"] = "0812-3456-7890"
    for _ in range(2):
        assert client.post("/privasi/ajukan/", told)["Location"] == "/privasi/ajukan/diterima/"
    assert PrivacyRequest.objects.count() == 1
    assert (
        str(PrivacyRequest.objects.get().pk)
        in client.get("/privasi/ajukan/diterima/").content.decode()
    )


def test_a_stranger_is_told_nothing_before_the_identity_is_checked(office):
    request = strange()
    with pytest.raises(CannotAnswer):
        answer(request, Outcome.GRANTED, words="Ini datanya", by=office.chief, at=AT)
    identify(request, person=None, by=office.chief, at=AT)
    answer(request, Outcome.GRANTED, words="Ambil di kantor", by=office.chief, at=AT + HOUR)
    request.refresh_from_db()
    assert request.outcome == Outcome.GRANTED


def test_answering_twice_is_answering_once_and_an_answer_is_not_changed(office):
    request = asked_by(office.budi)
    for _ in range(2):
        answer(request, Outcome.GRANTED, words="Lihat halaman Anda", by=office.ratna, at=AT + HOUR)
    assert Entry.objects.filter(deed="privacy.answered").count() == 1
    with pytest.raises(CannotAnswer):
        answer(request, Outcome.REFUSED, words="Tidak", by=office.ratna, at=AT + 2 * HOUR)


def test_the_steward_of_the_agency_answers_and_another_agencys_sees_nothing(office):
    request = asked_by(office.budi)
    ours, theirs = browser(office.ratna), browser(office.clara)
    url = f"/privasi/permintaan/{request.pk}/"
    assert "Budi Markah" in ours.get("/privasi/permintaan/").content.decode()
    assert "Budi" not in theirs.get("/privasi/permintaan/").content.decode()
    assert ours.get(url).status_code == 200
    assert theirs.get(url).status_code == 404
    for deed in ("ambil", "identitas", "jawab", "hapus", "tahan"):
        assert theirs.post(f"{url}{deed}/").status_code == 404
        assert browser(office.budi).post(f"{url}{deed}/").status_code == 403


def test_strangers_requests_are_seen_by_who_answers_for_everything(office):
    url = f"/privasi/permintaan/{strange().pk}/"
    assert browser(office.ratna).get(url).status_code == 404
    assert browser(office.chief).get(url).status_code == 200


def test_an_overdue_request_stands_on_top_and_says_so_in_words(office):
    asked_by(office.budi, nonce="late", at=AT)
    page = browser(office.ratna).get("/privasi/permintaan/").content.decode()
    assert "terlambat" in page


def test_each_stage_is_reminded_of_once_and_when_overdue_everybody_is(office):
    request = asked_by(office.budi)
    remind_of_requests(at=AT + 23 * HOUR)
    assert reminders(office.ratna) == 0
    take_on(request, by=office.ratna, at=AT)
    for passed in (24, 30, 60, 61, 73, 80):
        remind_of_requests(at=AT + passed * HOUR)
    assert reminders(office.ratna) == 3
    assert reminders(office.clara) == 0
    answer(request, Outcome.GRANTED, words="Ya", by=office.ratna, at=AT + 81 * HOUR)
    assert remind_of_requests(at=AT + 99 * HOUR) == 0
    assert Entry.objects.get(deed="privacy.answered").details["is_late"] is True


def test_a_reminder_names_nobody(office):
    asked_by(office.budi)
    remind_of_requests(at=AT + 73 * HOUR)
    for message in Message.objects.filter(user=office.ratna):
        assert "Markah" not in message.subject() + message.body()


def test_what_somebody_writes_does_not_enter_the_book(office):
    strange()
    said = "".join(f"{c.before}{c.after}" for c in Change.objects.all())
    told = "".join(f"{e.subject}{e.details}" for e in Entry.objects.all())
    assert "Wati" not in said + told
    assert "wati@example.com" not in said + told


def reminders(user) -> int:
    letters = ("privacy.waiting", "privacy.overdue")
    return Message.objects.filter(user=user, way="inbox", letter__in=letters).count()
