"""Whatever the office's computer writes, letters arrive as they were, or are set aside."""

import pytest
from tests.office_files import REQUESTS

from dampak.datapack.mapping import Mapping
from dampak.warehouse.landing import land

ROW = "A1,U1,x,,Café dé Ramé\n"


def status(landed):
    return landed.rows.column("status").to_pylist()


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "cp1252"),
    ],
)
def test_letters_survive_every_encoding(file, encoding, found):
    landed = land(file((REQUESTS + ROW).encode(encoding)))
    assert status(landed) == ["Café dé Ramé"]
    assert landed.encoding == found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252"])
def test_an_encoding_that_is_not_utf8_is_told(file, encoding):
    landed = land(file((REQUESTS + ROW).encode(encoding)))
    assert any("not in UTF-8" in notice.message for notice in landed.notices)


def test_lines_in_another_encoding_are_set_aside_and_the_others_stay(file):
    good, bad = ROW.encode(), "A2,U1,x,,Résumé\n".encode("cp1252")
    landed = land(file(REQUESTS.encode() + good + bad + good))
    assert status(landed) == ["Café dé Ramé"] * 2
    assert [each.row_number for each in landed.set_aside] == [3]
    assert "another encoding" in landed.set_aside[0].reason.message


def test_a_byte_that_windows_does_not_know_is_set_aside(file):
    landed = land(file(REQUESTS.encode() + b"A1,U1,x,,\x81\nA2,U1,x,,\xe9\n"))
    assert status(landed) == ["é"]
    assert landed.records_in == 2


def test_a_mapping_may_name_the_encoding(file):
    path = file((REQUESTS + "A1,U1,x,,Łódź\n").encode("cp1250"))
    landed = land(path, mapping=Mapping(table="service_requests", encoding="cp1250"))
    assert status(landed) == ["Łódź"]
