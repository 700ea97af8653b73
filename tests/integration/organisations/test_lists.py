"""Lists of units and staff: what they change, what they may not, and that it is all or nothing."""

import csv
import json
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.organisations.conftest import nip

from dampak.audit.models import Change
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.previewing import preview_of, refused_rows_at
from dampak.organisations.importing.services import (
    CannotImport,
    deciding,
    discard_lists,
    look_through,
    receive_lists,
    take_over,
)
from dampak.organisations.models import Person, Posting, Succession, Unit, UnitSpell
from dampak.organisations.nip import keyring
from dampak.organisations.services import rename_unit
from dampak.simulation.staff.faults import PEOPLE, UNITS
from dampak.simulation.staff.persons import Staff
from dampak.simulation.staff.writing import write_staff

pytestmark = [pytest.mark.database, pytest.mark.django_db]

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
DAY = date(2026, 3, 1)
BY = {"by": "sri", "at": AT}
UNITS_CSV = """kode_unit,nama_unit,kode_unit_induk,jenis_unit,zona_waktu
KAB,Kabupaten Uji Makmur,,pemerintah daerah,WIB
DINKES,Dinas Kesehatan,KAB,dinas,WIB
PKM-1,Puskesmas Melati,DINKES,UPTD,WIT
DINSOS,Dinas Sosial,KAB,dinas,
"""
HEADER = (
    "nip,nama,kode_unit,jabatan,jenis_jabatan,golongan,pendidikan,kedudukan,nip_atasan,sejak,sampai"
)
ANI, BUDI, CICI = nip(1), nip(2), nip(3)
PEOPLE_CSV = f"""{HEADER}
{ANI},Ani Rekaan,DINKES,Kepala Dinas,struktural,IV/b,S2,Aktif,,2020-01-01,
{BUDI},Budi Misal,PKM-1,Bidan,fungsional,III/a,D3,Aktif,{ANI},2021-05-01,
{CICI},Cici Contoh,DINSOS,Arsiparis,pelaksana,II/c,SMA,Aktif,,,
"""


def quiet(*_told) -> None:
    pass


def received(*texts: str, on=DAY, complete=False, paths=None) -> StaffImport:
    files = [SimpleUploadedFile(f"daftar-{n}.csv", text.encode()) for n, text in enumerate(texts)]
    return receive_lists(files, on=on, is_complete=complete, paths=paths, **BY)


def looked(*texts: str, **how) -> StaffImport:
    return look_through(received(*texts, **how), tell=quiet)


def taken(*texts: str, **how) -> StaffImport:
    return take_over(looked(*texts, **how), tell=quiet, **BY)


def people(*rows: str) -> str:
    return "\n".join([HEADER, *rows, ""])


def refused(came: StaffImport) -> list[dict[str, str]]:
    with refused_rows_at(came).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def person(number: str) -> Person:
    return Person.objects.get(nip_key=keyring().key_of(number))


def postings(number: str) -> list[tuple]:
    fields = ("unit__code", "position", "rank", "valid_from", "valid_to")
    return list(person(number).postings.order_by("valid_from").values_list(*fields))


def everything() -> list[list[tuple]]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Unit, UnitSpell, Person, Posting, Succession)
    ]


def test_the_tree_and_its_people_come_in_with_two_files():
    came = taken(UNITS_CSV, PEOPLE_CSV)

    assert came.state == ImportState.ACCEPTED
    pkm = Unit.objects.get(code="PKM-1")
    assert (pkm.parent.code, pkm.time_zone, pkm.path) == ("DINKES", "Asia/Jayapura", "000100010001")
    budi = person(BUDI)
    assert (budi.name, budi.unit_path, budi.rank) == ("Budi Misal", pkm.path, "III/a")
    assert (budi.education, budi.employment, budi.status) == ("diploma", "PNS", "active")
    assert budi.nip_masked == f"{BUDI[:6]}********{BUDI[14:]}"
    assert budi.postings.get().supervisor == person(ANI)
    assert postings(CICI) == [("DINSOS", "Arsiparis", "II/c", date.min, None)]
    assert Unit.objects.get(code="KAB").spells.get().valid_from == date.min


def test_no_file_with_numbers_stays_once_it_is_decided(home, django_capture_on_commit_callbacks):
    taken(UNITS_CSV, PEOPLE_CSV)
    with django_capture_on_commit_callbacks(execute=True):
        discard_lists(looked(people(f"{ANI},Ani Lain,DINKES,,,,,,,,")), **BY)

    kept = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert not [number for number in (ANI, BUDI, CICI) for text in kept if number.encode() in text]


def test_the_same_lists_once_more_change_nothing():
    taken(UNITS_CSV, PEOPLE_CSV)
    before, changes = everything(), Change.objects.count()

    again = taken(UNITS_CSV, PEOPLE_CSV)

    assert again.counts["unchanged"] == 3
    assert again.counts["units_unchanged"] == 4
    assert everything() == before
    tables = Change.objects.order_by("pk")[changes:].values_list("table", flat=True)
    assert not {"organisations_person", "organisations_posting", "organisations_unit"} & set(tables)


def test_a_later_first_day_in_another_unit_is_a_transfer():
    taken(UNITS_CSV, PEOPLE_CSV)

    came = taken(people(f"{BUDI},Budi Misal,DINSOS,Pekerja Sosial,fungsional,III/b,,,,2026-02-01,"))

    assert (came.counts["moved"], came.counts["changed"], came.counts["new"]) == (1, 0, 0)
    assert postings(BUDI) == [
        ("PKM-1", "Bidan", "III/a", date(2021, 5, 1), date(2026, 1, 31)),
        ("DINSOS", "Pekerja Sosial", "III/b", date(2026, 2, 1), None),
    ]
    assert person(BUDI).unit_path == Unit.objects.get(code="DINSOS").path
    assert person(BUDI).rank == "III/b"
    assert person(BUDI).education == "diploma"  # an empty cell says nothing


def test_a_transfer_without_a_day_begins_on_the_day_of_the_list():
    taken(UNITS_CSV, PEOPLE_CSV)
    taken(people(f"{CICI},Cici Contoh,DINKES,Arsiparis,,,,,,,"), on=date(2026, 2, 15))
    assert [row[3:] for row in postings(CICI)] == [
        (date.min, date(2026, 2, 14)),
        (date(2026, 2, 15), None),
    ]


def test_a_promotion_begins_a_posting_so_that_the_old_rank_can_still_be_told():
    taken(UNITS_CSV, PEOPLE_CSV)
    row = f"{BUDI},Budi Misal,PKM-1,Bidan,fungsional,III/b,D3,Aktif,{ANI},2021-05-01,"

    first, again = taken(people(row)), taken(people(row))

    assert (first.counts["changed"], again.counts["unchanged"]) == (1, 1)
    assert [(row[2], row[3]) for row in postings(BUDI)] == [
        ("III/a", date(2021, 5, 1)),
        ("III/b", DAY),
    ]


def test_a_corrected_name_changes_the_person_and_no_posting():
    taken(UNITS_CSV, PEOPLE_CSV)
    before = postings(BUDI)
    came = taken(PEOPLE_CSV.replace("Budi Misal", "Budi Misalkan"))
    assert (came.counts["changed"], came.counts["unchanged"]) == (1, 2)
    assert person(BUDI).name == "Budi Misalkan"
    assert postings(BUDI) == before


def test_a_last_day_ends_the_posting_and_the_person_stays_on_record():
    taken(UNITS_CSV, PEOPLE_CSV)
    taken(people(f"{BUDI},Budi Misal,PKM-1,Bidan,,,,Pensiun,,2021-05-01,2026-01-31"))
    assert postings(BUDI)[0][4] == date(2026, 1, 31)
    assert (person(BUDI).unit_path, person(BUDI).status) == ("", "retired")


def test_earlier_posts_of_one_person_come_in_as_rows_of_their_own():
    rows = (
        f"{ANI},Ani Rekaan,DINSOS,Staf,pelaksana,III/a,,,,2010-01-01,2014-12-31",
        f"{ANI},Ani Rekaan,DINKES,Kepala,struktural,IV/a,,,,2015-01-01,",
    )
    first, again = taken(UNITS_CSV, people(*rows)), taken(UNITS_CSV, people(*rows))
    assert (first.counts["new"], again.counts["unchanged"]) == (1, 1)
    assert [row[0] for row in postings(ANI)] == ["DINSOS", "DINKES"]
    assert person(ANI).rank == "IV/a"


def test_who_is_missing_leaves_only_where_the_list_is_complete():
    taken(UNITS_CSV, PEOPLE_CSV)
    without_cici = "\n".join(PEOPLE_CSV.splitlines()[:-1]) + "\n"

    assert taken(without_cici).counts["leaving"] == 0
    assert postings(CICI)[0][4] is None
    came = taken(without_cici, complete=True)

    assert came.counts["leaving"] == 1
    assert postings(CICI)[0][4] == date(2026, 2, 28)
    assert person(CICI).unit_path == ""


def test_in_a_complete_list_somebody_whose_row_is_refused_does_not_leave():
    taken(UNITS_CSV, PEOPLE_CSV)
    came = looked(PEOPLE_CSV.replace("DINSOS", "TIDAK-ADA"), complete=True)
    assert (came.counts["leaving"], came.counts["refused"]) == (0, 1)


def test_a_complete_list_with_a_number_that_cannot_be_read_is_not_taken():
    taken(UNITS_CSV, PEOPLE_CSV)
    rows = [
        *PEOPLE_CSV.splitlines()[1:],
        *(f"{nip(n)},Orang {n},KAB,,,,,,,," for n in range(9, 19)),
    ]
    came = looked(people(*rows).replace(CICI, "123"), complete=True)
    assert came.state == ImportState.REFUSED
    assert "NIP" in came.told[0]["id"]
    with pytest.raises(CannotImport):
        take_over(came, tell=quiet, **BY)


def test_a_list_of_which_more_than_a_fifth_is_refused_is_not_taken():
    came = looked(UNITS_CSV, PEOPLE_CSV.replace("DINSOS", "TIDAK-ADA"))
    assert came.state == ImportState.REFUSED
    assert not Unit.objects.exists()


def test_a_row_of_a_unit_of_others_is_refused_in_words():
    taken(UNITS_CSV, PEOPLE_CSV)
    mine = [Unit.objects.get(code="DINKES").path]
    came = looked(PEOPLE_CSV.replace("Ani Rekaan", "Ani Baru"), paths=mine)

    (row,) = refused(came)
    assert (row["row"], row["column"], row["value"]) == ("4", "kode_unit", "DINSOS")
    assert "not among those that you look after" in row["reason_en"]
    assert came.counts["changed"] == 1


def test_nobody_pulls_a_person_out_of_a_unit_of_others():
    taken(UNITS_CSV, PEOPLE_CSV)
    mine = [Unit.objects.get(code="DINKES").path]
    came = looked(
        people(f"{CICI},Cici Contoh,PKM-1,,,,,,,2026-02-01,", f"{ANI},Ani Rekaan,DINKES,,,,,,,,"),
        paths=mine,
    )
    (row,) = refused(came)
    assert (row["row"], row["column"]) == ("2", "nip")
    assert CICI not in row["value"]
    assert came.counts["moved"] == 0


def test_a_complete_list_of_one_office_lets_nobody_of_another_leave():
    taken(UNITS_CSV, PEOPLE_CSV)
    mine = [Unit.objects.get(code="DINKES").path]
    came = looked(people(f"{ANI},Ani Rekaan,DINKES,,,,,,,,"), paths=mine, complete=True)
    assert came.counts["leaving"] == 1  # Budi in PKM-1; not Cici in DINSOS


def test_new_units_of_an_office_hang_below_it_and_nowhere_else():
    taken(UNITS_CSV)
    mine = [Unit.objects.get(code="DINKES").path]
    rows = (
        "kode_unit,nama_unit,kode_unit_induk\nPKM-9,Puskesmas Baru,PKM-1\nX,Baru,DINSOS\nY,Baru,\n"
    )
    came = take_over(looked(rows, paths=mine), tell=quiet, **BY)
    assert came.counts["units_new"] == 1
    assert {row["value"] for row in refused(came)} == {"X", "Y"}
    assert Unit.objects.get(code="PKM-9").path.startswith(mine[0])


def test_a_unit_that_moved_takes_its_people_along_and_its_history_stays():
    taken(UNITS_CSV, PEOPLE_CSV)
    taken(UNITS_CSV.replace("PKM-1,Puskesmas Melati,DINKES", "PKM-1,Puskesmas Mawar,DINSOS"))
    unit = Unit.objects.get(code="PKM-1")
    assert unit.path.startswith(Unit.objects.get(code="DINSOS").path)
    assert person(BUDI).unit_path == unit.path
    spells = unit.spells.order_by("valid_from").values_list("name", "parent__code", "valid_to")
    assert list(spells) == [
        ("Puskesmas Melati", "DINKES", date(2026, 2, 28)),
        ("Puskesmas Mawar", "DINSOS", None),
    ]


def test_a_unit_ends_with_its_last_day_once_its_people_are_elsewhere():
    taken(UNITS_CSV, PEOPLE_CSV)
    units = "kode,nama,induk,berlaku_sampai,pengganti\nDINSOS,Dinas Sosial,KAB,2026-02-28,DINKES\n"
    came = looked(units)
    with pytest.raises(CannotImport, match="People are posted"):
        take_over(came, tell=quiet, **BY)
    came.refresh_from_db()
    assert came.state == ImportState.REFUSED

    taken(units, people(f"{CICI},Cici Contoh,DINKES,Arsiparis,,,,,,2026-02-01,"))
    assert Unit.objects.get(code="DINSOS").ended_on == date(2026, 2, 28)
    assert Succession.objects.get().successor.code == "DINKES"


def test_nothing_is_taken_where_people_or_units_changed_since_the_preview():
    taken(UNITS_CSV, PEOPLE_CSV)
    came = looked(PEOPLE_CSV.replace("Budi Misal", "Budi Misalkan"))
    rename_unit(Unit.objects.get(code="KAB"), name="Kabupaten Lain", on=DAY, **BY)

    with pytest.raises(CannotImport, match="have changed"):
        take_over(came, tell=quiet, **BY)

    assert person(BUDI).name == "Budi Misal"
    came.refresh_from_db()
    assert came.state == ImportState.READING
    take_over(look_through(came, tell=quiet, is_anew=True), tell=quiet, **BY)
    assert person(BUDI).name == "Budi Misalkan"


def test_what_breaks_off_in_the_middle_leaves_everything_as_it_was(monkeypatch):
    taken(UNITS_CSV, PEOPLE_CSV)
    before = everything()
    units = UNITS_CSV + "BARU,Dinas Baru,KAB,dinas,\n"
    came = looked(units, people(f"{BUDI},Budi Misal,BARU,Bidan,,,,,,2026-02-01,"))

    def broken(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(deciding, "close_units", broken)
        with pytest.raises(KeyboardInterrupt):
            take_over(came, tell=quiet, **BY)

    assert everything() == before
    take_over(came, tell=quiet, **BY)
    assert postings(BUDI)[-1][0] == "BARU"


def test_taken_over_twice_is_taken_over_once():
    came = taken(UNITS_CSV, PEOPLE_CSV)
    before = everything()
    assert take_over(came, tell=quiet, **BY).state == ImportState.ACCEPTED
    assert everything() == before


def test_a_first_day_before_the_present_post_in_another_unit_is_refused():
    taken(UNITS_CSV, PEOPLE_CSV)
    came = looked(
        people(f"{BUDI},Budi Misal,DINSOS,,,,,,,2019-01-01,", *(PEOPLE_CSV.splitlines()[1::2]))
    )
    (row,) = refused(came)
    assert "2021-05-01" in row["reason_en"]
    assert BUDI not in row["value"]


def test_every_planted_fault_is_found_and_every_good_row_comes_in(tmp_path):
    staff = Staff(n_people=4_000, n_units=60, seed=3)
    write_staff(staff, tmp_path / "daftar", faults=0.03)
    truth = json.loads((tmp_path / "daftar" / "truth.json").read_text(encoding="utf-8"))
    with (tmp_path / "daftar" / "cacat.csv").open(encoding="utf-8") as file:
        planted = {int(row["baris"]) for row in csv.DictReader(file)}
    texts = [
        (tmp_path / "daftar" / name).read_text(encoding="utf-8")
        for name in ("unit_kerja.csv", "pegawai.csv")
    ]

    came = taken(*texts)

    found = refused(came)
    assert {int(row["row"]) for row in found if row["table"] == "staff"} == planted
    assert sum(row["table"] == "units" for row in found) == len(UNITS)
    assert truth["spoilt_people"] == len(planted) == 120
    assert set(truth["spoilt_by_kind"]) == set(PEOPLE)
    assert Person.objects.count() == Posting.objects.count() == 4_000 - 120
    assert Unit.objects.count() == 61
    assert all(row["reason_id"] and row["reason_en"] for row in found)


def test_refused_rows_compute_nothing_in_a_spreadsheet():
    came = looked(
        UNITS_CSV,
        people(
            *(f"{nip(n)},Orang {n},KAB,,,,,,,," for n in range(9, 19)), f"{ANI},Ani,=cmd|x,,,,,,,,"
        ),
    )
    (row,) = refused(came)
    assert row["value"] == "'=cmd|x"


def test_an_export_of_siasn_brings_its_units_along():
    header = (
        "nipBaru;nama;unorId;unorNama;unorIndukId;unorIndukNama;jabatanNama;jenisJabatanId;"
        "golRuangAkhir;tkPendidikanTerakhirNama;kedudukanPnsNama;tmtJabatan;nik"
    )
    diploma = "Diploma III/Sarjana Muda"
    rows = (
        f"{ANI};Ani Rekaan;A5EB;Dinas Kesehatan;B0;Kab. Uji;Kepala;1;IV/b;S-2;Aktif;01-02-2020;33",
        f"{BUDI};Budi Misal;C7;Puskesmas;A5EB;;Bidan;2;III/a;{diploma};PNS Aktif;31-12-2021;33",
    )
    came = taken("\n".join([header, *rows, ""]))

    assert came.counts["units_new"] == 3
    assert Unit.objects.get(code="C7").parent.parent.name == "Kab. Uji"
    assert postings(BUDI) == [("C7", "Bidan", "III/a", date(2021, 12, 31), None)]
    assert person(BUDI).education == "diploma"


def test_lines_of_json_as_data_utama_gives_them_are_understood():
    taken(UNITS_CSV)
    lines = [
        {"nipBaru": ANI, "nama": "Ani Rekaan", "unorId": "DINKES", "jabatanNama": "Kepala",
         "jenisJabatanId": 1, "tmtJabatan": "01-02-2020", "nik": "1"},
    ]  # fmt: skip
    taken("\n".join(map(json.dumps, lines)) + "\n")
    assert postings(ANI)[0][:2] == ("DINKES", "Kepala")


def test_a_hostile_file_name_stays_a_name(home):
    file = SimpleUploadedFile("x.csv", UNITS_CSV.encode())
    file._name = "../../../.ssh/kunci.csv"
    came = receive_lists([file, file], on=DAY, is_complete=False, paths=None, **BY)
    assert [each["name"] for each in came.files] == ["kunci.csv", "kunci-2.csv"]
    assert {path.parent for path in home.rglob("kunci*")} == {came.inbox()}


def test_what_is_no_list_is_refused_with_what_it_is():
    came = looked("%PDF-1.7 something")
    assert came.state == ImportState.REFUSED
    assert "PDF" in came.told[0]["en"]


def test_a_preview_shows_the_first_twenty_of_each_kind_and_names_nobody_whole():
    rows = [f"{nip(n)},Orang {n},KAB,,,,,,,," for n in range(30)]
    came = looked(UNITS_CSV, people(*rows))
    shown = preview_of(came)["people"]["new"]
    assert len(shown) == 20
    assert shown[0]["after"] == "KAB"
    assert all("********" in each["masked"] for each in shown)
