"""What became of a delivery, as the system that handed it in reads it back."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import caller_of, two_agencies
from tests.integration.conftest import AT, office, upload

from dampak.accounts.access import Permission
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.document import api
from dampak.intake.models import Delivery
from dampak.intake.receipts import account_of, keep_receipt, refused_rows_at
from dampak.intake.selectors import store
from dampak.intake.services import accept_delivery, discard_delivery, receive_delivery
from dampak.jobs.running import run_ready
from dampak.operations.backup.home_files import uploads

pytestmark = [pytest.mark.database, pytest.mark.django_db]
N_UNITS, N_REQUESTS = 6, 3 * 6 * 12
NUMBER = "198501012010011901"
UNKNOWN = tuple(f"X{number},K9,KTP,2024-01-05,2024-01-09" for number in range(3))


@pytest.fixture
def sri(people):
    return caller_of(people["sri"])


def handed_in(caller, **files):
    return caller.hand_in(office(**files)).json()["number"]


def refused_of(caller, number, limit=200):
    rows, after = [], ""
    while True:
        page = caller.get(f"/deliveries/{number}/refused-rows?limit={limit}{after}").json()
        rows += page["items"]
        if page["next"] is None:
            return rows
        after = f"&after={page['next']}"


def test_before_it_is_accepted_the_receipt_says_what_would_be_taken(sri):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    told = sri.get(f"/deliveries/{number}/receipt").json()
    assert (told["state"], told["is_final"], told["decided_at"]) == ("waiting", False, None)
    # 6 units and 216 requests are sound; the 3 requests of a unit K9 are not
    kept = N_UNITS + N_REQUESTS
    assert (told["rows_in"], told["rows_kept"], told["rows_set_aside"]) == (kept + 3, kept, 3)
    assert not any(each["is_served"] for each in told["tables"])


def test_once_accepted_it_says_what_was_taken_and_that_it_is_served(sri):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    sri.post(f"/deliveries/{number}/accept")
    assert sri.get(f"/deliveries/{number}/receipt").json()["state"] == "accepting"
    run_ready(clock=now)
    told = sri.get(f"/deliveries/{number}/receipt").json()
    assert (told["state"], told["is_final"], told["snapshot_number"]) == ("accepted", True, 1)
    assert told["decided_at"] is not None
    tables = {each["table"]: each for each in told["tables"]}
    requests = tables["service_requests"]
    assert (requests["rows_in"], requests["rows_kept"]) == (N_REQUESTS + 3, N_REQUESTS)
    assert requests["is_served"]
    assert requests["sha256"] in {each["sha256"] for each in told["files"]}


def test_every_refused_row_comes_with_its_line_column_value_and_what_to_do(sri):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    rows = refused_of(sri, number, limit=2)
    first_line = 1 + N_REQUESTS + 1  # below the header and the sound rows
    assert [each["row"] for each in rows] == [first_line, first_line + 1, first_line + 2]
    one = rows[0]
    assert (one["file"], one["table"]) == ("service_requests.csv", "service_requests")
    assert (one["column"], one["value"]) == ("kode_unit", "K9")
    assert one["reason"]["id"] != one["reason"]["en"]


def test_later_deliveries_change_nothing_of_what_was_refused(sri):
    first = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    accept_delivery(Delivery.objects.get(pk=first), by="sri", at=AT)
    before = refused_of(sri, first)
    with_k9 = bad_files.units("K9,Kecamatan 9,,2020-01-01")
    second = handed_in(sri, units__csv=with_k9, service_requests__csv=bad_files.requests())
    accept_delivery(Delivery.objects.get(pk=second), by="sri", at=AT)
    assert len(before) == 3
    assert refused_of(sri, first) == before
    told = sri.get(f"/deliveries/{first}/receipt").json()
    assert told["rows_set_aside"] == 3
    assert not any(each["is_served"] for each in told["tables"])
    assert sri.get(f"/deliveries/{second}/receipt").json()["rows_set_aside"] == 0


def test_a_value_is_given_back_as_it_was_sent_and_not_as_a_spreadsheet_would_need_it(sri):
    line = "=1+1,K9,KTP,2024-01-05,2024-01-09"
    formula = "R9,=1+1,KTP,2024-01-05,2024-01-09"
    number = handed_in(sri, service_requests__csv=bad_files.requests(line, formula))
    assert "=1+1" in {each["value"] for each in refused_of(sri, number)}


def test_the_number_of_a_person_is_given_back_to_nobody(sri):
    broken = f"K1,{NUMBER},Loket Prima,1,2024-02-01,one field too many"
    wrong = f"K9,{NUMBER},Loket Prima,1,2024-02-01"
    number = handed_in(sri, training__csv=f"{bad_files.TRAINING}{broken}\n{wrong}\n")
    accept_delivery(Delivery.objects.get(pk=handed_in(sri)), by="sri", at=AT)
    rows = refused_of(sri, number)
    assert {each["row"] for each in rows} >= {2, 3}
    assert NUMBER not in str(rows)
    assert NUMBER not in sri.get(f"/deliveries/{number}/receipt").content.decode()


def test_files_that_cannot_be_read_are_told_as_such_and_not_as_free_of_faults(sri):
    number = sri.hand_in([upload("pelatihan.csv", "training_id,unit_code\nX,K1\n")]).json()
    address = f"/deliveries/{number['number']}"
    told = sri.get(f"{address}/receipt").json()
    assert (told["rows_in"], told["rows_set_aside"], told["tables"]) == (None, None, [])
    assert told["faults"]
    refused = sri.get(f"{address}/refused-rows", Accept_Language="en")
    assert (refused.status_code, refused.json()["code"]) == (409, "cannot_be_read")
    assert "pelatihan.csv" in refused.json()["data"]["faults"][0]["message"]


def test_what_kept_a_delivery_from_being_accepted_is_read_without_the_right_to_see_jobs(people):
    lms = caller_of(people["sri"], Permission.IMPORT_DATA)
    number = lms.hand_in([upload("pelatihan.csv", "training_id,unit_code\nX,K1\n")]).json()
    address = f"/deliveries/{number['number']}"
    job = lms.post(f"{address}/accept").json()["number"]
    run_ready(clock=now)
    assert lms.get(f"/jobs/{job}").status_code == 403
    told = lms.get(f"{address}/receipt").json()
    assert told["state"] == "failed"
    assert "pelatihan.csv" in told["told"]["en"]
    assert lms.post(f"{address}/discard").status_code == 200
    told = lms.get(f"{address}/receipt").json()
    assert (told["state"], told["is_final"]) == ("discarded", True)


def test_the_same_bytes_under_another_name_have_a_receipt_in_their_own_name(sri):
    units, requests = bad_files.units(), bad_files.requests(*UNKNOWN)
    accept_delivery(
        Delivery.objects.get(pk=handed_in(sri, service_requests__csv=requests)), by="sri", at=AT
    )
    again = [upload("unit_kerja.csv", units), upload("permohonan.csv", requests)]
    number = sri.hand_in(again).json()["number"]
    accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    told = sri.get(f"/deliveries/{number}/receipt").json()
    assert {each["file"] for each in told["tables"]} == {"unit_kerja.csv", "permohonan.csv"}
    assert {each["file"] for each in refused_of(sri, number)} == {"permohonan.csv"}


def test_a_receipt_that_is_lost_is_made_anew_from_the_snapshot_while_that_is_there(sri, home):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    delivery = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    before = account_of(delivery, everything=True)
    lose(delivery)
    assert account_of(delivery, everything=True) == before
    lose(delivery)
    for manifest in (home / "warehouse").rglob("*.json"):
        manifest.rename(manifest.with_suffix(".gone"))
    assert account_of(delivery, everything=True) is None
    for manifest in (home / "warehouse").rglob("*.gone"):
        manifest.rename(manifest.with_suffix(".json"))


@pytest.mark.parametrize("name", ["account.json", "refused.parquet"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_receipt_that_is_damaged_is_made_anew_or_told_as_lost(sri, name, is_gone):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    delivery = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    address, before = f"/deliveries/{number}", refused_of(sri, number)
    for snapshot_number, rows, status in ((1, 3, 200), (7, None, 409)):
        Delivery.objects.filter(pk=number).update(snapshot_number=snapshot_number)
        path = refused_rows_at(delivery, everything=True).with_name(name)
        path.unlink() if is_gone else path.write_bytes(b"")
        told = sri.get(f"{address}/receipt")
        assert (told.status_code, told.json()["rows_set_aside"]) == (200, rows)
        assert sri.get(f"{address}/refused-rows").status_code == status
        if rows is not None:
            assert refused_of(sri, number) == before


@pytest.mark.parametrize("account", [b"null", b"[1]", b"{}", b'"x"', b'[{"file": "x"}]', b"\xff[]"])
def test_an_account_that_is_none_of_ours_is_made_anew(sri, account):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    delivery = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    before = account_of(delivery, everything=True)
    refused_rows_at(delivery, everything=True).with_name("account.json").write_bytes(account)
    assert account_of(delivery, everything=True) == before


def test_refused_rows_of_another_shape_are_made_anew(sri):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    before = refused_of(sri, number)
    other = pa.table({"x": [1]})
    pq.write_table(other, refused_rows_at(Delivery.objects.get(pk=number), everything=True))
    assert refused_of(sri, number) == before


@pytest.mark.parametrize("kept", [b"", b"\xff", b'{"files": ['])
def test_a_preview_that_is_damaged_is_made_anew(sri, home, kept):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    addresses = [f"/deliveries/{number}/{of}" for of in ("preview", "receipt", "refused-rows")]
    before = [sri.get(address).json() for address in addresses]
    [written] = (home / "uploads" / f"{number}-preview").rglob("preview.json")
    for address, told in zip(addresses, before, strict=True):
        written.write_bytes(kept)
        assert sri.get(address).json() == told


def test_a_receipt_reaches_the_disk_before_it_takes_its_name(sri, monkeypatch):
    pushed = []
    monkeypatch.setattr("dampak.intake.previewing.os.fsync", pushed.append)
    delivery = Delivery.objects.get(pk=handed_in(sri))
    accept_delivery(delivery, by="sri", at=AT)
    before = len(pushed)
    lose(delivery)
    delivery.refresh_from_db()
    assert account_of(delivery, everything=True)
    assert len(pushed) - before == 2  # both files of the receipt


def test_files_of_the_same_bytes_keep_their_own_names(sri):
    requests = bad_files.requests(*UNKNOWN)
    files = [upload("units.csv", bad_files.units())]
    files += [upload(name, requests) for name in ("a.csv", "b.csv")]
    number = sri.hand_in(files).json()["number"]
    address = f"/deliveries/{number}"
    before = sri.get(f"{address}/receipt").json()["tables"]
    rows = refused_of(sri, number)
    accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    after = sri.get(f"{address}/receipt").json()["tables"]
    assert [each["file"] for each in after] == [each["file"] for each in before]
    assert {each["file"] for each in after} == {"units.csv", "a.csv", "b.csv"}
    assert refused_of(sri, number) == rows
    assert {each["file"] for each in rows} == {"a.csv", "b.csv"}


def test_no_receipt_stays_of_a_delivery_that_was_discarded(sri):
    """As an earlier version left it, where accepting died before the ledger knew of it."""
    delivery = Delivery.objects.get(pk=handed_in(sri))
    keep_receipt(delivery, snapshot_made_of(handed_in(sri)))
    assert refused_rows_at(delivery, everything=True).exists()
    discard_delivery(delivery, by="sri", at=AT)
    assert not refused_rows_at(delivery, everything=True).parent.exists()


def snapshot_made_of(number):
    accepted = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    return store().snapshot(accepted.snapshot_number)


def test_a_receipt_goes_into_every_copy(sri, home):
    delivery = Delivery.objects.get(pk=handed_in(sri))
    accept_delivery(delivery, by="sri", at=AT)
    assert refused_rows_at(delivery, everything=True) in set(uploads(home))


def lose(delivery):
    folder = refused_rows_at(delivery, everything=True).parent
    for path in folder.iterdir():
        path.unlink()


def test_a_delivery_whose_snapshot_is_gone_says_that_nothing_is_known_any_more(sri):
    number = handed_in(sri)
    delivery = accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    lose(delivery)
    Delivery.objects.filter(pk=number).update(snapshot_number=7)
    told = sri.get(f"/deliveries/{number}/receipt").json()
    assert (told["state"], told["rows_in"], told["tables"]) == ("accepted", None, [])
    refused = sri.get(f"/deliveries/{number}/refused-rows")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_kept")


def test_a_cursor_goes_on_where_the_page_ended_also_after_the_delivery_was_accepted(sri):
    number = handed_in(sri, service_requests__csv=bad_files.requests(*UNKNOWN))
    address = f"/deliveries/{number}/refused-rows?limit=2"
    waiting = sri.get(address).json()["next"]
    accept_delivery(Delivery.objects.get(pk=number), by="sri", at=AT)
    assert sri.get(f"{address}&after={waiting}").status_code == 404  # another list by now
    accepted = sri.get(address).json()["next"]
    assert len(sri.get(f"{address}&after={accepted}").json()["items"]) == 1


def test_who_imports_for_one_agency_reads_the_receipts_of_that_one_only(db):
    west, east = two_agencies()
    clara, _new = open_account(
        "clara", password="loket prima 9", role=Role.TRAINING_MANAGER, by="t", at=AT, unit=east
    )
    of_the_west = receive_delivery(office(), by="ani", at=AT, units=[west])
    of_the_east = receive_delivery(office(), by="clara", at=AT, units=[east])
    discard_delivery(of_the_east, by="clara", at=AT)
    caller = caller_of(clara)
    for part in ("receipt", "refused-rows"):
        assert caller.get(f"/deliveries/{of_the_west.pk}/{part}").status_code == 404
        assert caller.get(f"/deliveries/{of_the_east.pk}/{part}").status_code == 200


def test_the_rows_themselves_have_no_address():
    addresses = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    below = {
        each.rpartition("/")[2] for each in addresses if each.startswith("/api/v1/deliveries/")
    }
    assert below == {"{number}", "preview", "receipt", "refused-rows", "accept", "discard"}
