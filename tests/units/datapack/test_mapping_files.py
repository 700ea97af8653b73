"""A mapping is read back as it was written, and a wrong one says all that is wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.datapack.guess import guess_text, guessed_mapping
from dampak.datapack.mapping import DateStyle, Mapping, header_fingerprint
from dampak.datapack.mapping_file import CannotReadMapping, read_mappings, write_mappings
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence

EXAMPLE = Path(__file__).parents[3] / "examples/stlouis/mapping.toml"
FULL = Mapping(
    table="service_requests",
    columns={"request_id": "No. “Berkas”", "unit_code": "dept\\unit"},
    values={"status": {"CANCEL": "withdrawn", "*": "open", "": "open"}},
    constants={"service": "KTP"},
    trims={"unit_code": ",;"},
    null_words=("NA", "-"),
    units_from="dept\\unit",
    zone="Asia/Makassar",
    calendar="indonesia-6",
    encoding="cp1252",
    delimiter=";",
    dates=DateStyle.DAY_FIRST,
    files="register_*.csv",
    header_sha256="00",
)


def faults(text):
    with pytest.raises(CannotReadMapping) as refusal:
        read_mappings(text)
    return str(refusal.value)


def entry(lines):
    return f'format = "dampak-mapping/1"\n[[file]]\n{lines}\n'


def test_what_is_written_is_read_back():
    other = Mapping(table="units", columns={"code": "id", "name": "nama"})
    assert read_mappings(write_mappings([FULL, other])) == (FULL, other)


words = st.text(max_size=8)


@settings(max_examples=60)
@given(header=words, meanings=st.dictionaries(words, words, max_size=3), nothing=st.lists(words))
def test_any_header_and_any_word_survive(header, meanings, nothing):
    mapping = Mapping(
        table="complaints",
        columns={"complaint_id": header},
        values={"status": meanings} if meanings else {},
        null_words=tuple(nothing),
    )
    assert read_mappings(write_mappings([mapping])) == (mapping,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format = ", "cannot be read as TOML"),
        ("", "is not a mapping"),
        ('format = "dampak-mapping/1"', "is not a mapping"),
        (entry('table = "permohonan"'), "names a table that does not exist: permohonan"),
        (entry('table = "units"\ncolums = {}'), "does not know: colums"),
        (entry('table = "units"\ncolumns = { kode = "x" }'), "does not know: kode"),
        (entry('table = "units"\ndates = "us"'), "not written as a mapping writes them: dates"),
        (entry('table = "units"\nencoding = "klingon"'), "them: encoding"),
        (entry('table = "units"\nencoding = "base64"'), "them: encoding"),
        (entry('table = "units"\ndelimiter = ";;"'), "them: delimiter"),
        (entry('table = "units"\nnull_words = "NA"'), "them: null_words"),
        (entry('table = "units"\ncolumns = { code = 1 }'), "them: columns"),
        (entry('table = "units"\nvalues = { code = "x" }'), "them: values"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(text, told):
    assert told in faults(text)


def test_all_wrong_entries_are_told_at_once():
    text = entry('table = "x"') + '[[file]]\ntable = "units"\nfoo = 1\n'
    assert len(faults(text).splitlines()) == 2


def test_the_offices_own_numbers_may_be_mapped():
    (mapping,) = read_mappings(entry('table = "unit_months"\ncolumns = { scrap = "SCRAP RATE" }'))
    assert mapping.columns == {"scrap": "SCRAP RATE"}


def test_the_fingerprint_ignores_order_case_and_punctuation():
    assert header_fingerprint(["No. Berkas", "unit"]) == header_fingerprint(
        ["UNIT", "no_berkas", ""]
    )
    assert header_fingerprint(["a"]) != header_fingerprint(["a", "b"])


def test_a_cell_is_trimmed_then_emptied_then_translated():
    assert FULL.translated("unit_code", " ROADS, ;") == "ROADS"
    assert FULL.translated("unit_code", "na,") == ""
    assert FULL.translated("status", "cancel") == "withdrawn"
    assert FULL.translated("status", "Done") == "open"
    assert FULL.translated("service", " KTP  baru ") == "KTP  baru"


def test_the_example_mapping_makes_requests_and_units_of_a_citys_export():
    (mapping,) = read_mappings(EXAMPLE.read_text("utf-8"))
    assert mapping.units_from == mapping.columns["unit_code"]
    assert mapping.translated("unit_code", "WATER DIV,") == "WATER DIV"
    assert mapping.translated("unit_code", "STREET DIVISION, 514") == "STREET DIVISION, 514"
    assert mapping.translated("unit_code", "NA") == ""
    assert mapping.translated("status", "CLOSED") == mapping.translated("status", "Closed")
    assert mapping.translated("was_withdrawn", "2018-01-02 11:33:56") == "yes"
    assert mapping.translated("was_withdrawn", "NA") == "no"


HEADERS = ("requestid", "Kode Unitt", "tgl masuk", "STATUS", "nama pemohon", "kanal")
WORDS = {
    "requestid": {"1": 1, "2": 1},
    "Kode Unitt": {"AIR,": 3, "JALAN,": 2},
    "tgl masuk": {"03/02/2026": 1, "28/02/2026": 1},
    "STATUS": {"Selesai": 4, "Disptch": 2, "NA": 1},
    "nama pemohon": {"Budi S. 12": 1},
    "kanal": {"Loket": 5},
}


def test_a_guess_finds_columns_null_words_trims_and_the_order_of_dates():
    guess = guessed_mapping(TABLES["service_requests"], HEADERS, WORDS)
    assert guess.columns == {
        "request_id": "requestid",
        "unit_code": "Kode Unitt",
        "received_at": "tgl masuk",
        "status": "STATUS",
        "channel": "kanal",
    }
    assert guess.null_words == ("NA",)
    assert guess.trims == {"unit_code": ","}
    assert guess.dates is DateStyle.DAY_FIRST
    assert guess.header_sha256 == header_fingerprint(HEADERS)


@pytest.mark.parametrize(
    ("day", "style"),
    [
        ("2026-02-03", DateStyle.YEAR_FIRST),
        ("13.02.2026", DateStyle.DAY_FIRST),
        ("02/13/2026", DateStyle.MONTH_FIRST),
        ("02/03/2026", None),
    ],
)
def test_the_order_of_dates_is_guessed_only_where_a_day_gives_it_away(day, style):
    guess = guessed_mapping(
        TABLES["service_requests"], ["tanggal_masuk"], {"tanggal_masuk": {day: 1}}
    )
    assert guess.dates is style


def say(sentence):
    return (sentence.message if isinstance(sentence, Sentence) else sentence) % dict(
        sentence.values
    )


def test_the_guess_is_a_mapping_and_leaves_open_questions_as_comments():
    text = guess_text(TABLES["service_requests"], HEADERS, WORDS, say=say)
    assert read_mappings(text) == (guessed_mapping(TABLES["service_requests"], HEADERS, WORDS),)
    assert '#   Disptch = ""  # 2 x' in text
    assert '#   promised_on = ""' in text


def test_a_word_that_stands_there_once_is_not_copied_because_it_may_be_a_persons():
    text = guess_text(TABLES["service_requests"], HEADERS, WORDS, say=say)
    assert "Budi" not in text
    assert '"xxxx x. 99"' in text


DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize(
    "page", ["how-to/map-a-foreign-export.md", "id/how-to/memetakan-hasil-ekspor.md"]
)
def test_the_mappings_in_the_manual_are_mappings(page):
    examples = (DOCS / page).read_text("utf-8").split("```toml\n")[1:]
    assert len(examples) == 2
    for example in examples:
        read_mappings(example.split("```")[0])


@pytest.mark.parametrize(
    ("page", "in_indonesian"),
    [
        ("how-to/prepare-a-data-pack.md", False),
        ("id/how-to/menyiapkan-paket-data.md", True),
    ],
)
def test_the_manual_names_every_table_with_every_column_it_needs(page, in_indonesian):
    rows = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line[:2] == "| "]
    for table in TABLES.values():
        name = table.indonesian if in_indonesian else table.name
        (row,) = (row for row in rows if row.startswith(f"| `{name}`"))
        for column in table.columns:
            header = column.indonesian if in_indonesian else column.name
            assert not column.required or f"`{header}`" in row, (name, header)


def test_a_clock_that_nobody_keeps_is_named():
    assert "zone" in faults(entry('table = "units"\nzone = "America/Saint_Louis"'))
