"""What unlucky and hostile offices hand in: each file as bytes, made here and never stored."""

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

UNITS = "kode_unit,nama_unit,kode_unit_induk,berlaku_sejak\n"
REQUESTS = "nomor_permohonan,kode_unit,layanan,tanggal_masuk,tanggal_selesai\n"
TRAINING = "kode_unit,nip,nama_program,angkatan,tanggal_mulai\n"
N_UNITS = 6
SECTOR = 512
WHEN = (2024, 1, 1, 0, 0, 0)


def units(*lines: str) -> str:
    """Six offices that exist since 2020, and whatever else is named."""
    own = [f"K{number},Kecamatan {number},,2020-01-01" for number in range(1, N_UNITS + 1)]
    return UNITS + "\n".join([*own, *lines]) + "\n"


def requests(*lines: str, months: Sequence[str] = ("2024-01", "2024-02", "2024-03")) -> str:
    """Twelve requests in every office and month, finished after two to five days."""
    own = [
        f"R{month}-{unit}-{number},K{unit},KTP,{month}-{number + 1:02},{month}-{closed:02}"
        for month in months
        for unit in range(1, N_UNITS + 1)
        for number in range(1, 13)
        for closed in [number + 3 + (unit * number) % 4]
    ]
    return REQUESTS + "\n".join([*own, *lines]) + "\n"


def training(*units_and_days: tuple[str, str]) -> str:
    """One participant of each office, from the day on."""
    lines = (f"{unit},,Loket Prima,1,{day}\n" for unit, day in units_and_days)
    return TRAINING + "".join(lines)


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook from its sheets, each a list of rows."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return written.getvalue()


def archive(**files: bytes | str) -> bytes:
    """A ZIP of these files; a dot in a name is written as two underscores."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            # a moment of its own: two processes that collect tests must name them alike
            packed.writestr(zipfile.ZipInfo(name.replace("__", "."), WHEN), content)
    return written.getvalue()


def word_document() -> bytes:
    """A letter."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document/>")
    return written.getvalue()


PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n"


def locked_workbook() -> bytes:
    """A workbook with a password, as Excel keeps one: two streams in an OLE compound file.

    The layout is that of the published format ([MS-CFB] 2.2 to 2.6, [MS-OFFCRYPTO] 2.3.4): header,
    one sector of the allocation table, one of the directory, then the streams. What is encrypted
    is noise here; nobody could read it anyway.
    """
    information = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0"?><encryption/>'
    package = struct.pack("<Q", 4096) + bytes(range(256)) * 16
    streams = [("EncryptionInfo", _padded(information, 4096)), ("EncryptedPackage", package)]
    chains, directory, at = [-3, -2], [_entry("Root Entry", kind=5, child=1, start=-2)], 2
    for place, (name, content) in enumerate(streams, start=1):
        n_sectors = -(-len(content) // SECTOR)
        chains += [*range(at + 1, at + n_sectors), -2]
        right = place + 1 if place < len(streams) else -1
        directory.append(_entry(name, kind=2, right=right, start=at, size=len(content)))
        at += n_sectors
    table = struct.pack("<128i", *chains, *[-1] * (128 - len(chains)))
    body = b"".join(_padded(content, SECTOR) for _, content in streams)
    return _ole_header() + table + _padded(b"".join(directory), SECTOR) + body


def _ole_header() -> bytes:
    told = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    told += struct.pack("<HHHHH6xIIiIIiIiI", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    return told + struct.pack("<109i", 0, *[-1] * 108)


def _entry(
    name: str, *, kind: int, start: int, child: int = -1, right: int = -1, size: int = 0
) -> bytes:
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(written) + 2, kind, 1, -1, right, child)
        + bytes(36)
        + struct.pack("<iQ", start, size)
    )


def _padded(content: bytes, unit: int) -> bytes:
    return content + bytes(-len(content) % unit)
