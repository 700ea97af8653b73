"""Sri writes a plan; everything wrong with it is said at once."""

from datetime import date

import pytest

from dampak.impact.plan import Role
from dampak.impact.plan_file import CannotReadPlan, parse_plans
from dampak.indicators.definition import Better
from dampak.language.saying import say

PLAN = """
[plan]
programme = "LOKET-DIGITAL"
registered_on = 2023-11-15
title = {id = "Loket digital", en = "Digital counters"}

[[study]]
outcome = "median-completion-time"
role = "primary"
smallest_effect = 1

[[study]]
outcome = "digital-share"
role = "secondary"
smallest_effect = 0.05
confidence = 0.9
"""


def faults_of(text, **given):
    with pytest.raises(CannotReadPlan) as refused:
        parse_plans(text, **given)
    return [say(fault, "en") for fault in refused.value.faults]


def study(lines):
    return f'[plan]\nprogramme = "P"\n[[study]]\n{lines}'


def test_what_stands_under_plan_holds_for_every_study():
    time, share = parse_plans(PLAN, columns=())

    assert (time.programme, share.programme) == ("LOKET-DIGITAL", "LOKET-DIGITAL")
    assert time.registered_on == date(2023, 11, 15)
    assert (time.role, share.role) == (Role.PRIMARY, Role.SECONDARY)
    assert (time.confidence, share.confidence) == (0.95, 0.9)


def test_the_wanted_direction_comes_from_the_catalogue():
    time, share = parse_plans(PLAN, columns=())

    assert (time.better, share.better) == (Better.LOWER, Better.HIGHER)


def test_all_faults_of_a_plan_are_reported_together():
    text = PLAN.replace("smallest_effect = 1\n", "smallest_effect = -1\n")
    text = text.replace("digital-share", "digital-shares").replace('"secondary"', '"primary"')

    faults = faults_of(text, columns=())

    assert len(faults) == 3
    assert "study 1 has: -1" in faults[0]
    assert "found: digital-shares. Did you mean digital-share?" in faults[1]
    assert faults[2].startswith("A plan promises one primary outcome; found 2")


def test_a_column_of_the_office_is_an_outcome_once_its_direction_is_stated():
    lines = 'outcome = "unit_months.scrap"\nsmallest_effect = 0.5\n'

    (plan,) = parse_plans(study(lines + 'better = "lower"'), columns=["scrap"])
    (fault,) = faults_of(study(lines), columns=["scrap"])

    assert plan.better is Better.LOWER
    assert "does not say which direction is wanted for unit_months.scrap" in fault


def test_before_the_data_any_column_may_still_come():
    lines = 'outcome = "unit_months.scrap"\nsmallest_effect = 0.5\nbetter = "lower"'

    (plan,) = parse_plans(study(lines))
    (fault,) = faults_of(study(lines), columns=["scrap_rate"])

    assert plan.outcome == "unit_months.scrap"
    assert "Did you mean unit_months.scrap_rate?" in fault


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('outcome = "digital-share"\nsmallest_effect = 5', "Write 5 percentage points as 0.05."),
        ('outcome = "ikm"\nsmallest_effect = 2\nconfidence = 95', "Write 95% as 0.95."),
        ('outcome = "ikm"\nsmallest_effect = 2\nconfidance = 0.9', "Did you mean confidence?"),
        ('outcome = "ikm"\nsmallest_effect = 2\nrole = "main"', "Choose one of: primary"),
        ('outcome = "ikm"\nsmallest_effect = 2\nbetter = "lower"', "the catalogue says higher"),
        ('outcome = "ikm"\nsmallest_effect = 2\nregistered_on = "2026"', "must be a day"),
        ('outcome = "ikm"\nsmallest_effect = 2\nwindow_months = 12', "[-12, 12]"),
        ('outcome = "ikm"\nsmallest_effect = 2\nslug = "IKM 1"', "found: IKM 1."),
        ('outcome = "ikm"\nsmallest_effect = 2\ntitle = {id = "x"}', "one text in each language"),
        ('outcome = "ikm"\nsmallest_effect = true', "must be a number above 0"),
        ('outcome = "ikm"\nsmallest_effect = 2\n[study.draw]\nseed = 1', "cannot be replayed"),
        ("smallest_effect = 2", "names no outcome"),
    ],
)
def test_a_fault_says_what_to_do(lines, said):
    assert said in " ".join(faults_of(study(lines), columns=()))


def test_the_name_of_an_outcome_may_not_claim_the_finding():
    lines = (
        'outcome = "unit_months.scrap"\nsmallest_effect = 1\nbetter = "lower"\n'
        'outcome_title = {id = "Dampak pelatihan", en = "Scrap"}'
    )

    (fault,) = faults_of(study(lines))

    assert "found: Dampak" in fault or "has: Dampak" in fault


@pytest.mark.parametrize("text", ["", "plan = 3", "[plan]\nprogramme = 'P'", "study = []"])
def test_a_plan_without_a_study_is_refused(text):
    assert "no [[study]]" in faults_of(text)[-1]


def test_a_file_that_is_not_toml_names_the_line():
    (fault,) = faults_of("[plan\n")

    assert "line 1" in fault
