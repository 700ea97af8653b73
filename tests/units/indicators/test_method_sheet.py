import pytest
from tools.write_indicator_sheets import as_markdown, write_sheets

from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.method_sheet import Part, method_sheet
from dampak.indicators.query import reading_sql

every_definition = pytest.mark.parametrize("definition", CATALOGUE.values(), ids=CATALOGUE)


@every_definition
def test_a_sheet_holds_the_whole_definition_and_its_sql(definition):
    sheet = method_sheet(definition)
    said = [line.text.message for line in sheet if isinstance(line.text, Sentence)]
    assert said[0] == definition.title
    assert definition.why in said
    assert set(definition.caveats) <= set(said)
    assert {rule.otherwise for rule in definition.among} <= set(said)
    assert [line.text for line in sheet if line.part is Part.CODE] == [reading_sql(definition)]


@every_definition
def test_no_sentence_of_a_sheet_is_left_in_english(definition):
    sheet = [line for line in method_sheet(definition) if line.part is not Part.CODE]
    for line in sheet:
        assert as_markdown([line], "id") != as_markdown([line], "en")


def test_pages_are_written_in_both_languages(tmp_path):
    pages = write_sheets(tmp_path)
    assert len(pages) == 2 * len(CATALOGUE)
    page = (tmp_path / "ikm.id.md").read_text(encoding="utf-8")
    assert page.startswith("# Nilai SKM (IKM)\n")
    assert "untuk umum mulai penyebut 10" in page
