"""The audit book on the screen: what a steward finds, and who else finds nothing."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from dampak.accounts.choosing.kept_words import SEARCH, keep_words
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.audit.actors import acting
from dampak.audit.chain import seal_pages, sealing
from dampak.audit.models import Change, Entry
from dampak.audit.selectors import Asked, Place, changes, leaf
from dampak.audit.services import record
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
BOOK = "/buku/"


@pytest.fixture
def rina(people) -> Client:
    """The steward's browser."""
    steward, _made = open_account(
        "rina", password="loket prima 9", role=Role.STEWARD, by="test", at=AT
    )
    browser = Client()
    browser.force_login(steward)
    return browser


@pytest.fixture
def units(db):
    with acting(by="sri", reason="penataan"):
        Unit.objects.bulk_create(
            [Unit(code=f"K{n}", path=f"{n:04d}", name=f"Kantor {n}") for n in range(30)]
        )
    with acting(by="hasan"):
        Unit.objects.filter(code="K7").update(name="Kantor Baru")
    return list(Unit.objects.order_by("pk"))


def walk(asked: Asked, most: int = 7) -> tuple[list, list]:
    """All lines to the oldest, and all again on the way back."""
    down, place, found = [], Place(), None
    while place is not None:
        found = leaf(asked, place, most=most)
        down.append(list(found.lines))
        place = found.older
    up, place = [], found.newer
    while place is not None:
        found = leaf(asked, place, is_newer=True, most=most)
        up.append(list(found.lines))
        place = found.newer
    return [each for one in down for each in one], [each for one in reversed(up) for each in one]


@pytest.mark.parametrize("pages", ["unsealed", "sealed", "half"])
@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked(who="sri"),
        Asked(who="hasan"),
        Asked(table="organisations_unit"),
        Asked(who="sri", table="organisations_unit"),
        Asked(deed="plan.sealed"),
        Asked(who="budi", deed="plan.sealed"),
    ],
    ids=str,
)
def test_walking_there_and_back_meets_each_line_once(units, monkeypatch, asked, pages):
    monkeypatch.setattr(sealing, "LINES_OF_A_PAGE", 4)
    for n in range(9):
        record("plan.sealed", by="budi", at=AT + timedelta(days=n))
    if pages != "unsealed":
        seal_pages(AT)
    if pages == "half":
        with acting(by="sri"):
            Unit.objects.filter(code__lt="K2").update(kind="dinas")
    down, up = walk(asked)
    changes = {("c", each.pk) for each in Change.objects.all() if _answers(each, asked)}
    deeds = {("e", each.pk) for each in Entry.objects.all() if _answers(each, asked)}
    keys = [("e" if isinstance(each, Entry) else "c", each.pk) for each in down]
    assert len(keys) == len(set(keys))
    assert set(keys) == changes | deeds
    assert up == down[: len(up)]


def _answers(line, asked: Asked) -> bool:
    if isinstance(line, Entry):
        return not asked.table and asked.who in ("", line.by) and asked.deed in ("", line.deed)
    return not asked.deed and asked.who in ("", line.actor) and asked.table in ("", line.table)


def test_days_are_those_of_the_lines(units, monkeypatch):
    monkeypatch.setattr(sealing, "LINES_OF_A_PAGE", 4)
    seal_pages(AT)
    moment = Change.objects.latest("pk").at
    later, earlier = moment + timedelta(days=1), moment - timedelta(days=1)
    for asked in (Asked(who="sri"), Asked(who="sri", table="organisations_unit")):
        for since, before, found in (
            (earlier, later, 30), (later, None, 0), (None, earlier, 0), (earlier, None, 30),
        ):  # fmt: skip
            question = Asked(who=asked.who, table=asked.table, since=since, before=before)
            assert len(leaf(question, Place()).lines) == found


def test_a_tail_too_long_to_search_is_said(rina, units, monkeypatch):
    monkeypatch.setattr(changes, "LARGEST_TAIL", 3)
    monkeypatch.setattr("dampak.audit_book.views.LARGEST_TAIL", 3)
    page = rina.get(BOOK, {"what": "table:organisations_unit"})
    assert page.context["tail_is_hidden"]
    assert not page.context["lines"]


def test_the_steward_reads_before_and_after(rina, units):
    page = rina.get(BOOK, {"about": f"organisations.Unit:{units[7].pk}"})
    text = page.content.decode()
    assert "<del>Kantor 7</del>" in text
    assert "Kantor Baru" in text
    assert "hasan" in text
    assert "Kantor 8" not in text


def test_the_lines_of_one_object_are_read_alone(units, rina):
    page = rina.get(BOOK, {"about": f"organisations.Unit:{units[7].pk}"})
    assert [line.who for line in page.context["lines"]] == ["hasan", "sri"]


def test_reading_is_a_deed_once_for_a_session_and_question(rina, units):
    for _again in range(3):
        lines = rina.post(BOOK, {"who": "sri"})["Location"]
        rina.get(lines)
    rina.get(f"{lines}&older=1_1.0_1")
    assert Entry.objects.filter(deed="book.read", by="rina").count() == 1
    rina.post(BOOK, {"who": "hasan"}, follow=True)
    assert Entry.objects.filter(deed="book.read").count() == 2


def test_whose_lines_are_read_stands_in_no_address(rina, units):
    asked = {"who": "hasan", "what": "table:organisations_unit", "since": "2020-01-01"}
    address = rina.post(BOOK, asked)["Location"]
    assert "hasan" not in address
    page = rina.get(address)
    assert {line.who for line in page.context["lines"]} == {"hasan"}
    assert page.context["form"]["who"].value() == "hasan"
    assert page.context["form"]["since"].value() == "2020-01-01"
    file = rina.get(f"{BOOK}baris.csv?{page.context['query']}")
    rows = b"".join(file.streaming_content).decode().splitlines()[1:]
    assert {row.split(",")[1] for row in rows} == {"hasan"}
    assert Entry.objects.filter(deed="book.read", details__asked__who="hasan").exists()
    assert {line.who for line in rina.get(BOOK, {"who": "hasan"}).context["lines"]} != {"hasan"}


def test_a_name_that_is_forgotten_makes_no_file_of_everybody(rina, units):
    lost = "?what=table%3Aorganisations_unit&pencarian=tidakada"
    file = rina.get(f"{BOOK}baris.csv{lost}")
    assert (file.status_code, file["Location"]) == (302, f"{BOOK}{lost}")
    page = rina.get(file["Location"])
    assert "Tulis lagi namanya" in page.content.decode()
    assert "pencarian" not in page.context["query"]


def test_the_file_holds_what_was_asked_and_no_formula(rina, units):
    with acting(by="sri"):
        Unit.objects.filter(code="K3").update(name="=cmd|' /C calc'!A0")
    answer = rina.get(f"{BOOK}baris.csv", {"what": "table:organisations_unit"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=cmd|" in text
    assert ",=cmd" not in text
    assert text.count("Kantor Baru") == 1
    assert Entry.objects.filter(deed="book.exported", by="rina").exists()


@pytest.mark.parametrize("name", ["sri", "budi"])
def test_others_read_nothing(browser_of, name):
    assert browser_of(name).get(BOOK).status_code == 403
    assert browser_of(name).get(f"{BOOK}baris.csv").status_code == 403


def test_nonsense_in_the_address_is_no_error(rina):
    for question in (
        {"older": "x"}, {"newer": "1_nan_3"}, {"older": "1_1e400_3"}, {"about": "x:1"},
        {"about": "a.b:1"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"what": "table:x"},
        {"older": "9" * 40 + "_1_1"}, {"who": "\x00"},
    ):  # fmt: skip
        assert rina.get(BOOK, question).status_code == 200, question


def test_the_steward_reads_everyday_words(rina):
    record("sign-in.done", by="sri", at=AT, means=["password", "totp"])
    record("sign-in.failed", by="?", at=AT, means="second factor")
    record("book.read", by="rina", at=AT, asked={})
    with acting(by="(visitor)"):
        open_account("sari", password="loket prima 9", role=Role.HEAD, by="test", at=AT)
    page = rina.get(BOOK, headers={"accept-language": "id"}).content.decode()
    for said in ("Masuk", "Sandi, Aplikasi enam angka", "Pengunjung", "Peran akun: ditambahkan"):
        assert said in page, said
    assert str(Role.HEAD.label) in page  # and not "head"
    seen = re.sub(r"<[^>]*>", " ", page)
    for raw in ("sign-in", "(visitor)", "{}", "[&quot;", "Assignment", "means", "given_at"):
        assert raw not in seen, raw


def written() -> str:
    """All that the book says of its being read."""
    deeds = Entry.objects.filter(deed__in=("book.read", "book.exported"))
    return json.dumps(list(deeds.values_list("details", flat=True)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("198501012010011901", "bukan dengan NIP"),
        ("19850101 201001 1 901", "bukan dengan NIP"),
        ("3273-0101-8501-0001", "bukan dengan NIP"),
        ("Ratna Dewi Kusuma", "Tidak ada yang masuk dengan nama ini"),
    ],
)
def test_a_number_or_a_name_of_somebody_is_kept_nowhere(rina, units, typed, said):
    page = rina.post(BOOK, {"who": typed, "what": "table:organisations_unit"}, follow=True)
    assert said in page.content.decode()
    assert page.context["form"]["what"].value() == "table:organisations_unit"
    rina.get(f"{BOOK}baris.csv?{page.context['query']}")
    assert typed not in written()
    assert typed not in json.dumps(dict(rina.session))


def test_lines_are_found_of_who_signs_in_with_their_number(rina):
    nip = "198501012010011901"
    open_account(nip, password="loket prima 9", role=Role.CIVIL_SERVANT, by="test", at=AT)
    page = rina.post(BOOK, {"who": nip}, follow=True)
    assert page.context["asked"].who == nip
    assert "bukan dengan NIP" not in page.content.decode()


def test_what_an_address_was_made_to_hold_is_not_written_down(rina, units):
    nip = "198501012010011901"
    for name in ("who", "what", "about", "since", "until"):
        for told in (nip, f"organisations.Person:{nip}", f"organisations.Person:Ratna {nip}"):
            rina.get(BOOK, {name: told})
            rina.get(f"{BOOK}baris.csv", {name: told})
    assert nip not in written()
    rina.get(BOOK, {"about": f"organisations.Unit:{units[7].pk}", "since": "2020-01-01"})
    asked = {"about": f"organisations.Unit:{units[7].pk}", "since": "2020-01-01"}
    assert Entry.objects.filter(deed="book.read", details__asked=asked).exists()


def test_words_that_an_older_session_holds_are_not_written_down(rina, units):
    session = rina.session
    ticket = keep_words(session, "198501012010011901")
    session.save()
    rina.get(BOOK, {SEARCH: ticket})
    assert "198501012010011901" not in written()
    assert "somebody without an account" in written()


def test_the_lines_of_who_has_no_account_are_found_and_their_name_not_written_again(rina, units):
    with acting(by="ratnadewi"):
        Unit.objects.filter(code="K3").update(name="Kantor Lain")
    with acting(by="(schedule)"):
        Unit.objects.filter(code="K4").update(name="Kantor Malam")
    for who in ("ratnadewi", "(schedule)"):
        page = rina.post(BOOK, {"who": who}, follow=True)
        assert page.context["asked"].who == who
        assert len(page.context["lines"]) == 1
    assert "ratnadewi" not in written()
    assert "(schedule)" in written()
