"""The number of a civil servant becomes a key and is found nowhere afterwards."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.landed_files import SECRET, landed, units

from dampak.warehouse.conformed import keyed
from dampak.warehouse.conformed.keyed import without_long_numbers
from dampak.warehouse.conformed.people import masked, person_of, rounded_by_a_spreadsheet
from dampak.warehouse.landing import Format
from dampak.warehouse.store import Store, deliver

# Made up: born 1990-01-31, appointed 2020-12, a man, number 999, which no real person holds.
NIP = "199001312020121999"


def refused(cell):
    return person_of(cell, secret=SECRET).refused


def test_spaces_and_dots_do_not_make_another_person():
    keys = {person_of(cell, secret=SECRET).key for cell in (NIP, "19900131 202012 1 999")}
    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_another_secret_makes_other_keys():
    assert person_of(NIP, secret=SECRET).key != person_of(NIP, secret=b"other").key


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1.99001E+17", "nip_damaged"),
        ("1,99001E+17", "nip_damaged"),
        ("199001312020121000", "nip_damaged"),  # the last three digits lost
        ("19900131202012199", "nip_length"),
        ("199002312020121999", "nip_birth_date"),  # 31 February
        ("199001312020123999", "nip_sex"),
    ],
)
def test_a_damaged_or_impossible_nip_is_refused(cell, why):
    assert refused(cell) == why


def test_an_offices_own_number_is_welcome():
    assert refused("P-0012") is None
    assert refused("40712") is None


def test_long_numbers_are_hidden_in_the_middle():
    assert masked(f"lihat {NIP}, lantai 2") == "lihat 199001********1999, lantai 2"


@pytest.mark.parametrize(
    "measured", ["2.5649492740631104", "-0.30000000000000004", "1.2345678901234567e-05"]
)
def test_a_measured_value_in_full_precision_is_not_taken_for_a_person(measured):
    assert masked(measured) == measured


@pytest.mark.parametrize("mark", [*"/_-.: \N{EN DASH}", "--", " / ", " " * 8])
def test_a_nip_is_hidden_whatever_stands_between_its_parts(mark):
    written = mark.join([NIP[:8], NIP[8:14], NIP[14], NIP[15:]])
    assert masked(f"lihat {written}.pdf") == "lihat 199001********1999.pdf"
    cells = without_long_numbers(pa.chunked_array([[written]])).to_pylist()
    assert cells == ["199001********1999"]


@pytest.mark.parametrize(
    "before", ["2024/", "SK_2024_", "1234-", "2024-01-15_", "12-04-2012 / ", "01."]
)
def test_a_nip_is_hidden_whatever_number_stands_before_it(before):
    for mark in "/_-":
        written = mark.join([NIP[:8], NIP[8:14], NIP[14], NIP[15:]])
        hidden = masked(f"{before}{written}.pdf")
        assert hidden.endswith("********1999.pdf")
        assert NIP[6:14] not in hidden.replace(mark, "")


def test_digits_in_one_run_are_hidden_however_many():
    assert masked(f"1234{NIP}") == "123419************1999"


@pytest.mark.parametrize("register", ["20240105/0001/000123", "503/2024/0001/0001234", "1/2_3"])
def test_numbers_of_registers_stay_apart(register):
    assert masked(register) == register


@pytest.mark.parametrize("cell", ["1.99001312020121E+17", "19900131.2020121999"])
def test_a_nip_with_a_point_in_it_is_still_hidden(cell):
    assert "*" in masked(cell)


def test_the_number_enters_neither_tables_nor_reasons(tmp_path):
    many = "\n".join(
        f"K01 | 1970{month:02d}{day:02d}202012{sex}999 | Loket | 2026-03-31"
        for month in range(1, 13)
        for day in range(1, 6)
        for sex in (1, 2)
    )
    training = landed(
        "training",
        f"""unit_code | person_key | programme | started_on
        {many}
        K01 | {NIP} | Loket {NIP} | 2026-03-31
        K01 | {NIP} | Loket | 2026-02-31
        K09 | {NIP[:14]}3{NIP[15:]} | Loket | {NIP}""",
    )
    snapshot = deliver(
        [units("K01"), training], Store(tmp_path), at=datetime(2026, 4, 1, tzinfo=UTC), by="sri"
    )

    with snapshot.connect() as connection:
        kept = str(connection.execute("FROM training").fetchall())
    told = str(list(snapshot.rejected()))
    objects = b"".join(
        str(pq.read_table(path).to_pylist()).encode() for path in (tmp_path / "objects").iterdir()
    )
    assert "Loket 199001********1999" in kept
    for text in (kept, told, objects.decode()):
        assert NIP not in text
        assert "202012" not in text
    assert (tmp_path / "person-key.secret").stat().st_mode & 0o777 == 0o600


def test_a_snapshot_has_the_same_id_in_every_home(tmp_path):
    delivery = [units("K01"), landed("people", f"person_key|unit_code\n{NIP}|K01")]
    ids = {
        deliver(delivery, Store(tmp_path / home), at=at, by=by).id
        for home, at, by in (
            ("one", datetime(2026, 4, 1, tzinfo=UTC), "sri"),
            ("two", datetime(2027, 4, 1, tzinfo=UTC), "budi"),
        )
    }
    assert len(ids) == 1


def test_a_column_of_numbers_in_a_spreadsheet_holds_no_nips_any_more():
    # typed as 199001312020121999, kept as 199001312020122000, handed on as the nearest double
    handed_on = [str(int(float(round(int(nip), -3)))) for nip in (NIP, "197001312020122999")]
    assert handed_on[0] == "199001312020121984"
    assert rounded_by_a_spreadsheet(handed_on) == set(handed_on)


def test_sound_nips_of_a_spreadsheet_are_left_alone():
    sound = [f"19900131202012190{last}" for last in range(1, 10)]
    assert not rounded_by_a_spreadsheet([*sound, "199001312020121984", "P-12"])


def test_the_numbers_of_a_spreadsheet_are_refused_as_damaged():
    people = landed(
        "people",
        "person_key|unit_code\n199001312020121984|K01\n197001312020123008|K01",
        file_format=Format.XLSX,
    )
    refused = keyed(people, secret=SECRET).rows["person_key~refused"].to_pylist()
    assert refused == ["nip_damaged", "nip_damaged"]
