import re

import pytest

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition
from dampak.indicators.query import reading_sql

every_definition = pytest.mark.parametrize("definition", CATALOGUE.values(), ids=CATALOGUE)


def test_the_first_ten_are_there():
    assert list(CATALOGUE) == [
        "median-completion-time",
        "p90-completion-time",
        "finished-by-promised-day",
        "digital-share",
        "open-backlog",
        "record-accuracy",
        "complaints-per-1000",
        "ikm",
        "ikm-responses",
        "productivity",
    ]


@every_definition
def test_every_indicator_says_what_it_does_not_show(definition):
    assert definition.caveats
    assert definition.title != definition.why
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", definition.code)


@every_definition
def test_no_row_without_its_day_is_counted(definition):
    assert f"{definition.dated_by} IS NOT NULL" in {rule.holds for rule in definition.among}


@every_definition
def test_every_reason_for_leaving_a_row_out_stands_in_the_sql(definition):
    for rule in definition.among:
        assert rule.holds in reading_sql(definition)


def test_indicators_that_count_people_hold_back_small_cells():
    for definition in CATALOGUE.values():
        if definition.counts_people:
            assert definition.smallest_inside >= 3
            assert definition.smallest_public >= 10


def test_a_number_of_unknown_kind_has_no_query():
    with pytest.raises(TypeError, match="Definition"):
        reading_sql(
            Definition(
                code="x",
                version=1,
                title="",
                why="",
                unit="",
                source="units",
                dated_by="valid_from",
                better=next(iter(CATALOGUE.values())).better,
                decimals=0,
            )
        )
