"""From a panel to a judged study, on numbers that can be checked by hand."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.foundation.months import months_later
from dampak.impact.checks import CheckOutcome
from dampak.impact.drawing import Batch, Draw, replay
from dampak.impact.evaluation import Sealing
from dampak.impact.grade import Grade
from dampak.impact.plan import Role, StudyPlan
from dampak.impact.sealing import seal_plans
from dampak.impact.studying import compare, study_of
from dampak.impact.verdict import Verdict
from dampak.indicators.definition import Better
from dampak.language.saying import say
from dampak.warehouse.panels import Panel

N_UNITS, N_MONTHS, STARTS_AT = 24, 12, 6
MONTHS = tuple(months_later(date(2024, 1, 1), n) for n in range(N_MONTHS))
PLAN = StudyPlan(
    slug="median-completion-time",
    title={"id": "Loket", "en": "Counters"},
    programme="LOKET",
    outcome="median-completion-time",
    role=Role.PRIMARY,
    smallest_effect=1.0,
    better=Better.LOWER,
)


def panel_with(effect, *, n_trained=12, months=MONTHS, noise=0.3, seed=5):
    """Own level, common season, small noise; the trained fall by ``effect`` from month 6 on."""
    rng = np.random.default_rng(seed)
    first = np.where(np.arange(N_UNITS) < n_trained, STARTS_AT, -1)
    values = 10 + rng.normal(0, 2, (N_UNITS, 1)) + np.sin(np.arange(N_MONTHS))
    values = values + rng.normal(0, noise, (N_UNITS, N_MONTHS))
    values[(np.arange(N_MONTHS) >= first[:, None]) & (first[:, None] >= 0)] += effect
    return Panel(
        outcome=PLAN.outcome,
        unit_codes=tuple(f"U{n:02}" for n in range(N_UNITS)),
        months=months,
        values=values,
        volume=np.ones_like(values),
        first_treated=first,
        set_aside=(),
    )


def studied(panel, *, plan=PLAN, sealing=None, eventful=None):
    rng = np.random.default_rng(3)
    touched = np.zeros(panel.values.shape, bool) if eventful is None else eventful
    compared = compare(panel, plan, rng=rng)
    return study_of(panel, plan, compared, sealing=sealing, eventful=touched, rng=rng)


def sealed(plan, *, was_before_training=True, deviations=()):
    seal = seal_plans([plan], at=datetime(2024, 1, 1, tzinfo=UTC), by="sri")
    return Sealing(seal=seal, was_before_training=was_before_training, deviations=deviations)


def test_a_planted_fall_is_found_and_may_be_called_by_its_name():
    study = studied(panel_with(-2.0), sealing=sealed(PLAN))

    assert isinstance(study.answer, Estimate)
    assert study.answer.low <= -2.0 <= study.answer.high
    assert (study.verdict, study.graded.grade) == (Verdict.MOVED, Grade.B)
    assert (study.n_trained, study.n_comparison) == (12, 12)
    assert "because of the training" in study.sentence.message


def test_the_same_numbers_without_a_seal_claim_no_cause():
    study = studied(panel_with(-2.0))

    assert (study.verdict, study.graded.grade) == (Verdict.MOVED, Grade.C)
    assert "not strong enough to say why" in study.sentence.message


def test_no_effect_is_not_said_to_have_moved():
    study = studied(panel_with(0.0), sealing=sealed(PLAN))

    assert study.verdict is Verdict.DID_NOT_MOVE


def test_a_lottery_that_replays_earns_an_a_and_one_that_does_not_earns_none():
    panel = panel_with(-2.0)
    draw = Draw(
        seed="angka undian", units=panel.unit_codes, batches=(Batch(month=MONTHS[6], units=12),)
    )
    drawn = replay(draw)
    order = sorted(panel.unit_codes, key=lambda code: drawn[code] is None)  # trained units first
    replayed = Panel(
        outcome=panel.outcome,
        unit_codes=tuple(order),
        months=panel.months,
        values=panel.values,
        volume=panel.volume,
        first_treated=panel.first_treated,
        set_aside=(),
    )
    plan = StudyPlan(**{name: getattr(PLAN, name) for name in PLAN.__slots__} | {"draw": draw})

    assert studied(replayed, plan=plan, sealing=sealed(plan)).graded.grade is Grade.A
    assert studied(panel, plan=plan, sealing=sealed(plan)).graded.grade is Grade.B


def test_groups_that_drifted_apart_before_the_training_are_not_read():
    panel = panel_with(-2.0)
    drift = np.where(panel.first_treated[:, None] >= 0, 0.8 * np.arange(N_MONTHS), 0.0)
    panel.values[:] += drift

    study = studied(panel, sealing=sealed(PLAN))

    assert study.verdict is Verdict.NOT_HEALTHY
    assert study.graded.grade is Grade.C


def test_a_panel_that_is_mostly_empty_is_not_read():
    panel = panel_with(-2.0)
    panel.values[:, 1:9] = np.nan  # 8 of 12 months

    study = studied(panel, sealing=sealed(PLAN))

    assert study.verdict is Verdict.NOT_HEALTHY
    assert "192 of 288 unit-months are empty" in say(study.sentence, "en")


def test_one_unit_that_carries_everything_is_found():
    panel = panel_with(0.0)
    panel.values[0, STARTS_AT:] -= 40.0  # one of twelve trained units moves by forty days

    checks = {check.code: check for check in studied(panel).checks}

    # The estimate is about -40 / 12; without that unit it is about nought.
    assert checks["leave-one-unit-out"].found.values["unit_of_highest"] == "U00"


def test_months_of_the_diary_are_left_out_and_asked_again():
    panel = panel_with(-2.0)
    eventful = np.zeros(panel.values.shape, bool)
    eventful[:3, 8:10] = True

    checks = {check.code: check for check in studied(panel, eventful=eventful).checks}

    assert checks["rival-events"].outcome is CheckOutcome.PASSED
    assert checks["rival-events"].found.values["set_aside"] == 6


def test_everybody_at_once_is_a_before_and_after_at_most():
    panel = panel_with(-2.0, n_trained=N_UNITS)

    study = studied(panel, sealing=sealed(PLAN))

    assert study.answer == NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    assert (study.verdict, study.graded.grade) == (Verdict.CANNOT_TELL, Grade.E)


def test_nobody_trained_is_an_opinion():
    study = studied(panel_with(0.0, n_trained=0))

    assert study.answer.why is Silence.NOBODY_TRAINED
    assert study.graded.grade is Grade.F


def test_no_data_at_all_is_a_silence_with_a_study_round_it():
    nothing = Panel(
        outcome=PLAN.outcome,
        unit_codes=(),
        months=(),
        values=np.empty((0, 0)),
        volume=np.empty((0, 0)),
        first_treated=np.empty(0, int),
        set_aside=(),
    )

    study = studied(nothing)

    assert study.answer.why is Silence.NOTHING_COUNTED
    assert (study.checks, study.months) == ((), ())


def test_yearly_data_count_months_in_twelves():
    years = tuple(date(2010 + n, 1, 1) for n in range(N_MONTHS))

    study = studied(panel_with(-2.0, months=years))

    assert study.events is not None
    assert {point.months_since % 12 for point in study.events.points} == {0}
    assert max(abs(point.months_since) for point in study.events.points) == 12


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_luck_gives_the_same_study(seed):
    panel = panel_with(-1.0, n_trained=6, seed=seed)  # few units: the interval is by randomisation

    assert studied(panel).answer == studied(panel).answer
