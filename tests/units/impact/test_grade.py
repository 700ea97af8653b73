"""The grade looks at how the evidence was gathered, never at what it found."""

import pytest

from dampak.foundation.text import Sentence
from dampak.impact.checks import Check, CheckOutcome
from dampak.impact.grade import Design, Grade, SealState, grade
from dampak.language.saying import say


def check(outcome, *, is_needed=False):
    return Check(
        code="placebo",
        outcome=outcome,
        title="Pretended earlier training",
        found=Sentence("."),
        is_needed=is_needed,
    )


CLEAN = (check(CheckOutcome.PASSED), check(CheckOutcome.NOT_POSSIBLE))
UNSEEN = (check(CheckOutcome.NOT_POSSIBLE, is_needed=True),)
DOUBTFUL = (check(CheckOutcome.FAILED),)


@pytest.mark.parametrize(
    ("design", "seal", "checks", "expected"),
    [
        (Design.DRAWN, SealState.IN_TIME, CLEAN, Grade.A),
        (Design.COMPARED, SealState.IN_TIME, CLEAN, Grade.B),
        (Design.COMPARED, SealState.IN_TIME, UNSEEN, Grade.C),
        (Design.DRAWN, SealState.IN_TIME, UNSEEN, Grade.A),  # a lottery needs no alike past
        (Design.DRAWN, SealState.LATE, CLEAN, Grade.C),
        (Design.COMPARED, SealState.UNSEALED, CLEAN, Grade.C),
        (Design.COMPARED, SealState.UNPLANNED, CLEAN, Grade.C),
        (Design.COMPARED, SealState.BROKEN, CLEAN, Grade.C),
        (Design.DRAWN, SealState.IN_TIME, DOUBTFUL, Grade.C),
        (Design.TREND, SealState.IN_TIME, CLEAN, Grade.D),
        (Design.BEFORE_AFTER, SealState.IN_TIME, CLEAN, Grade.E),
        (Design.OPINION, SealState.IN_TIME, CLEAN, Grade.F),
    ],
)
def test_each_way_of_gathering_has_its_grade(design, seal, checks, expected):
    assert grade(design, seal=seal, checks=checks).grade is expected


def test_all_doubts_are_named():
    graded = grade(Design.COMPARED, seal=SealState.LATE, checks=DOUBTFUL)

    assert say(graded.reason, "id") == (
        "Unit dibandingkan, tetapi dengan keraguan: rencana disegel setelah pelatihan dimulai; "
        "satu pemeriksaan tidak lolos (Pelatihan yang diandaikan lebih awal)."
    )


def test_only_a_and_b_may_claim_a_cause():
    assert [each for each in Grade if each.may_claim] == [Grade.A, Grade.B]
