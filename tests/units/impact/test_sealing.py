"""A sealed plan confesses every change by itself."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from dampak.impact.drawing import Batch, Draw
from dampak.impact.plan import Role, StudyPlan
from dampak.impact.sealing import (
    CannotReadSeal,
    deviations,
    read_seal,
    seal_plans,
    seal_text,
    was_sealed_before,
)
from dampak.indicators.definition import Better
from dampak.language.saying import say

AT = datetime(2023, 11, 15, 8, 0, tzinfo=UTC)
TIME = StudyPlan(
    slug="median-completion-time",
    title={"id": "Loket digital", "en": "Digital counters"},
    programme="LOKET-DIGITAL",
    outcome="median-completion-time",
    role=Role.PRIMARY,
    smallest_effect=1.0,
    better=Better.LOWER,
    registered_on=date(2023, 11, 15),
)
IKM = replace(TIME, slug="ikm", outcome="ikm", role=Role.SECONDARY, better=Better.HIGHER)

CHANGED = {
    "slug": "another",
    "title": {"id": "Lain", "en": "Other"},
    "programme": "OTHER",
    "outcome": "p90-completion-time",
    "role": Role.GUARDRAIL,
    "smallest_effect": 0.5,
    "better": Better.HIGHER,
    "confidence": 0.9,
    "control": "never",
    "window_months": (-6, 6),
    "rule": "interval/2",
    "registered_on": date(2024, 1, 1),
    "comparison": {"id": "a", "en": "b"},
    "outcome_title": {"id": "a", "en": "b"},
    "unit": {"id": "a", "en": "b"},
    "decimals": 1,
    "note": {"id": "a", "en": "b"},
    "draw": Draw(seed="s", units=("U1",), batches=(Batch(month=date(2024, 1, 1), units=1),)),
}


def test_an_unchanged_plan_is_intact_after_writing_and_reading_the_seal():
    seal = read_seal(seal_text(seal_plans([TIME, IKM], at=AT, by="sri")))

    assert deviations(seal, [IKM, TIME]) == ()
    assert (seal.sealed_at, seal.sealed_by) == (AT, "sri")


def test_every_line_of_a_plan_is_under_the_seal():
    sealed_lines = {field.name for field in fields(StudyPlan)} - {"was_planned"}
    assert sealed_lines == CHANGED.keys()


@pytest.mark.parametrize("line", CHANGED)
def test_a_change_of_any_line_is_named(line):
    seal = seal_plans([TIME], at=AT, by="sri")

    found = [say(each, "en") for each in deviations(seal, [replace(TIME, **{line: CHANGED[line]})])]

    if line == "slug":
        assert found == [
            "Study another was added after sealing.",
            "Study median-completion-time was sealed but is no longer in the plan.",
        ]
    else:
        assert len(found) == 1
        assert f"the line {line} was changed after sealing" in found[0]


def test_a_deviation_says_what_was_sealed_and_what_is_found():
    seal = seal_plans([TIME], at=AT, by="sri")

    (found,) = deviations(seal, [replace(TIME, smallest_effect=0.5)])

    assert say(found, "id") == (
        "Pada kajian median-completion-time, baris smallest_effect diubah setelah penyegelan: "
        "disegel sebagai 1.0, ditemukan 0.5."
    )


def test_an_outcome_added_or_dropped_is_a_deviation():
    assert len(deviations(seal_plans([TIME], at=AT, by="sri"), [TIME, IKM])) == 1
    assert len(deviations(seal_plans([TIME, IKM], at=AT, by="sri"), [TIME])) == 1


def test_a_plan_altered_inside_the_seal_is_found_by_its_fingerprint():
    content = json.loads(seal_text(seal_plans([TIME], at=AT, by="sri")))
    content["plans"][0]["smallest_effect"] = 0.1
    seal = read_seal(json.dumps(content))

    found = [each.message for each in deviations(seal, [replace(TIME, smallest_effect=0.1)])]

    assert found[0].startswith("The plan inside the seal was changed after sealing")


def test_the_same_plan_has_the_same_fingerprint_whenever_and_by_whom():
    later = datetime(2026, 1, 1, tzinfo=UTC)

    one = seal_plans([TIME, IKM], at=AT, by="sri")
    other = seal_plans([IKM, TIME], at=later, by="budi")

    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    ("first_training", "is_before"),
    [(date(2023, 12, 1), True), (date(2023, 11, 30), False), (None, True)],
)
def test_a_seal_from_the_month_of_the_first_training_comes_too_late(first_training, is_before):
    # Sealed on 15 November: training in December is after it; in November nobody can say.
    assert was_sealed_before(seal_plans([TIME], at=AT, by="sri"), first_training) is is_before


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "dampak-seal/1"}', "not json"])
def test_a_file_that_is_no_seal_is_refused(text):
    with pytest.raises(CannotReadSeal):
        read_seal(text)
