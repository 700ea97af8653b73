"""The pack made of real training grants, tried on three invented firms."""

import csv
import math

from tools.make_jtrain_pack import OUTCOMES, first_grants, make_pack

from dampak.impact.plan_file import parse_plans


def _firm(code, grants, scrap):
    years = (1987, 1988, 1989)
    return [
        {"fcode": code, "year": year, "grant": grant, **dict.fromkeys(OUTCOMES, value)}
        for year, grant, value in zip(years, grants, scrap, strict=True)
    ]


RECORDS = [
    *_firm(11, (0, 1, 0), (3.0, 2.0, 1.5)),
    *_firm(12, (0, 0, 1), (2.0, 2.0, math.nan)),
    *_firm(13, (0, 0, 0), (1.0, 1.0, 1.0)),
]


def test_a_firm_counts_as_trained_from_the_year_of_its_first_grant():
    assert first_grants(RECORDS) == {11: 1988, 12: 1989}


def test_a_missing_value_is_an_empty_cell(tmp_path):
    make_pack(RECORDS, tmp_path)
    with (tmp_path / "unit_months.csv").open() as file:
        rows = {(row["unit_code"], row["month"]): row["lscrap"] for row in csv.DictReader(file)}
    assert rows["F11", "1988-01"] == "2.0"
    assert rows["F12", "1989-01"] == ""
    assert len(rows) == 9


def test_its_plan_is_a_plan(tmp_path):
    make_pack(RECORDS, tmp_path)
    plans = parse_plans((tmp_path / "study.toml").read_text(), columns=OUTCOMES)
    assert [plan.outcome for plan in plans] == ["unit_months.lscrap", "unit_months.hrsemp"]
