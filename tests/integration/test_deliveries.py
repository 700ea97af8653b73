"""Handing in files: look first, then accept; whatever is wrong changes nothing."""

import csv
from html import unescape

import pytest
from tests import bad_files
from tests.integration.conftest import AT, office, upload

from dampak.audit.models import Entry
from dampak.intake.models import Delivery, SavedMapping
from dampak.intake.previewing import preview_of, rejected_rows_at
from dampak.intake.selectors import served_snapshot
from dampak.intake.services import (
    CannotAccept,
    accept_delivery,
    discard_delivery,
    receive_delivery,
)
from dampak.language.saying import say

pytestmark = [pytest.mark.database, pytest.mark.django_db]
N_REQUESTS = 3 * 6 * 12


def state_of(home):
    """Everything that is served, file by file."""
    root = home / "warehouse"
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.name not in {"LOCK", "person-key.secret"}
    }


def test_a_preview_changes_nothing_that_is_served(hand_in, home):
    preview = preview_of(hand_in(office()))
    assert preview["can_be_accepted"]
    assert preview["rows_kept"] == N_REQUESTS + 6
    assert served_snapshot() is None


def test_accepting_serves_what_the_preview_promised(hand_in):
    delivery = hand_in(office())
    promised = preview_of(delivery)["rows_kept"]
    accept_delivery(delivery, by="sri", at=AT)
    assert sum(file.rows_kept for file in served_snapshot().inputs) == promised


def test_what_was_taken_then_is_told_beside_what_would_be_taken_now(hand_in, browser_of):
    """Requests of an office K9 alone came first; since its list is served they would be taken."""
    later, sri = "X,K9,KTP,2024-01-05,2024-01-09", browser_of("sri")
    accept_delivery(hand_in(office()), by="sri", at=AT)
    requests = hand_in([upload("requests.csv", bad_files.requests(later))])
    accept_delivery(requests, by="sri", at=AT)
    listed = upload("units.csv", bad_files.units("K9,Kecamatan 9,,2020-01-01"))
    accept_delivery(hand_in([listed]), by="sri", at=AT)
    page = sri.get(requests.get_absolute_url()).content.decode()
    assert f"{N_REQUESTS} baris diambil dan 1 disisihkan" in page
    assert preview_of(requests)["rows_kept"] == N_REQUESTS + 1


def test_a_double_click_publishes_once(hand_in):
    delivery = hand_in(office())
    first = accept_delivery(delivery, by="sri", at=AT)
    second = accept_delivery(delivery, by="sri", at=AT)
    assert first.snapshot_number == second.snapshot_number == 1
    assert Entry.objects.filter(deed="delivery.accepted").count() == 1


def accepted_on_its_page(browser, delivery):
    address = delivery.get_absolute_url()
    seen = browser.get(address).context["state"]
    return browser.post(f"{address}terima/", {"looked_at": seen}, follow=True)


def test_a_deed_that_succeeded_is_told_in_the_colour_of_success(hand_in, browser_of):
    page = accepted_on_its_page(browser_of("sri"), hand_in(office()))
    assert '<div class="note tone-good" role="status">' in page.content.decode()


def test_the_same_files_again_change_nothing(served, hand_in, home):
    before = state_of(home)
    again = hand_in(office())
    assert preview_of(again)["is_unchanged"]
    accept_delivery(again, by="sri", at=AT)
    assert state_of(home) == before


def test_a_refused_row_is_shown_with_row_column_value_and_reason(hand_in, browser_of):
    broken = bad_files.requests("R-X,K99,KTP,2024-03-04,2024-03-06")
    delivery = hand_in(office(service_requests__csv=broken))
    files = {file["table"]["en"]: file for file in preview_of(delivery)["files"]}
    [reason] = files["service_requests"]["reasons"]
    assert (reason["column"], reason["rows"]) == ("kode_unit", 1)
    assert reason["examples"][0]["row"] == N_REQUESTS + 2  # the header is row 1
    assert reason["examples"][0]["value"] == "K99"
    page = browser_of("sri").get(delivery.get_absolute_url()).content.decode()
    assert "K99" in page


def test_every_refused_row_can_be_taken_away_in_both_languages(hand_in):
    rows = [f"R-{n},K99,KTP,2024-03-04,2024-03-06" for n in range(30)]
    delivery = hand_in(office(service_requests__csv=bad_files.requests(*rows)))
    with rejected_rows_at(delivery, everything=True).open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert len(told) == 30
    assert told[0]["reason_id"] != told[0]["reason_en"]


def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless(hand_in):
    evil = bad_files.requests('R-X,=HYPERLINK("x"),KTP,2024-03-04,2024-03-06')
    delivery = hand_in(office(service_requests__csv=evil))
    with rejected_rows_at(delivery, everything=True).open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["value"].startswith("'=")


BAD = {
    "an empty file": {"service_requests__csv": b""},
    "a picture": {"service_requests__csv": bad_files.PICTURE},
    "an archive": {"service_requests__csv": bad_files.archive(units__csv=bad_files.units())},
    "a locked workbook": {"service_requests__xlsx": bad_files.locked_workbook()},
    "a column missing": {"service_requests__csv": "nomor_permohonan,layanan\nR1,KTP\n"},
    "all rows refused": {
        "service_requests__csv": bad_files.REQUESTS + "R1,K99,KTP,2024-01-02,2024-01-05\n"
    },
}


@pytest.mark.parametrize("files", BAD.values(), ids=BAD)
def test_bad_input_gets_its_message_and_leaves_everything_as_it_was(
    served, hand_in, browser_of, home, files
):
    before = state_of(home)
    delivery = hand_in(office(**files))
    preview = preview_of(delivery)
    assert not preview["can_be_accepted"]
    told = preview["faults"] + [fault for file in preview["unread"] for fault in file["faults"]]
    assert told
    assert all(fault["id"] and fault["en"] for fault in told)
    with pytest.raises(CannotAccept) as accepting:
        accept_delivery(delivery, by="sri", at=AT)
    response = accepted_on_its_page(browser_of("sri"), delivery)
    assert response.status_code == 200
    assert say(accepting.value.faults[0], "id") in unescape(response.content.decode())
    assert state_of(home) == before
    assert Delivery.objects.get(pk=delivery.pk).accepted_at is None


def test_a_corrected_file_replaces_its_table_and_says_so_before(served, hand_in):
    smaller = bad_files.requests(months=("2024-01", "2024-02"))
    delivery = hand_in([upload("service_requests.csv", smaller)])
    [replaced] = preview_of(delivery)["replaced"]
    assert (replaced["rows_before"], replaced["rows_after"]) == (N_REQUESTS, N_REQUESTS * 2 // 3)
    accept_delivery(delivery, by="sri", at=AT)
    counts = {file.table: file.rows_kept for file in served_snapshot().inputs}
    assert counts == {"units": 6, "service_requests": N_REQUESTS * 2 // 3}


def test_a_discarded_delivery_cannot_be_accepted_any_more(hand_in):
    delivery = hand_in(office())
    discard_delivery(delivery, by="sri", at=AT)
    with pytest.raises(CannotAccept):
        accept_delivery(delivery, by="sri", at=AT)
    assert served_snapshot() is None


@pytest.mark.parametrize("name", ["../../evil.csv", "..", ".hidden.csv", "~$units.xlsx", ""])
def test_a_name_leads_out_of_no_folder(people, home, name):
    class Sent:
        def chunks(self):
            yield b"kode_unit\n"

    sent = Sent()
    sent.name = name
    delivery = receive_delivery([sent], by="sri", at=AT)
    [kept] = delivery.files.all()
    assert kept.path().resolve().parent == (home / "uploads" / str(delivery.pk)).resolve()
    assert not kept.name.startswith((".", "~"))


def test_two_files_of_one_name_are_both_kept(hand_in):
    delivery = hand_in([upload("a.csv", "x,y\n1,2\n"), upload("a.csv", "x,y\n3,4\n")])
    assert [file.name for file in delivery.files.all()] == ["a.csv", "a-2.csv"]


FOREIGN = "Ticket,Dept,Opened,Closed\n" + "".join(
    f"T{n},K{n % 6 + 1},2024-01-{n % 27 + 1:02},2024-01-{n % 27 + 3:02}\n" for n in range(1, 60)
)


def test_a_foreign_header_is_explained_once_and_understood_for_ever(served, hand_in, browser_of):
    sri, delivery = browser_of("sri"), hand_in([upload("tickets.csv", FOREIGN)])
    [unread] = preview_of(delivery)["unread"]
    assert unread["can_be_mapped"]
    url = f"/impor/{delivery.pk}/petakan/{unread['number']}/"
    assert "Opened" in sri.get(url).content.decode()
    chosen = {
        "request_id": "Ticket",
        "unit_code": "Dept",
        "received_at": "Opened",
        "closed_at": "Closed",
    }
    response = sri.post(f"{url}?table=service_requests", chosen)
    assert response.status_code == 302
    assert SavedMapping.objects.count() == 1
    assert preview_of(delivery)["can_be_accepted"]
    later = hand_in([upload("tickets-february.csv", FOREIGN.replace("2024-01", "2024-02"))])
    preview = preview_of(later)
    assert preview["files"][0]["was_mapped"]
    assert preview["rows_kept"] == 59


def test_too_large_a_delivery_is_refused_before_it_is_read(browser_of, settings):
    settings.LARGEST_DELIVERY_BYTES = 2 * 2**20
    big = upload("big.csv", b"x" * (3 * 2**20))
    response = browser_of("sri").post("/impor/baru/", {"upload": big})
    assert response.status_code == 413
    assert "terlalu besar" in response.content.decode()
    assert not Delivery.objects.exists()


def test_a_little_over_the_most_is_not_told_to_be_the_most(browser_of, settings):
    settings.LARGEST_DELIVERY_BYTES = 2 * 2**20
    big = upload("big.csv", b"x" * (2 * 2**20))  # and the form around it
    page = browser_of("sri").post("/impor/baru/", {"upload": big}).content.decode()
    assert "seluruhnya 3 MiB, padahal sekali kirim paling banyak 2 MiB" in page


def test_a_stranger_cannot_fill_the_disk(browser_of):
    big = upload("big.csv", b"x" * (2 * 2**20))
    assert browser_of("clara").post("/impor/baru/", {"upload": big}).status_code == 413


def test_several_files_are_handed_in_from_the_page(browser_of):
    response = browser_of("sri").post("/impor/baru/", {"upload": office()})
    delivery = Delivery.objects.get()
    assert response["Location"] == delivery.get_absolute_url()
    assert delivery.files.count() == 2


def test_no_file_is_said_in_words(browser_of):
    response = browser_of("sri").post("/impor/baru/", {})
    assert response.status_code == 422
    assert "Belum ada berkas yang dipilih" in response.content.decode()
