"""The tables say the same thing to everyone: an office, a template, another tool."""

import re

import pytest
from frictionless import Resource, Schema

from dampak.datapack.columns import Kind
from dampak.datapack.headers import match
from dampak.datapack.recognition import table_named, tables_fitting
from dampak.datapack.schema import table_schema
from dampak.datapack.tables import TABLES
from dampak.datapack.vocabulary import Vocabulary, Word, plain

EVERY_TABLE = pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))


@EVERY_TABLE
def test_no_header_means_two_columns(table):
    owners: dict[str, str] = {}
    for column in table.columns:
        for header in column.headers:
            assert owners.setdefault(plain(header), column.name) == column.name


@EVERY_TABLE
@pytest.mark.parametrize("language", ["id", "en"])
def test_both_headers_of_every_column_are_recognised(table, language):
    labels = [each.indonesian if language == "id" else each.name for each in table.columns]
    found = match([label.replace("_", "  ").upper() for label in labels], table)
    assert found.is_complete
    assert list(found.places.values()) == list(range(len(labels)))


@EVERY_TABLE
def test_full_headers_fit_no_other_table_better(table):
    labels = [column.name for column in table.columns]
    assert tables_fitting(labels)[0].table is table


@EVERY_TABLE
def test_keys_and_groups_are_columns(table):
    named = {*table.key, *(name for group in table.one_of for name in group)}
    assert named <= table.by_name.keys()


@EVERY_TABLE
def test_columns_with_a_list_of_words_have_one(table):
    for column in table.columns:
        needs_words = column.kind in {Kind.VOCABULARY, Kind.BOOLEAN, Kind.ANSWER}
        assert needs_words == (column.words is not None), column.name


@EVERY_TABLE
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_published_schema_is_a_valid_table_schema(table, language):
    schema = Schema.from_descriptor(table_schema(table, language=language))
    assert len(schema.fields) == len(table.columns)


def test_another_tool_finds_the_same_fault_with_the_schema():
    schema = Schema.from_descriptor(table_schema(TABLES["satisfaction"], language="id"))
    labels = [field.name for field in schema.fields]
    good = {"kode_unit": "U1", "tanggal_survei": "2026-03-31", "persyaratan": 4}
    bad = {**good, "persyaratan": 5}
    report = Resource(
        [labels, *([row.get(label) for label in labels] for row in (good, bad))], schema=schema
    ).validate()
    assert report.flatten(["rowNumber", "fieldName", "type"]) == [
        [3, "persyaratan", "constraint-error"]
    ]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("unit_kerja", "units"),
        ("Unit Kerja 2026", "units"),
        ("unit_bulan", "unit_months"),
        ("Permohonan Layanan (Maret)", "service_requests"),
        ("SKM 2026", "satisfaction"),
        ("service-requests", "service_requests"),
    ],
)
def test_a_file_is_known_by_its_name(name, table):
    assert table_named(name).name == table


@pytest.mark.parametrize("name", ["data", "permohonanlayanan", "unitary", ""])
def test_other_names_are_no_tables(name):
    assert table_named(name) is None


def test_a_word_is_known_in_any_spelling():
    words = TABLES["service_requests"].by_name["status"].words
    assert {words.code_of(each) for each in ("SELESAI", "closed", " Closed. ", "tuntas")} == {
        "closed"
    }
    assert words.code_of("Disptch") is None


def test_answers_are_known_by_the_words_of_their_unsur():
    columns = TABLES["satisfaction"].by_name
    assert columns["biaya"].words.code_of("Gratis") == "4"
    assert columns["sarpras"].words.code_of("Cukup") == "2"
    assert columns["waktu"].words.code_of("kurang  CEPAT") == "2"
    assert columns["waktu"].words.code_of("Gratis") is None


def test_one_spelling_cannot_mean_two_words():
    with pytest.raises(ValueError, match="two words"):
        Vocabulary(
            words=(
                Word(code="a", english="A", indonesian="Sama"),
                Word(code="b", english="B", indonesian="sama"),
            )
        )


def test_only_people_columns_may_hold_a_nip():
    marked = {
        (table.name, column.name)
        for table in TABLES.values()
        for column in table.columns
        if column.identifies_person
    }
    assert marked == {(name, "person_key") for name in ("people", "training", "waves")}


def test_explanations_are_sentences():
    for table in TABLES.values():
        for sentence in (table.grain, *(column.explanation for column in table.columns)):
            assert re.fullmatch(r"[A-Z].*\.", sentence), sentence
