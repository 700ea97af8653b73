"""The export of another system is explained on the screen: columns, words, days, units."""

import re

import pytest
from tests.integration.conftest import upload

from dampak.datapack.mapping_file import read_mappings
from dampak.datapack.vocabularies import REQUEST_STATUS, YES_NO
from dampak.intake.foreign_words import MOST_OF_TWO, foreign_words
from dampak.intake.models import SavedMapping
from dampak.intake.previewing import preview_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]
COLUMNS = {
    "request_id": "Ticket",
    "unit_code": "Dept",
    "received_at": "Opened",
    "closed_at": "Done",
    "null_words": "NA",
}
N_ROWS = 24


def export(month="2024-01"):
    """Tickets of two departments: most CLOSED, some Disptch, which no list of ours knows."""
    states = (f"CLOSED,{month}-28", f"Closed,{month}-29", "Disptch,NA")
    return "Ticket,Dept,Opened,State,Done\n" + "".join(
        f'T{n},"K{n % 2 + 1},",{month}-{n % 27 + 1:02},{states[n % 3]}\n' for n in range(N_ROWS)
    )


@pytest.fixture
def screen(hand_in, browser_of):
    """Sri before the mapping screen of a ticket export."""
    sri, delivery = browser_of("sri"), hand_in([upload("tickets.csv", export())])
    number = preview_of(delivery)["unread"][0]["number"]
    url = f"/impor/{delivery.pk}/petakan/{number}/?table=service_requests"
    return sri, delivery, url


def fields_of(page):
    """Every list of meanings on the page, by the word in front of it."""
    found = re.findall(r'<label for="id_(means-[^"]+)">(?:<strong>)?([^<]+)', page.content.decode())
    return {word.strip(): name for name, word in found}


def test_words_under_a_chosen_header_are_asked_before_anything_is_saved(screen):
    sri, _delivery, url = screen
    page = sri.post(url, COLUMNS | {"status": "State", "trims": ","})
    assert page.status_code == 200
    assert "16 baris" in page.content.decode()  # CLOSED and Closed are one word
    assert set(fields_of(page)) >= {"CLOSED", "Disptch"}
    assert not SavedMapping.objects.exists()


def test_a_foreign_word_given_a_meaning_is_understood_now_and_next_month(screen, hand_in):
    sri, delivery, url = screen
    chosen = COLUMNS | {"status": "State", "trims": ",", "derives_units": "on"}
    words = fields_of(sri.post(url, chosen))
    told = {words["Disptch"]: "open", words["CLOSED"]: "closed"}
    assert sri.post(url, chosen | told).status_code == 302
    [mapping] = read_mappings(SavedMapping.objects.get().text)
    assert mapping.values == {"status": {"Disptch": "open"}}
    assert (mapping.trims, mapping.units_from) == ({"unit_code": ","}, "Dept")
    assert preview_of(delivery)["rows_kept"] == N_ROWS + 2  # and two units
    later = preview_of(hand_in([upload("february.csv", export("2024-02"))]))
    assert (later["can_be_accepted"], later["rows_kept"]) == (True, N_ROWS + 2)


def test_a_saved_mapping_is_shown_again_as_it_was_told(screen):
    sri, _delivery, url = screen
    chosen = COLUMNS | {"status": "State", "zone": "Asia/Makassar", "calendar": "week-5"}
    told = dict.fromkeys(fields_of(sri.post(url, chosen)).values(), "")
    words = fields_of(sri.post(url, chosen))
    sri.post(url, chosen | told | {words["Disptch"]: "refused"})
    page = sri.get(url.partition("?")[0]).content.decode()
    assert 'value="Asia/Makassar"' in page
    assert '<option value="week-5" selected>' in page
    assert '<option value="refused" selected>' in page


def test_a_served_list_of_units_is_not_replaced_unsaid(served, screen):
    sri, delivery, url = screen
    assert "Daftar berisi 6 unit sedang dipakai" in sri.get(url).content.decode()
    sri.post(url, COLUMNS | {"trims": ",", "derives_units": "on"})
    replaced = {each["table"]["en"]: each for each in preview_of(delivery)["replaced"]}
    assert (replaced["units"]["rows_before"], replaced["units"]["rows_after"]) == (6, 2)
    page = sri.get(delivery.get_absolute_url()).content.decode()
    assert "sekarang 6 baris, sesudahnya 2" in page
    assert "Daftar unit tidak ikut dikirim" in page


def test_a_mapping_written_elsewhere_can_be_pasted(screen):
    sri, delivery, url = screen
    text = (
        'format = "dampak-mapping/1"\n[[file]]\ntable = "service_requests"\n'
        'units_from = "Dept"\ntrims = { unit_code = "," }\n'
        'columns = { request_id = "Ticket", unit_code = "Dept", received_at = "Opened" }\n'
    )
    assert sri.post(url, {"text": text}).status_code == 302
    assert preview_of(delivery)["rows_kept"] == N_ROWS + 2


@pytest.mark.parametrize("text", ["", "not = [toml", 'format = "dampak-mapping/1"', "<b>"])
def test_a_pasted_text_that_is_no_mapping_is_refused_in_words(screen, text):
    sri, _delivery, url = screen
    page = sri.post(url, {"text": text})
    assert page.status_code == 422
    assert "<b>" not in page.content.decode().partition("<details")[2]
    assert not SavedMapping.objects.exists()


def test_a_clock_that_does_not_exist_is_refused_in_words(screen):
    sri, _delivery, url = screen
    page = sri.post(url, COLUMNS | {"zone": "Asia/Atlantis"})
    assert page.status_code == 422
    assert "Asia/Atlantis" in page.content.decode()


def test_words_are_told_apart_as_people_do():
    found = foreign_words(
        {"Done ": 3, "DONE": 2, "NA": 9, "Disptch,": 1, "": 4},
        REQUEST_STATUS,
        null_words=("na",),
        trims=",",
    )
    assert [(word.text, word.rows, word.code) for word in found.shown] == [
        ("Disptch", 1, None),
        ("Done", 5, "closed"),
    ]


def test_a_column_of_days_read_as_yes_and_no_shows_few_of_them():
    days = {f"2024-01-{day:02}": 1 for day in range(1, 32)}
    found = foreign_words(days, YES_NO, null_words=(), trims="")
    assert (len(found.shown), found.n_more) == (MOST_OF_TWO, 31 - MOST_OF_TWO)
