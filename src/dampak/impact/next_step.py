"""What to do after the verdict."""

import math

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.foundation.text import Sentence
from dampak.impact.verdict import Verdict
from dampak.impact.wording import Finding

_AFTER_SILENCE = {
    Silence.NOBODY_TRAINED: Sentence(
        "Hand in the table of trainings, or come back when the first unit has been trained."
    ),
    Silence.EVERYBODY_AT_ONCE: Sentence(
        "Next time train in batches some months apart: the units whose turn comes later are then "
        "the comparison."
    ),
    Silence.TOO_FEW_TRAINED: Sentence(
        "Train more units, a batch at a time, and evaluate again when the next batch has been at "
        "work for a few months."
    ),
    Silence.TOO_FEW_COMPARISON: Sentence(
        "Add units that have not been trained yet, for instance from a neighbouring regency."
    ),
    Silence.TOO_FEW_MONTHS: Sentence(
        "Keep recording every month and evaluate again when more months are there."
    ),
    Silence.NO_MONTHS_BEFORE: Sentence(
        "Look for older records from before the training; most offices have them in a register."
    ),
    Silence.NO_SPREAD: Sentence(
        "Check that the outcome was recorded and not filled in with one value."
    ),
    Silence.NOTHING_COUNTED: Sentence(
        "Hand in the table in which this outcome is recorded, or choose another outcome."
    ),
    Silence.FEW_UNITS_WITH_GAPS: Sentence(
        "Fill in the missing months from the register, or train and measure more units."
    ),
    Silence.SMALL_CELL: Sentence(
        "Combine several months or units, so that more people stand behind the number."
    ),
}
_AFTER_ANY_OTHER_SILENCE = Sentence(
    "Read what is missing and how much of it, gather that, and evaluate again."
)


def next_step(finding: Finding, *, units_left: int) -> Sentence:
    """What to do now, as an instruction to the office; ``units_left`` were never trained."""
    match finding.verdict, finding.answer:
        case Verdict.NOT_HEALTHY, _:
            return Sentence(
                "Do not use this number. Find out what set the two groups apart before the "
                "training, or choose units to compare with that moved alike."
            )
        case _, NoAnswer() as silent:
            return _AFTER_SILENCE.get(silent.why, _AFTER_ANY_OTHER_SILENCE)
        case Verdict.WORSENED, _:
            return Sentence(
                "Hold the next batch. Ask superiors and participants what changed in the trained "
                "units, and look at the other indicators first."
            )
        case Verdict.DID_NOT_MOVE, _:
            return Sentence(
                "Do not repeat the training as it is. Ask superiors and participants what kept "
                "them from applying it, change that, and measure again."
            )
        case Verdict.CANNOT_TELL, Estimate() as estimate:
            return _more_needed(finding, estimate)
        case _:
            return _after_moving(finding, units_left)


def _after_moving(finding: Finding, units_left: int) -> Sentence:
    if not finding.grade.may_claim:
        return Sentence(
            "Seal a plan before the next batch is trained; the same comparison can then carry more "
            "weight. Look at the doubts named with the grade first."
        )
    if units_left:
        return Sentence(
            "Extend the training to the units not yet trained (%(units)s), batch by batch, and "
            "keep measuring.",
            {"units": units_left},
        )
    return Sentence("Every unit is trained: keep measuring, to see whether the change lasts.")


def _more_needed(finding: Finding, estimate: Estimate) -> Sentence:
    """By the square-root law the interval halves with four times the units."""
    if not finding.smallest_effect:
        return Sentence(
            "Say which change would matter, write it into a plan, and seal it before the next "
            "batch."
        )
    narrower = (estimate.high - estimate.low) / finding.smallest_effect
    n_units = finding.n_trained + finding.n_comparison
    more = max(1, math.ceil(n_units * (narrower**2 - 1) - 1e-9))
    if more > 10 * n_units:
        return Sentence(
            "This outcome swings too much for the change that matters: choose an outcome that is "
            "steadier, or count it over longer periods."
        )
    return Sentence(
        "Keep measuring, and add about %(units)s units (trained and comparison together): the "
        "range would then be narrow enough for the change that matters.",
        {"units": more},
    )
