"""The dialects keep what is true of every engine, and leave DuckDB's SQL as readers know it."""

import pytest

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.dialects import DIALECTS, DUCKDB
from dampak.indicators.query import reading_sql

ELSEWHERE = [dialect for dialect in DIALECTS.values() if dialect is not DUCKDB]


def test_readers_are_shown_the_sql_of_duckdb():
    shown = reading_sql(CATALOGUE["finished-by-promised-day"])

    assert shown == reading_sql(CATALOGUE["finished-by-promised-day"], DIALECTS["duckdb"])
    assert (
        shown
        == """\
SELECT unit_code,
       date_trunc('month', closed_on)::DATE AS month,
       count(*) FILTER (WHERE closed_on <= promised_on) AS numerator,
       count(*) AS denominator,
       numerator / denominator AS value
FROM service_requests
WHERE closed_on IS NOT NULL
  AND was_withdrawn IS NOT TRUE
  AND promised_on IS NOT NULL
GROUP BY unit_code, month
ORDER BY unit_code, month
"""
    )


@pytest.mark.parametrize("dialect", ELSEWHERE, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("code", CATALOGUE)
def test_who_is_counted_is_told_alike_to_every_engine(dialect, code):
    told = reading_sql(CATALOGUE[code], dialect)

    for condition in CATALOGUE[code].among:
        assert condition.holds in told


@pytest.mark.parametrize("dialect", ELSEWHERE, ids=lambda dialect: dialect.name)
def test_no_engine_is_asked_for_a_rounding_of_its_own(dialect):
    assert not [code for code in CATALOGUE if "round(" in reading_sql(CATALOGUE[code], dialect)]
