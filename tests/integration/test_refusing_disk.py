"""A disk that refuses is told in words on the page, and nothing is half done."""

import errno
import os
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import OperationalError
from tests.integration.conftest import office

from dampak.intake.models import Delivery
from dampak.intake.selectors import served_snapshot
from dampak.website.disk import RefusingDiskMiddleware

pytestmark = [pytest.mark.database, pytest.mark.django_db]
WORDS = "tidak menerima tulisan lagi"


@pytest.fixture
def full_disk(monkeypatch, home):
    """Every file that is opened for writing below the home meets a full disk."""
    write = Path.open

    def refuse(self, mode="r", *args, **kwargs):
        if set(mode) & set("wx+") and home in self.parents:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return write(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)


def test_a_full_disk_while_files_arrive_is_said_and_nothing_is_kept(browser_of, full_disk, home):
    page = browser_of("sri").post("/impor/baru/", {"upload": office()})
    assert page.status_code == 507
    assert WORDS in page.content.decode()
    assert not Delivery.objects.exists()
    assert not any((home / "uploads").glob("*/*"))


def test_a_preview_that_cannot_be_written_down_is_said(hand_in, browser_of, full_disk_later):
    sri, delivery = browser_of("sri"), hand_in(office())
    full_disk_later()
    page = sri.get(delivery.get_absolute_url())
    assert page.status_code == 507
    assert WORDS in page.content.decode()


@pytest.fixture
def full_disk_later(request):
    return lambda: request.getfixturevalue("full_disk")


def test_pages_that_only_read_stay_while_the_disk_is_full(served, browser_of, full_disk):
    for address in ("/", "/indikator/", "/indikator/median-completion-time/", "/kajian/"):
        assert browser_of("sri").get(address).status_code == 200


def test_a_ledger_that_cannot_be_written_is_told_alike(browser_of, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("dampak.intake.views.receive_delivery", refuse)
    page = browser_of("sri").post("/impor/baru/", {"upload": office()})
    assert page.status_code == 507


def test_a_ledger_that_cannot_even_be_read_is_told_on_a_bare_page(browser_of, monkeypatch):
    from django.db.models.query import QuerySet

    sri = browser_of("sri")
    sri.raise_request_exception = False  # what the browser gets counts, not what was raised

    def refuse(*_args, **_kwargs):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(QuerySet, "get", refuse)
    monkeypatch.setattr("dampak.website.home.views.needs_of", refuse)
    page = sri.get("/")
    assert page.status_code == 507
    assert WORDS in page.content.decode()


def test_a_large_upload_that_finds_no_room_is_told_before_any_view(rf, monkeypatch):
    request = rf.post("/impor/baru/")

    def refuse(_self):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(type(request), "POST", property(refuse))
    monkeypatch.setattr(
        "dampak.website.disk.disk_refuses", lambda _request: "told in words", raising=True
    )
    assert RefusingDiskMiddleware(lambda _request: pytest.fail("went on"))(request) == (
        "told in words"
    )


@pytest.mark.parametrize("damage", ["manifest", "table"])
def test_damaged_data_are_a_page_that_names_what_mends_them(
    served, browser_of, home, caplog, damage
):
    sri, warehouse = browser_of("sri"), home / "warehouse"
    if damage == "manifest":
        file = next((warehouse / "manifests").glob("*.json"))
        file.write_text("{}")
    else:
        file = served_snapshot().objects["units"]
        file.chmod(0o600)
        file.write_bytes(b"else")

    page = sri.get("/dengarkan/baru/")

    assert page.status_code == 503
    assert "dampak check --fall-back" in page.content.decode()
    assert str(warehouse) not in page.content.decode()
    assert file.name in caplog.text


def test_a_damaged_manifest_is_told_to_who_watches_the_server(served, client, home):
    assert client.get("/sehat").json()["warehouse"] is True
    next((home / "warehouse" / "manifests").glob("*.json")).write_text("{}")

    told = client.get("/sehat")

    assert told.status_code == 503
    assert told.json()["warehouse"] is False


def test_nothing_in_the_settings_is_found_wrong():
    assert run_checks() == []


def test_a_fault_of_the_program_is_not_blamed_on_the_disk(rf):
    middleware = RefusingDiskMiddleware(lambda _request: None)
    assert middleware.process_exception(rf.get("/"), ValueError("ours")) is None
    assert middleware.process_exception(rf.get("/"), OSError(errno.ENOENT, "lost")) is None
