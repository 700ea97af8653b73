"""What is no table is turned away with what it is and what to do."""

import io
import os
import zipfile

import pytest
from tests.office_files import REQUESTS

from dampak.warehouse.landing import CannotLand, land


def fault(path, **more):
    with pytest.raises(CannotLand) as refusal:
        land(path, **more)
    assert len(refusal.value.faults) == 1
    return str(refusal.value)


def zipped(*names):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "<x/>")  # at a fixed moment
    return written.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (REQUESTS.encode(), "holds a header (row 1) and no rows"),
        (REQUESTS.encode() + b",,,,\n\n", "holds a header (row 1) and no rows"),
        (PNG, "a picture, not a table"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "a picture, not a table"),
        (b"%PDF-1.7\n1 0 obj", "a PDF, not a table"),
        (zipped("word/document.xml"), "a Word document, not a table"),
        (zipped("units.csv"), "Open it and hand in the files inside"),
        (b"Rar!\x1a\x07\0" + bytes(50), "Open it and hand in the files inside"),
        (zipped("xl/workbook.bin"), "save it as Excel Workbook (.xlsx)"),
        (zipped("content.xml", "mimetype"), "save it as Excel Workbook (.xlsx)"),
        (b"<html><table><tr><td>1</td></tr></table>", "save it as Excel Workbook (.xlsx)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected with a password"),
        (OLE + "Workbook".encode("utf-16-le"), "a workbook of an old Excel (XLS)"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document, not a table"),
        (zipped("xl/workbook.xml"), "a broken Excel workbook"),
        (zipped("xl/workbook.xml")[:40], "a broken Excel workbook"),
        (
            zipped("xl/workbook.xml").replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xe9"),
            "broken",
        ),
        (bytes(range(256)) * 8, "a file of an unknown kind"),
    ],
)
def test_what_is_no_table_is_named(file, content, told):
    assert told in fault(file(content))


def test_a_file_of_four_terabytes_is_refused_without_reading_it(file):
    """Whoever reads it is still at it when the test is given up."""
    path = file(REQUESTS)
    os.truncate(path, 4 << 40)
    assert "4194304 MiB, where 1024 MiB is the most" in fault(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(workbook):
    path = workbook(units=[["kode", "nama"], *[["U", "x" * 2000]] * 300])
    assert "is too large" in fault(path, largest_bytes=path.stat().st_size)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "cannot be opened" in fault(tmp_path / "x.csv")


def test_a_folder_or_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "cannot be opened" in fault(tmp_path / "pipe.csv")
    assert "cannot be opened" in fault(tmp_path)


def test_a_workbook_with_several_tables_is_no_single_table(workbook):
    path = workbook(
        units=[["kode", "nama"], ["U1", "x"]],
        peristiwa=[["kode_unit", "sejak", "jenis"], ["U1", "y", "z"]],
    )
    assert "holds several tables: units, events" in fault(path)


def test_an_empty_workbook_is_empty(workbook):
    assert "is empty" in fault(workbook(Sheet1=[]))
