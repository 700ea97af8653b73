"""Lists of staff on the screen: handed in, read in the background, looked at, taken over."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from tests.integration.conftest import AT
from tests.integration.organisations.test_lists import ANI, PEOPLE_CSV, UNITS_CSV, taken

from dampak.accounts.models import Assignment, Role
from dampak.jobs.models import Job
from dampak.jobs.running import run_ready
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.models import Person, Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW = "/pegawai/impor/baru/"


@pytest.fixture
def sri(browser_of):
    return browser_of("sri")


@pytest.fixture
def of_dinkes(people, browser_of):
    """Sri again, who looks after one office only."""
    taken(UNITS_CSV, PEOPLE_CSV)
    Assignment.objects.filter(user=people["sri"]).delete()
    Assignment.objects.create(
        user=people["sri"], role=Role.TRAINING_MANAGER, unit=Unit.objects.get(code="DINKES"),
        valid_from=AT.date(), given_by="test", given_at=AT,
    )  # fmt: skip
    return browser_of("sri")


def hand_in(browser, *texts: str, **more) -> StaffImport:
    files = [SimpleUploadedFile(f"daftar-{n}.csv", text.encode()) for n, text in enumerate(texts)]
    data = {"upload": files, "listed_on": now().date().isoformat(), **more}
    assert browser.post(NEW, data).status_code == 302
    return StaffImport.objects.latest("pk")


def work_off() -> None:
    run_ready(clock=now)


def shown(browser, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_list_is_read_looked_at_and_taken_over(sri):
    came = hand_in(sri, UNITS_CSV, PEOPLE_CSV)
    assert "Daftar sedang dibaca" in shown(sri, came.get_absolute_url())
    work_off()
    page = shown(sri, came.get_absolute_url())
    assert "Ani Rekaan" in page
    assert ANI not in page
    assert not Person.objects.exists()

    for _twice in range(2):
        sri.post(f"{came.get_absolute_url()}terima/")
    assert Job.objects.filter(task="staff.take").count() == 1
    work_off()

    assert Person.objects.count() == 3
    page = shown(sri, came.get_absolute_url())
    assert "Ani Rekaan" not in page  # once it is decided, the account names nobody
    assert "sudah diambil" in page


def test_a_discarded_list_changes_nobody(sri):
    came = hand_in(sri, UNITS_CSV, PEOPLE_CSV)
    work_off()
    sri.post(f"{came.get_absolute_url()}buang/")
    sri.post(f"{came.get_absolute_url()}terima/")
    work_off()
    came.refresh_from_db()
    assert came.state == ImportState.DISCARDED
    assert not Unit.objects.exists()


def test_what_changed_meanwhile_brings_a_new_preview(sri):
    came = hand_in(sri, UNITS_CSV, PEOPLE_CSV)
    work_off()
    taken(UNITS_CSV)
    sri.post(f"{came.get_absolute_url()}terima/")
    work_off()
    assert not Person.objects.exists()
    assert "pratinjau yang baru" in shown(sri, came.get_absolute_url())
    sri.post(f"{came.get_absolute_url()}terima/")
    work_off()
    assert Person.objects.count() == 3


def test_an_office_fills_in_its_own_units_and_is_told_of_the_others(of_dinkes):
    came = hand_in(of_dinkes, PEOPLE_CSV.replace("Ani Rekaan", "Ani Baru"))
    work_off()
    page = shown(of_dinkes, came.get_absolute_url())
    assert "bukan unit yang Anda kelola" in page
    of_dinkes.post(f"{came.get_absolute_url()}terima/")
    work_off()
    assert Person.objects.filter(name="Ani Baru").exists()


def test_a_list_that_reaches_further_than_the_readers_right_does_not_exist(of_dinkes):
    everywhere = StaffImport.objects.get()
    address = everywhere.get_absolute_url()
    assert of_dinkes.get(address).status_code == 404
    assert of_dinkes.get(f"{address}ditolak.csv").status_code == 404
    assert of_dinkes.post(f"{address}buang/").status_code == 404
    assert "daftar-0.csv" not in shown(of_dinkes, "/pegawai/impor/")


def test_without_files_or_with_a_day_to_come_the_form_says_so(sri):
    response = sri.post(NEW, {"listed_on": "2999-01-01"})
    assert response.status_code == 422
    assert "Hari ini belum tiba" in response.content.decode()
    assert not StaffImport.objects.exists()


def test_the_empty_lists_are_read_as_lists_without_rows(sri, tmp_path):
    response = sri.get("/pegawai/impor/templat.xlsx")
    upload = SimpleUploadedFile("kosong.xlsx", response.content)
    data = {"upload": [upload], "listed_on": now().date().isoformat()}
    sri.post(NEW, data)
    work_off()
    assert StaffImport.objects.latest("pk").state == ImportState.REFUSED
