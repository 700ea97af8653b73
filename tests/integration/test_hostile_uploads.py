"""Hostile files and names come in, harm nothing, and are told in words."""

import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import bad_files
from tests.integration.conftest import office, upload

from dampak.organisations.importing.services import receive_lists
from dampak.warehouse.landing import LARGEST_BYTES

pytestmark = [pytest.mark.database, pytest.mark.django_db]
HOSTILE_NAMES = (
    "../../../../etc/passwd.csv", "..", "...csv", "/etc/shadow.csv", "C:\\Windows\\win.csv",
    "a\0b.csv", "\u202evsc.exe.csv", "CON.csv", "nul", "a" * 400 + ".csv", "-rf.csv", "$(id).csv",
    "a\r\nSet-Cookie: x=1.csv", "<script>alert(1)</script>.csv", "=cmd|' /C calc'!A0.csv", " .csv",
    "🙂" * 130 + ".csv",
)  # fmt: skip


def bomb(*, size: int = LARGEST_BYTES + (1 << 24)) -> bytes:
    """A workbook of a megabyte whose sheet says that it holds more than may be unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(size >> 24):
                sheet.write(b"\0" * (1 << 24))
    return made.getvalue()


def lying_bomb() -> bytes:
    """The same, whose directory says that each member is small."""
    data = bytearray(bomb(size=1 << 26))
    found = data.rfind(b"PK\x01\x02")
    data[found + 24 : found + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def named(name: str) -> SimpleUploadedFile:
    """A file whose name has gone past Django's own cleaning."""
    file = upload("plain.csv", bad_files.units())
    file.__dict__["name"] = file.__dict__["_name"] = name
    return file


def everything_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: repr(name)[:24])
def test_a_hostile_name_stays_in_its_folder_and_runs_nothing(hand_in, home, browser_of, name):
    outside = everything_below(home.parent) - everything_below(home)
    delivery = hand_in([named(name)])

    kept = [each.path() for each in delivery.files.all()]
    assert all(path.resolve().parent == delivery.folder().resolve() for path in kept)
    assert all(path.is_file() and not path.stat().st_mode & 0o177 for path in kept)
    assert all(len(os.fsencode(path.name)) <= 255 and "\0" not in path.name for path in kept)
    assert everything_below(home.parent) - everything_below(home) == outside
    page = browser_of("sri").get(delivery.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()
    assert "Set-Cookie: x" not in str(page.headers)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: repr(name)[:24])
def test_a_list_of_staff_with_a_hostile_name_stays_in_its_folder_too(home, name):
    at = datetime(2026, 3, 2, 3, tzinfo=UTC)
    came = receive_lists(
        [named(name), named(name)], on=at.date(), is_complete=False, paths=None, by="sri", at=at
    )
    came.refresh_from_db()
    kept = [came.inbox() / each["name"] for each in came.files]
    assert len({path.resolve() for path in kept}) == 2
    assert all(path.resolve().parent == came.inbox().resolve() for path in kept)
    assert all(path.is_file() and not path.stat().st_mode & 0o177 for path in kept)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: repr(name)[:24])
def test_a_hostile_name_through_the_form_is_answered(browser_of, name):
    boundary = "line"
    field = name.replace("\0", "%00").replace("\r\n", "%0d%0a").replace('"', "%22")
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{field}"\r\n'
        f"Content-Type: text/html\r\n\r\n{bad_files.units()}\r\n--{boundary}--\r\n"
    ).encode()
    response = browser_of("sri").generic(
        "POST", "/impor/baru/", body, f"multipart/form-data; boundary={boundary}"
    )
    assert response.status_code in {302, 400, 422}


@pytest.mark.parametrize("made", [bomb, lying_bomb])
def test_an_archive_that_would_fill_the_machine_is_refused_in_words(hand_in, browser_of, made):
    delivery = hand_in([upload("units.xlsx", made())])
    page = browser_of("sri").get(delivery.get_absolute_url())
    assert page.status_code == 200
    assert "units.xlsx" in page.content.decode()
    assert "/terima/" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("units.csv", b"\x7fELF\x02\x01\x01" + bytes(4000)),
        ("units.csv", b"MZ\x90\x00" + bytes(range(256)) * 16),
        ("units.xlsx", b"<html><script>alert(1)</script></html>"),
        ("units.csv", b"#!/bin/sh\nrm -rf /\n"),
        ("units.csv", b"%PDF-1.7\n" + bytes(2000)),
    ],
    ids=["elf", "exe", "html", "shell", "pdf"],
)
def test_a_file_is_what_its_bytes_say_and_is_never_taken_for_a_table(
    hand_in, browser_of, name, content
):
    delivery = hand_in([*office()[:1], upload(name, content)])
    page = browser_of("sri").get(delivery.get_absolute_url())
    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()
    assert all(not each.path().stat().st_mode & 0o111 for each in delivery.files.all())
