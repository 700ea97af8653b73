"""A citizen answers a survey: kept once, for good, without a name."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from django.utils.timezone import localdate, now
from tests.integration.conftest import AT

from dampak.audit.models import Entry
from dampak.foundation.networks import network_of
from dampak.listening.keeping import Filled, Outcome, Pen
from dampak.listening.models import ELEMENTS, Response, Survey
from dampak.listening.response_form import Sheet
from dampak.listening.services import CannotCloseSurvey, close_survey, open_survey
from dampak.listening.tokens import new_token, nonce_of
from dampak.warehouse.roster import UnitOnRoll

pytestmark = [pytest.mark.database, pytest.mark.django_db]
LARGEST_PAGE = 30_000
ALL_FOUR = dict.fromkeys(ELEMENTS, "4")


def address(survey) -> str:
    return f"/s/{survey.code}/"


@pytest.fixture
def citizen():
    """A browser that keeps nothing and from which a form of another site would be refused."""
    return Client(enforce_csrf_checks=True)


def token_in(page: str) -> str:
    return re.search(r'name="tanda" value="([^"]+)"', page)[1]


def filled_in(citizen, survey, **more):
    page = citizen.get(address(survey)).content.decode()
    return {**ALL_FOUR, "tanda": token_in(page), **more}


def test_a_whole_form_is_kept_and_thanked_for(citizen, survey):
    thanks = citizen.post(address(survey), filled_in(citizen, survey, waktu="1", age="41"))

    assert thanks.status_code == 201
    assert "Terima kasih" in thanks.content.decode()
    [kept] = Response.objects.all()
    assert [getattr(kept, name) for name in ELEMENTS] == [4, 4, 1, 4, 4, 4, 4, 4, 4]
    assert (kept.age, kept.answered_on) == (41, localdate())


def test_the_same_form_again_is_thanked_for_again_and_kept_once(citizen, survey):
    form = filled_in(citizen, survey)

    statuses = [citizen.post(address(survey), form).status_code for _ in range(3)]

    assert statuses == [201, 200, 200]
    assert Response.objects.count() == 1


def test_the_page_is_small_and_needs_neither_script_nor_cookie(citizen, survey):
    page = citizen.get(address(survey))
    styles = Path(finders.find("listening/survey.css")).read_bytes()

    assert len(page.content) + len(styles) < LARGEST_PAGE
    assert b"<script" not in page.content
    assert not page.cookies
    assert page.content.count(b'type="radio"') == 9 * 4


def test_a_missing_answer_is_said_beside_its_question_and_nothing_is_lost(citizen, survey):
    form = filled_in(citizen, survey, comment="Antrean <panjang>", age="41", sex="female")
    del form["biaya"]

    told = citizen.post(address(survey), form)
    page = told.content.decode()

    assert told.status_code == 422
    assert page.count("Pilih salah satu dari empat jawaban.") == 1
    assert 'id="biaya" role="radiogroup" aria-required="true" class="missing"' in page
    assert page.count(" checked") == 8
    assert "Antrean &lt;panjang&gt;" in page
    assert 'value="41"' in page
    assert '<option value="female" selected>' in page
    assert token_in(page) == form["tanda"]
    assert not Response.objects.exists()


@pytest.mark.parametrize("step", ["0", "5", "-1", "4.0", "four", "４", ""])
def test_only_the_four_steps_are_answers(citizen, survey, step):
    told = citizen.post(address(survey), filled_in(citizen, survey, waktu=step))

    assert told.status_code == 422
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"age": "abad"}, {"age": None}),
        ({"age": "121"}, {"age": None}),
        ({"age": "-4"}, {"age": None}),
        ({"age": "0"}, {"age": 0}),
        ({"sex": "x" * 400}, {"sex": ""}),
        ({"occupation": "Raja"}, {"occupation": ""}),
        ({"comment": "NIK 3173012345678901 \0"}, {"comment": "NIK 317301******8901"}),
        ({"comment": "a" * 5000}, {"comment": "a" * 1000}),
    ],
)
def test_what_is_optional_never_keeps_a_citizen_from_answering(citizen, survey, sent, kept):
    assert citizen.post(address(survey), filled_in(citizen, survey, **sent)).status_code == 201

    assert {name: getattr(Response.objects.get(), name) for name in kept} == kept


@pytest.mark.parametrize("token", ["", "x", "bcdfg.0000", "ü.ß"])
def test_a_token_that_this_server_did_not_make_costs_one_more_click(citizen, survey, token):
    form = {**ALL_FOUR, "tanda": token}

    told = citizen.post(address(survey), form)
    again = citizen.post(address(survey), {**form, "tanda": token_in(told.content.decode())})

    assert (told.status_code, again.status_code) == (422, 201)
    assert told.content.decode().count(" checked") == 9


def test_two_citizens_see_the_same_page_but_for_the_token_and_each_in_their_language(
    citizen, survey
):
    pages = [citizen.get(address(survey)).content.decode() for _ in range(2)]
    english = citizen.get(f"{address(survey)}?bahasa=en").content.decode()
    tokens = [token_in(page) for page in (*pages, english)]

    assert len({nonce_of(token, survey.code) for token in tokens} - {None}) == 3
    assert pages[0].replace(tokens[0], "") == pages[1].replace(tokens[1], "")
    assert "Bagaimana" in pages[0]
    assert "How were you served?" in english


def test_the_token_of_one_survey_is_none_of_another(survey):
    token = new_token(survey.code)

    assert nonce_of(token, survey.code) == token.partition(".")[0]
    assert nonce_of(token, "another") is None


def test_too_many_from_one_address_are_asked_to_wait_and_lose_nothing(
    citizen, survey, settings, time_machine
):
    settings.MOST_RESPONSES_A_MINUTE = 2
    time_machine.move_to(now(), tick=False)
    forms = [filled_in(citizen, survey) for _ in range(3)]
    statuses = [citizen.post(address(survey), form).status_code for form in forms]
    told = citizen.post(address(survey), forms[2])
    time_machine.shift(timedelta(seconds=61))
    later = citizen.post(address(survey), forms[2])

    assert statuses == [201, 201, 429]
    assert 0 < int(told["Retry-After"]) <= 60
    assert told.content.decode().count(" checked") == 9
    assert later.status_code == 201


def test_a_closed_survey_says_so_kindly_and_takes_nothing(citizen, survey):
    form = filled_in(citizen, survey)
    close_survey(survey, by="sri", at=AT)

    for answer in (citizen.get(address(survey)), citizen.post(address(survey), form)):
        assert answer.status_code == 410
        assert "Survei ini sudah selesai" in answer.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(1, 404), (-1, 410)])
def test_outside_its_days_a_survey_is_not_open(citizen, survey, days, status):
    day = localdate() + timedelta(days=days)
    Survey.objects.filter(pk=survey.pk).update(opens_on=day, closes_on=day)

    assert citizen.get(address(survey)).status_code == status


def test_the_day_is_that_of_the_office_and_not_of_greenwich(citizen, survey, time_machine):
    """At 17.30 UTC it is half past midnight in Jakarta: the next day, and the survey's only one."""
    time_machine.move_to(datetime(2031, 3, 2, 17, 30, tzinfo=UTC), tick=False)
    day = date(2031, 3, 3)
    Survey.objects.filter(pk=survey.pk).update(opens_on=day, closes_on=day)

    assert citizen.post(address(survey), filled_in(citizen, survey)).status_code == 201
    assert Response.objects.get().answered_on == day

    time_machine.move_to(datetime(2031, 3, 3, 17, tzinfo=UTC), tick=False)
    assert citizen.get(address(survey)).status_code == 410


@pytest.mark.parametrize("code", ["bcdfghj", "x" * 300])
def test_an_unknown_link_is_met_kindly(citizen, db, code):
    answer = citizen.get(f"/s/{code}/")

    assert answer.status_code == 404
    assert "Tidak ada survei di alamat ini" in answer.content.decode()


def test_the_form_speaks_english_when_asked(citizen, survey):
    page = citizen.get(f"{address(survey)}?bahasa=en")

    assert "How quickly were you served" in page.content.decode()
    assert page["Content-Language"] == "en"


def test_words_of_the_office_are_shown_and_never_run(citizen, survey):
    Survey.objects.filter(pk=survey.pk).update(words="<script>x</script>")

    assert b"<script>" not in citizen.get(address(survey)).content


def test_nothing_kept_tells_who_or_when(citizen, survey):
    before = Entry.objects.count()
    form = filled_in(citizen, survey)
    citizen.post(address(survey), form, REMOTE_ADDR="203.0.113.77")

    kept = Response.objects.values().get()
    assert "203.0.113.77" not in str(kept)
    assert kept["answered_on"] == localdate()
    assert Entry.objects.count() == before


def test_the_database_refuses_to_change_or_remove_a_response(citizen, survey):
    citizen.post(address(survey), filled_in(citizen, survey))

    for deed in (lambda kept: kept.update(waktu=1), lambda kept: kept.delete()):
        with pytest.raises(Error), transaction.atomic():
            deed(Response.objects.all())
    assert Response.objects.get().waktu == 4


@pytest.mark.parametrize("wrong", [{"waktu": 5}, {"sarpras": 0}, {"age": 121}])
def test_the_database_refuses_what_no_form_can_hold(survey, wrong):
    right = {**dict.fromkeys(ELEMENTS, 3), "answered_on": date(2026, 3, 2), "nonce": "n"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(survey=survey, **(right | wrong))


def test_a_survey_is_closed_once_and_its_deeds_are_in_the_book(survey):
    close_survey(survey, by="sri", at=AT)

    with pytest.raises(CannotCloseSurvey):
        close_survey(survey, by="sri", at=AT)
    deeds = Entry.objects.filter(subject_kind="listening.Survey").values_list("deed", flat=True)
    assert sorted(deeds) == ["survey.closed", "survey.opened"]


def test_a_survey_that_ends_before_it_begins_cannot_be(served):
    unit = UnitOnRoll(code="K1", name="Kecamatan 1", parent_code=None)
    days = {"opens_on": date(2026, 3, 2), "closes_on": date(2026, 3, 1)}

    with pytest.raises(IntegrityError), transaction.atomic():
        open_survey(unit, service="KTP", **days, by="sri", at=AT)


def filled(survey, nonce, *, code=None):
    sheet = Sheet(steps=(3,) * 9)
    day = localdate()
    return Filled(code=code or survey.code, nonce=nonce, sheet=sheet, answered_on=day)


def test_of_a_pair_in_one_group_the_second_was_kept_before(survey, monkeypatch):
    from dampak.listening import keeping

    some = [filled(survey, "a"), filled(survey, "a"), filled(survey, "b", code="unknown")]

    assert keeping._kept(some) == [Outcome.KEPT, Outcome.KEPT_BEFORE, Outcome.NOT_OPEN]
    assert Response.objects.count() == 1


def test_who_waits_is_written_with_the_next_group(survey, monkeypatch):
    """While one group is on its way to the disk seven more come; they share one transaction."""
    from dampak.listening import keeping

    groups, began, may_end = [], Barrier(2), Barrier(2)

    def kept(some):
        groups.append(len(some))
        if len(groups) == 1:
            began.wait(timeout=30)
            may_end.wait(timeout=30)
        return [Outcome.KEPT for _ in some]

    monkeypatch.setattr(keeping, "_kept", kept)
    pen, outcomes = Pen(), []
    write = lambda name: outcomes.append(pen.write(filled(survey, name)))  # noqa: E731
    first = Thread(target=write, args=["0"])
    first.start()
    began.wait(timeout=30)
    others = [Thread(target=write, args=[str(number)]) for number in range(1, 8)]
    for each in others:
        each.start()
    while len(pen._waiting) < len(others):
        pass
    may_end.wait(timeout=30)
    for each in (first, *others):
        each.join(timeout=30)

    assert groups == [1, 7]
    assert outcomes == [Outcome.KEPT] * 8


def test_what_keeps_a_group_from_the_disk_is_told_to_each_and_the_next_is_tried_anew(
    survey, monkeypatch
):
    from dampak.listening import keeping

    whole, pen = keeping._kept, Pen()

    def full(some):
        raise OSError("no space left")

    monkeypatch.setattr(keeping, "_kept", full)
    with pytest.raises(OSError, match="no space"):
        pen.write(filled(survey, "a"))
    monkeypatch.setattr(keeping, "_kept", whole)

    assert pen.write(filled(survey, "a")) is Outcome.KEPT


def test_a_row_that_no_database_takes_keeps_nobody_else_from_the_disk(survey):
    from dampak.listening import keeping

    some = [filled(survey, name) for name in ("a", "\ud800", "b")]

    keeping._write_down(some)

    assert [each.outcome for each in some] == [Outcome.KEPT, None, Outcome.KEPT]
    assert isinstance(some[1].fault, keeping._OF_ONE_ROW)
    assert sorted(Response.objects.values_list("nonce", flat=True)) == ["a", "b"]


def multipart(form, charset):
    edge = "dampak"
    parts = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{told}\r\n'
        for name, told in form.items()
    )
    kind = f"multipart/form-data; boundary={edge}; charset={charset}"
    return {"data": f"{parts}--{edge}--\r\n".encode(), "content_type": kind}


@pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "utf-16", "utf-8"])
@pytest.mark.parametrize("field", ["comment", "tanda", "waktu"])
def test_no_alphabet_that_a_sender_names_breaks_a_form(citizen, survey, charset, field):
    form = filled_in(citizen, survey)
    form[field] = form.get(field, "") + "\\ud800"

    answer = citizen.generic("POST", address(survey), **multipart(form, charset))

    assert answer.status_code == (201 if field == "comment" else 422)


def test_emoji_lines_and_formulas_stay_what_a_citizen_wrote(citizen, survey):
    written = '=HYPERLINK("x")\r\n' + "👍🏽" * 10 + "\r\n" + "a" * 963

    citizen.post(address(survey), filled_in(citizen, survey, comment=written))

    assert Response.objects.get().comment == written.replace("\r\n", "\n")


@pytest.mark.parametrize("told", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_sending_the_form_keeps_anything(citizen, survey, told):
    form = filled_in(citizen, survey)

    citizen.generic(told, f"{address(survey)}?{urlencode(form)}")

    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.77"),
        ("::ffff:203.0.113.77", "203.0.113.77"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002"),
        ("2001:db8:1:2::9", "20010db800010002"),
        ("", ""),
    ],
)
def test_a_line_is_counted_as_one_however_many_addresses_it_has(address, network):
    assert network_of(address) == network


def test_a_header_that_a_citizen_makes_up_gives_no_more_responses(
    citizen, survey, settings, time_machine
):
    """Without a proxy nobody's word is taken; behind one only what the proxy itself says."""
    settings.MOST_RESPONSES_A_MINUTE = 1
    settings.SECURE_SSL_REDIRECT = False
    time_machine.move_to(now() + timedelta(minutes=5), tick=False)
    forms = [filled_in(citizen, survey) for _ in range(4)]

    def status(form, made_up, seen="203.0.113.5"):
        told = f"{made_up}, {seen}" if settings.HTTPS_ONLY else made_up
        return citizen.post(
            address(survey), form, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=told
        ).status_code

    assert [status(forms[0], "1.1.1.1"), status(forms[1], "2.2.2.2")] == [201, 429]
    settings.HTTPS_ONLY = True
    assert [status(forms[2], "1.1.1.1"), status(forms[3], "2.2.2.2")] == [201, 429]


def test_after_a_refusal_no_link_leads_away_from_what_was_filled_in(citizen, survey):
    assert b"bahasa=en" in citizen.get(address(survey)).content

    told = citizen.post(address(survey), {**ALL_FOUR, "tanda": ""})

    assert b'hreflang="en"' not in told.content


def test_what_was_committed_has_reached_the_disk(db):
    asks = {"sqlite": ("PRAGMA synchronous", "2"), "postgresql": ("SHOW synchronous_commit", "on")}
    question, durable = asks[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert str(cursor.fetchone()[0]) == durable
