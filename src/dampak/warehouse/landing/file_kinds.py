"""What a file is, told by its bytes and never by its name."""

import re
import struct
import zipfile
from enum import StrEnum
from io import BytesIO

from dampak.foundation.text import gettext_noop


class FileKind(StrEnum):
    """A kind of file. The value is what the reader is told was found."""

    TEXT = gettext_noop("a text file")
    WORKBOOK = gettext_noop("an Excel workbook")
    LOCKED_WORKBOOK = gettext_noop("an Excel workbook with a password")
    OLD_WORKBOOK = gettext_noop("a workbook of an old Excel (XLS)")
    BINARY_WORKBOOK = gettext_noop("a binary Excel workbook (XLSB)")
    OPEN_WORKBOOK = gettext_noop("an OpenDocument workbook (ODS)")
    BROKEN_WORKBOOK = gettext_noop("a broken Excel workbook or archive")
    ARCHIVE = gettext_noop("an archive (ZIP, RAR, 7z or the like)")
    WORD = gettext_noop("a Word document")
    SLIDES = gettext_noop("a presentation")
    PDF = gettext_noop("a PDF")
    PICTURE = gettext_noop("a picture")
    WEB_PAGE = gettext_noop("a web page (HTML), perhaps an export that only calls itself Excel")
    DATABASE = gettext_noop("a database file")
    COLUMNS = gettext_noop("a Parquet file")
    JSON = gettext_noop("a JSON file")
    BINARY = gettext_noop("a file of an unknown kind")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_BYTES = (
    (b"%PDF", FileKind.PDF),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"BM", FileKind.PICTURE),
    (b"RIFF", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
    (b"Rar!", FileKind.ARCHIVE),
    (b"7z\xbc\xaf", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"\xfd7zXZ", FileKind.ARCHIVE),
    (b"SQLite format 3\x00", FileKind.DATABASE),
    (b"PAR1", FileKind.COLUMNS),
)
_NEEDS_BINARY = {FileKind.PICTURE, FileKind.ARCHIVE}  # "BM" and the like also begin words
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml")
_JSON = re.compile(rb'\{\s*["}]|\[\s*\{')
_UNREADABLE = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})
_LOOK = 8192
_BROKEN_ZIP = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, struct.error)


def kind_of(data: bytes) -> FileKind:
    """What these bytes are."""
    if data.startswith(_OLE):
        return _inside_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    for beginning, kind in _FIRST_BYTES:
        if data.startswith(beginning) and (kind not in _NEEDS_BINARY or _is_binary(data)):
            return kind
    beginning = data[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.lower().startswith(_WEB_PAGE):
        return FileKind.WEB_PAGE
    if _JSON.match(beginning):
        return FileKind.JSON
    return FileKind.BINARY if _is_binary(data) and not _is_wide(data) else FileKind.TEXT


def unpacked_size(data: bytes) -> int:
    """How large an archive becomes when it is opened, in bytes, as it says itself."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _inside_ole(data: bytes) -> FileKind:
    for name, kind in (
        ("EncryptedPackage", FileKind.LOCKED_WORKBOOK),
        ("WordDocument", FileKind.WORD),
        ("PowerPoint Document", FileKind.SLIDES),
        ("Workbook", FileKind.OLD_WORKBOOK),
        ("Book", FileKind.OLD_WORKBOOK),
    ):
        if name.encode("utf-16-le") in data:
            return kind
    return FileKind.BINARY


def _inside_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except _BROKEN_ZIP:
        return FileKind.BROKEN_WORKBOOK
    for name, kind in (
        ("xl/workbook.xml", FileKind.WORKBOOK),
        ("xl/workbook.bin", FileKind.BINARY_WORKBOOK),
        ("word/document.xml", FileKind.WORD),
        ("ppt/presentation.xml", FileKind.SLIDES),
        ("content.xml", FileKind.OPEN_WORKBOOK),
    ):
        if name in names:
            return kind
    return FileKind.ARCHIVE


def _is_binary(data: bytes) -> bool:
    """Whether control characters are many; a table holds none, a damaged one a few."""
    beginning = data[:_LOOK]
    controls = len(beginning) - len(beginning.translate(None, _UNREADABLE))
    return controls > 8 and controls * 100 > len(beginning)


def _is_wide(data: bytes) -> bool:
    """Whether the zeros are those of UTF-16 or UTF-32, where every second byte may be one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    beginning = data[:_LOOK]
    zeros = max(beginning[0::2].count(0), beginning[1::2].count(0))
    others = len(beginning.translate(None, _UNREADABLE))
    return zeros * 10 > len(beginning) * 4 and others * 10 > len(beginning) * 4
