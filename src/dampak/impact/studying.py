"""Put an answer beside its plan: compare, check, grade, judge, and say it."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import gcd

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.months import months_between
from dampak.impact import checks, robustness
from dampak.impact.checks import Check
from dampak.impact.drawing import replay
from dampak.impact.evaluation import (
    GroupMean,
    PictureOfEvents,
    PointOfEvents,
    Sealing,
    Study,
)
from dampak.impact.grade import Design, Graded, SealState, grade
from dampak.impact.next_step import next_step
from dampak.impact.outcome import Outcome, outcome_of
from dampak.impact.plan import StudyPlan
from dampak.impact.verdict import judge
from dampak.impact.wording import Finding, verdict_sentence
from dampak.statistics.group_means import GroupMeans, group_means
from dampak.statistics.staggered import (
    GroupTimeEffects,
    event_study,
    group_time_effects,
    overall_effect,
)
from dampak.warehouse.panels import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Room four: how far the groups moved apart, and what the checks need to ask again."""

    effects: GroupTimeEffects | None
    answer: Estimate | NoAnswer


def compare(
    panel: Panel,
    plan: StudyPlan,
    *,
    rng: np.random.Generator,
    left_out: NDArray[np.bool_] | None = None,
) -> Compared:
    """The difference in changes; ``left_out`` marks unit-months that count as not measured."""
    values = panel.values if left_out is None else np.where(left_out, np.nan, panel.values)
    effects = group_time_effects(
        outcomes=values, first_treated=panel.first_treated, control=plan.control
    )
    if isinstance(effects, NoAnswer):
        return Compared(effects=None, answer=effects)
    answer = overall_effect(effects, rng=rng, confidence=plan.confidence)
    return Compared(effects=effects, answer=answer)


def study_of(
    panel: Panel,
    plan: StudyPlan,
    compared: Compared,
    *,
    sealing: Sealing | None,
    eventful: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Study:
    """Put what `compare` found beside its plan, checked, graded, judged and said.

    ``eventful`` has the panel's shape: unit-months in which the diary says something else
    happened. The same ``rng`` state always gives the same study.
    """
    outcome = outcome_of(plan)
    means = group_means(outcomes=panel.values, first_treated=panel.first_treated)
    made = _checks(panel, plan, compared, outcome=outcome, eventful=eventful, rng=rng)
    graded = grade(
        _design(panel, plan, compared, means), seal=_seal_state(plan, sealing), checks=made
    )
    finding = _finding(plan, outcome, compared, means, graded, made)
    return Study(
        plan=plan,
        outcome=outcome,
        sealing=sealing,
        answer=compared.answer,
        n_trained=finding.n_trained,
        n_comparison=finding.n_comparison,
        months=tuple(panel.months),
        baseline=means.before_training,
        events=_events(panel, plan, compared, rng=rng),
        group_means=_group_means(panel, means),
        checks=made,
        graded=graded,
        verdict=finding.verdict,
        sentence=verdict_sentence(finding),
        next_step=next_step(finding, units_left=int((panel.first_treated < 0).sum())),
    )


def _finding(
    plan: StudyPlan,
    outcome: Outcome,
    compared: Compared,
    means: GroupMeans,
    graded: Graded,
    made: tuple[Check, ...],
) -> Finding:
    answer, unhealthy = compared.answer, checks.unhealthy(made)
    counted = answer if isinstance(answer, Estimate) else means
    return Finding(
        outcome=outcome.title,
        unit=outcome.unit,
        verdict=judge(
            answer,
            smallest_effect=plan.smallest_effect,
            better=outcome.better,
            is_healthy=unhealthy is None,
        ),
        grade=graded.grade,
        answer=answer,
        n_trained=counted.n_trained,
        n_comparison=counted.n_comparison,
        smallest_effect=plan.smallest_effect,
        decimals=outcome.decimals,
        is_share=outcome.is_share,
        confidence=plan.confidence,
        unhealthy=unhealthy,
    )


def _checks(
    panel: Panel,
    plan: StudyPlan,
    compared: Compared,
    *,
    outcome: Outcome,
    eventful: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[Check, ...]:
    if not panel.values.size:
        return ()
    always = [
        checks.missing_months(panel.values),
        checks.attrition(panel.values, panel.first_treated),
    ]
    effects, answer = compared.effects, compared.answer
    if effects is None or isinstance(answer, NoAnswer):
        return tuple(always)
    again = [
        robustness.pre_trend(effects, rng=rng),
        robustness.placebo(
            outcomes=panel.values,
            first_treated=panel.first_treated,
            control=plan.control,
            outcome=outcome,
            rng=rng,
        ),
        robustness.leave_one_out(effects, answer, codes=panel.unit_codes, outcome=outcome),
    ]
    if eventful.any():
        without = compare(panel, plan, rng=rng, left_out=eventful)
        again.append(
            robustness.without_events(
                without.answer, answer, n_set_aside=int(eventful.sum()), outcome=outcome
            )
        )
    groups = checks.minimum_group(n_trained=answer.n_trained, n_comparison=answer.n_comparison)
    return (*again, groups, *always, checks.spill_over())


def _design(panel: Panel, plan: StudyPlan, compared: Compared, means: GroupMeans) -> Design:
    if isinstance(compared.answer, Estimate):
        return Design.DRAWN if _was_drawn(panel, plan) else Design.COMPARED
    after = np.arange(len(panel.months)) >= panel.first_treated[:, None]
    has_after = bool((after & ~np.isnan(panel.values))[panel.first_treated > 0].any())
    has_before = means.before_training is not None
    return Design.BEFORE_AFTER if has_before and has_after else Design.OPINION


def _was_drawn(panel: Panel, plan: StudyPlan) -> bool:
    """Whether every unit started exactly when the declared lottery says."""
    if plan.draw is None:
        return False
    starts = {
        code: panel.months[first] if first >= 0 else None
        for code, first in zip(panel.unit_codes, panel.first_treated.tolist(), strict=True)
    }
    declared = replay(plan.draw)
    return starts.keys() <= declared.keys() and all(
        _as_seen(declared[code], panel.months[-1]) == start for code, start in starts.items()
    )


def _as_seen(start: date | None, last: date) -> date | None:
    return None if start is None or start > last else start


def _seal_state(plan: StudyPlan, sealing: Sealing | None) -> SealState:
    if not plan.was_planned:
        return SealState.UNPLANNED
    if sealing is None:
        return SealState.UNSEALED
    if sealing.deviations:
        return SealState.BROKEN
    return SealState.IN_TIME if sealing.was_before_training else SealState.LATE


def _events(
    panel: Panel, plan: StudyPlan, compared: Compared, *, rng: np.random.Generator
) -> PictureOfEvents | None:
    """The picture is measured from the last month before the training, on both sides of it."""
    if isinstance(compared.answer, NoAnswer):
        return None
    effects = group_time_effects(
        outcomes=panel.values,
        first_treated=panel.first_treated,
        control=plan.control,
        base="universal",
    )
    if isinstance(effects, NoAnswer):
        return None
    step = _step(panel.months)
    first, last = plan.window_months
    window = (-(-first // step), last // step)
    found = event_study(effects, confidence=plan.confidence, rng=rng, window=window)
    if isinstance(found, NoAnswer):
        return None
    return PictureOfEvents(
        points=tuple(
            PointOfEvents(
                months_since=point.periods_since * step,
                value=point.value,
                low=point.low,
                high=point.high,
                n_units=point.n_units,
            )
            for point in found.points
        ),
        confidence=found.confidence,
        method=found.method,
    )


def _step(months: tuple[date, ...]) -> int:
    """Months between two periods: 1 for monthly data, 3 for quarters, 12 for years."""
    gaps = [months_between(a, b) for a, b in pairwise(months)]
    return gcd(*gaps) or 1


def _group_means(panel: Panel, means: GroupMeans) -> tuple[GroupMean, ...]:
    return tuple(
        GroupMean(month=month, trained=trained, comparison=comparison)
        for month, trained, comparison in zip(
            panel.months, means.trained, means.comparison, strict=True
        )
    )
