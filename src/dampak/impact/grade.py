"""How strong the evidence is, from A to F: the grade rules which words may be printed."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.checks import Check, CheckOutcome


class Grade(StrEnum):
    """A drawn by lot, B compared and clean, C with doubts, D trend, E before/after, F opinion."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def may_claim(self) -> bool:
        """Whether words such as "because of the training" may be printed."""
        return self in {Grade.A, Grade.B}


class Design(StrEnum):
    """What the data allow: never chosen by what they show."""

    DRAWN = "drawn"
    COMPARED = "compared"
    TREND = "trend"
    BEFORE_AFTER = "before_after"
    OPINION = "opinion"


class SealState(StrEnum):
    """Whether the plan can be believed to be older than the training. The value is the doubt."""

    IN_TIME = ""
    UNPLANNED = gettext_noop("no plan was handed in before the data")
    UNSEALED = gettext_noop("the plan was not sealed")
    LATE = gettext_noop("the plan was sealed after the training had begun")
    BROKEN = gettext_noop("the plan was changed after sealing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """A grade with its reason."""

    grade: Grade
    reason: Sentence


_WITHOUT_COMPARISON = {
    Design.TREND: Graded(
        grade=Grade.D,
        reason=Sentence("Only a trend is known; there are no units to compare with."),
    ),
    Design.BEFORE_AFTER: Graded(
        grade=Grade.E,
        reason=Sentence(
            "No comparison could be made; only the time before and after the training is left."
        ),
    ),
    Design.OPINION: Graded(
        grade=Grade.F,
        reason=Sentence("Nothing was measured both before and after the training."),
    ),
}


def grade(design: Design, *, seal: SealState, checks: Collection[Check]) -> Graded:
    """Grade the evidence by how it was gathered, never by what it found.

    A needs a lottery that replays, B a phased start or a comparison; both need a plan sealed
    before the training and not one failed check, B also that the needed checks could be made.
    Otherwise a comparison is C.
    """
    if design in _WITHOUT_COMPARISON:
        return _WITHOUT_COMPARISON[design]
    doubts = _doubts(seal, checks, was_drawn=design is Design.DRAWN)
    if doubts:
        return Graded(
            grade=Grade.C,
            reason=Sentence(
                "Units were compared, but with doubts: %(doubts)s.", {"doubts": tuple(doubts)}
            ),
        )
    if design is Design.DRAWN:
        return Graded(
            grade=Grade.A,
            reason=Sentence(
                "A public lottery, which can be replayed, decided who was trained when; the plan "
                "was sealed before the training and no check failed."
            ),
        )
    return Graded(
        grade=Grade.B,
        reason=Sentence(
            "Units trained at different times were compared; the plan was sealed before the "
            "training and no check failed."
        ),
    )


def _doubts(seal: SealState, checks: Collection[Check], *, was_drawn: bool) -> list[Sentence]:
    doubts = [Sentence(seal.value)] if seal is not SealState.IN_TIME else []
    for check in checks:
        named = {"check": Sentence(check.title)}
        if check.outcome is CheckOutcome.FAILED:
            doubts.append(Sentence("a check failed (%(check)s)", named))
        elif check.outcome is CheckOutcome.NOT_POSSIBLE and check.is_needed and not was_drawn:
            doubts.append(Sentence("a check could not be made (%(check)s)", named))
    return doubts
