"""The checks that ask the statistics again: before the training, earlier, and without each unit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.checks import Check, CheckOutcome, passed_if
from dampak.impact.outcome import Outcome
from dampak.language.numbers import rounded
from dampak.statistics.staggered import (
    GroupTimeEffects,
    leave_one_unit_out,
    placebo_in_time,
    pre_trend_test,
)

DOUBTFUL_BELOW = 0.05
FATAL_BELOW = 0.001
# One clean study in a hundred fails the placebo by chance; at 95 % it would be one in twenty.
PLACEBO_CONFIDENCE = 0.99
LONGEST_PLACEBO = 6


def pre_trend(effects: GroupTimeEffects, *, rng: np.random.Generator) -> Check:
    """Did both groups move alike before? Below one in a thousand nobody should read on."""
    title = gettext_noop("Movement before the training")
    test = pre_trend_test(effects, rng=rng)
    if isinstance(test, NoAnswer):
        return _not_possible("pre-trend", title, test, is_needed=True)
    return Check(
        code="pre-trend",
        outcome=passed_if(test.p_value >= DOUBTFUL_BELOW),
        title=title,
        found=_movement(test.p_value),
        is_fatal=test.p_value < FATAL_BELOW,
    )


def _movement(p_value: float) -> Sentence:
    p = {"p": rounded(p_value, 3)}
    if p_value < FATAL_BELOW:
        return Sentence("The groups already moved apart before the training (p below 0.001).")
    if p_value < DOUBTFUL_BELOW:
        return Sentence("The groups may have moved apart before the training (p = %(p)s).", p)
    return Sentence("No sign that the groups moved apart before the training (p = %(p)s).", p)


def placebo(
    *,
    outcomes: NDArray[np.float64],
    first_treated: NDArray[np.int_],
    control: str,
    outcome: Outcome,
    rng: np.random.Generator,
) -> Check:
    """Pretend that the training came earlier, on the months before it: nothing should be found."""
    title = gettext_noop("Pretended earlier training")
    started = first_treated[first_treated >= 0]
    earlier = int(np.clip(np.median(started) // 2, 1, LONGEST_PLACEBO)) if started.size else 1
    answer = placebo_in_time(
        outcomes=outcomes,
        first_treated=first_treated,
        periods_earlier=earlier,
        control="never" if control == "never" else "not_yet",
        confidence=PLACEBO_CONFIDENCE,
        rng=rng,
    )
    if isinstance(answer, NoAnswer):
        return _not_possible("placebo", title, answer)
    return Check(
        code="placebo",
        outcome=passed_if(answer.low <= 0 <= answer.high),
        title=title,
        found=Sentence(
            "With the training pretended earlier (by periods: %(periods)s), the difference would "
            "be %(value)s %(unit)s (%(low)s to %(high)s); the range should hold nought.",
            {"periods": earlier, **_estimate(answer, outcome)},
        ),
    )


def leave_one_out(
    effects: GroupTimeEffects, estimate: Estimate, *, codes: Sequence[str], outcome: Outcome
) -> Check:
    """Does the answer hang on one unit? Without any one of them it should stay in the interval."""
    found = leave_one_unit_out(effects)
    inside = estimate.low <= found.lowest and found.highest <= estimate.high
    return Check(
        code="leave-one-unit-out",
        outcome=passed_if(inside),
        title=gettext_noop("Without any one unit"),
        found=Sentence(
            "Leaving out one unit at a time, the difference runs from %(lowest)s (without "
            "%(unit_of_lowest)s) to %(highest)s (without %(unit_of_highest)s) %(unit)s; it should "
            "stay inside the interval.",
            {
                "lowest": _shown(found.lowest, outcome),
                "unit_of_lowest": codes[found.row_of_lowest],
                "highest": _shown(found.highest, outcome),
                "unit_of_highest": codes[found.row_of_highest],
                "unit": outcome.unit,
            },
        ),
    )


def without_events(
    again: Estimate | NoAnswer, estimate: Estimate, *, n_set_aside: int, outcome: Outcome
) -> Check:
    """Does the answer survive without the months in which something else happened?"""
    title = gettext_noop("Without the diary of events")
    if isinstance(again, NoAnswer):
        return _not_possible("rival-events", title, again)
    return Check(
        code="rival-events",
        outcome=passed_if(estimate.low <= again.value <= estimate.high),
        title=title,
        found=Sentence(
            "Without the %(set_aside)s unit-months in which something else happened, the "
            "difference is %(again)s instead of %(value)s %(unit)s; it should stay inside the "
            "interval.",
            {
                "set_aside": n_set_aside,
                "again": _shown(again.value, outcome),
                "value": _shown(estimate.value, outcome),
                "unit": outcome.unit,
            },
        ),
    )


def _not_possible(code: str, title: str, why: NoAnswer, *, is_needed: bool = False) -> Check:
    return Check(
        code=code,
        outcome=CheckOutcome.NOT_POSSIBLE,
        title=title,
        found=Sentence(why.why.value),
        is_needed=is_needed,
    )


def _estimate(estimate: Estimate, outcome: Outcome) -> dict[str, object]:
    return {
        "value": _shown(estimate.value, outcome),
        "low": _shown(estimate.low, outcome),
        "high": _shown(estimate.high, outcome),
        "unit": outcome.unit,
    }


def _shown(value: float, outcome: Outcome) -> object:
    return outcome.shown(value, decimals=outcome.decimals + 1)
