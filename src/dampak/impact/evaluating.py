"""Evaluate a snapshot: every indicator it carries, and every study that was planned for it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from hashlib import sha256

import numpy as np

from dampak import __version__
from dampak.disclosure.rule import Disclosed
from dampak.foundation.text import Sentence
from dampak.impact.disclosing import disclosed_months
from dampak.impact.evaluation import (
    Evaluation,
    Figure,
    Roll,
    Sealing,
    Study,
    UnitOnRecord,
    Withheld,
)
from dampak.impact.journey import figure_of
from dampak.impact.plan import UNIT_MONTHS, StudyPlan, unplanned
from dampak.impact.sealing import Seal, deviations, was_sealed_before
from dampak.impact.studying import compare, study_of
from dampak.impact.units_counted import units_counted
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition, Reading
from dampak.language.saying import in_both
from dampak.warehouse.accounts import accounts_of
from dampak.warehouse.levels import readings_shown, units_shown
from dampak.warehouse.organising import organised
from dampak.warehouse.panels import OWN_COLUMN, outcomes, panel
from dampak.warehouse.passage import Passage
from dampak.warehouse.roster import months_with_events, units_on_roll
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tracing import passages, passages_of_column
from dampak.warehouse.training_starts import Training, training_of, training_starts

SEED = 20260101
Progress = Callable[[Sentence, int, int], None]
# The outcomes that dampak proposes to study where nobody handed in a plan, first that is there.
PROPOSED = ("median-completion-time", "ikm", "record-accuracy", "digital-share")


def evaluate(
    snapshot: Snapshot,
    plans: Collection[StudyPlan],
    *,
    seal: Seal | None = None,
    at: datetime,
    by: str,
    rng_seed: int = SEED,
    progress: Progress | None = None,
) -> Evaluation:
    """Answer every plan from one snapshot, and count every indicator that its tables carry.

    Units are counted as the snapshot is organised; otherwise as on the last day of its data.

    Parameters
    ----------
    plans
        Of the office; empty where nobody planned: a study is then proposed and marked as such.
    seal
        The seal of the plans, if there is one.
    at, by
        The moment of the evaluation, and who answers for it.
    rng_seed
        Where the methods that draw lots begin; the same seed gives the same evaluation.
    progress
        Called before each step with what it is, how many steps are done, and of how many.
    """
    tell = _Steps(progress, of=len(CATALOGUE) + max(1, len(plans)))
    snapshot = organised(snapshot)
    level = units_shown(snapshot)
    counted = {
        definition: _counted(snapshot, definition, level, tell) for definition in CATALOGUE.values()
    }
    counted = {definition: found for definition, found in counted.items() if found}
    starts = _starts(snapshot, plans)
    studied = plans or _proposed(counted, has_training=bool(starts))
    shown, withheld = _disclosed(snapshot, counted)
    trainings = _trainings(snapshot, studied)
    studies, figures = [], {}
    for plan in studied:
        tell(Sentence("Studying %(outcome)s", {"outcome": _title(plan)}))
        sealing = _sealing(seal, plans, plan, starts=starts)
        training = trainings[plan.programme]
        study, figure = _studied(snapshot, plan, sealing, training, by=by, rng_seed=rng_seed)
        studies.append(study)
        figures[study.figure] = figure
    units = _units(snapshot, starts)
    tell.finish()
    return Evaluation(
        made_at=at,
        made_by=by,
        version=__version__,
        snapshot=snapshot,
        accounts=accounts_of(snapshot),
        roll=_roll(units),
        units=_only_shown(units, level),
        definitions=tuple(counted),
        readings=shown,
        withheld=withheld,
        studies=tuple(studies),
        figures=figures,
        notices=(
            *_notices(snapshot, studied, has_training=bool(starts)),
            *units_counted(snapshot, studied),
        ),
    )


class _Steps:
    """Counts the steps of a long work aloud."""

    def __init__(self, progress: Progress | None, *, of: int) -> None:
        self.progress, self.of, self.done = progress, of, 0

    def __call__(self, step: Sentence) -> None:
        if self.progress:
            self.progress(step, min(self.done, self.of), self.of)
        self.done += 1

    def finish(self) -> None:
        if self.progress:
            self.progress(Sentence("Done"), self.of, self.of)


def _counted(
    snapshot: Snapshot, definition: Definition, units: tuple[str, ...] | None, tell: _Steps
) -> list[Reading]:
    tell(Sentence("Counting %(indicator)s", {"indicator": Sentence(definition.title)}))
    return readings_shown(snapshot, definition, units)


def _disclosed(
    snapshot: Snapshot, counted: Mapping[Definition, list[Reading]]
) -> tuple[tuple[Reading, ...], tuple[Withheld, ...]]:
    """Room six for the indicators: what would tell of too few stays inside, and that is said."""
    shown, withheld = [], []
    for definition, each in counted.items():
        answers = disclosed_months(snapshot, definition, each)
        for reading in each:
            answer = answers[reading.unit_code, reading.month]
            if isinstance(answer, Disclosed):
                shown.append(answer.reading)
            else:
                withheld.append(_withheld(reading, needed=answer.needed or 0))
    return tuple(shown), tuple(withheld)


def _withheld(reading: Reading, *, needed: int) -> Withheld:
    return Withheld(
        indicator=reading.indicator,
        unit_code=reading.unit_code,
        month=reading.month,
        needed=needed,
    )


def _starts(snapshot: Snapshot, plans: Collection[StudyPlan]) -> Mapping[str, date]:
    """The first day of training of each unit, in any programme that is studied."""
    programmes = {plan.programme for plan in plans} or {None}
    starts: dict[str, date] = {}
    with snapshot.connect() as connection:
        for programme in programmes:
            for start in training_starts(
                connection, programme=programme, organised=snapshot.organised
            ):
                earlier = starts.get(start.unit_code, start.first_day)
                starts[start.unit_code] = min(start.first_day, earlier)
    return starts


def _proposed(
    counted: Mapping[Definition, list[Reading]], *, has_training: bool
) -> tuple[StudyPlan, ...]:
    there = {definition.code: definition for definition in counted}
    found = next((there[code] for code in PROPOSED if code in there), None)
    if found is None or not has_training:
        return ()
    return (unplanned(outcome=found.code, title=in_both(found.title), better=found.better),)


def _sealing(
    seal: Seal | None,
    plans: Collection[StudyPlan],
    plan: StudyPlan,
    *,
    starts: Mapping[str, date],
) -> Sealing | None:
    if seal is None or not plan.was_planned:
        return None
    return Sealing(
        seal=seal,
        was_before_training=was_sealed_before(seal, min(starts.values(), default=None)),
        deviations=deviations(seal, plans),
    )


def _trainings(snapshot: Snapshot, plans: Collection[StudyPlan]) -> Mapping[str | None, Training]:
    """The training that each plan speaks of, read once for all outcomes of a programme."""
    with snapshot.connect() as connection:
        return {
            programme: training_of(connection, programme=programme, organised=snapshot.organised)
            for programme in {plan.programme for plan in plans}
        }


def _studied(
    snapshot: Snapshot,
    plan: StudyPlan,
    sealing: Sealing | None,
    training: Training,
    *,
    by: str,
    rng_seed: int,
) -> tuple[Study, Figure]:
    rng = _luck(rng_seed, plan)
    units = panel(snapshot, plan.outcome, programme=plan.programme, training=training)
    touched = months_with_events(snapshot, unit_codes=units.unit_codes, months=units.months)
    compared = compare(units, plan, rng=rng)
    study = study_of(
        units,
        plan,
        compared,
        sealing=sealing,
        eventful=touched & ~np.isnan(units.values),
        rng=rng,
    )
    rows = _rows_behind(snapshot, plan)
    return study, figure_of(study, counted=rows, panel=units, compared=compared, released_by=by)


def _rows_behind(snapshot: Snapshot, plan: StudyPlan) -> tuple[Passage, ...]:
    if plan.outcome.startswith(UNIT_MONTHS):
        return passages_of_column(snapshot, plan.outcome.removeprefix(UNIT_MONTHS))
    return passages(snapshot, CATALOGUE[plan.outcome])


def _luck(seed: int, plan: StudyPlan) -> np.random.Generator:
    """Each study draws its own lots, so that adding one does not move another."""
    own = int.from_bytes(sha256(plan.slug.encode()).digest()[:8])
    return np.random.default_rng([seed, own])


def _units(snapshot: Snapshot, starts: Mapping[str, date]) -> tuple[UnitOnRecord, ...]:
    return tuple(
        UnitOnRecord(
            code=unit.code,
            name=unit.name,
            parent_code=unit.parent_code,
            first_trained=starts.get(unit.code),
        )
        for unit in units_on_roll(snapshot)
    )


def _roll(units: Collection[UnitOnRecord]) -> Roll:
    first_days = [unit.first_trained for unit in units if unit.first_trained]
    return Roll(
        n_units=len(units),
        n_trained=len(first_days),
        months_of_training=tuple(sorted({day.replace(day=1) for day in first_days})),
    )


def _only_shown(
    units: tuple[UnitOnRecord, ...], level: tuple[str, ...] | None
) -> tuple[UnitOnRecord, ...]:
    shown = frozenset(level or ())
    return units if level is None else tuple(unit for unit in units if unit.code in shown)


def _title(plan: StudyPlan) -> Sentence | str:
    known = CATALOGUE.get(plan.outcome)
    return Sentence(known.title) if known else plan.outcome.removeprefix(UNIT_MONTHS)


def own_columns(snapshot: Snapshot) -> tuple[str, ...]:
    """The numeric columns that the office brought itself: each may be an outcome of a plan."""
    with snapshot.connect() as connection:
        known = outcomes(connection)
    own = (outcome for outcome in known if outcome.startswith(OWN_COLUMN))
    return tuple(outcome.removeprefix(OWN_COLUMN) for outcome in own)


def _notices(
    snapshot: Snapshot, studied: Collection[StudyPlan], *, has_training: bool
) -> tuple[Sentence, ...]:
    """Why there is no study, or why it was not planned."""
    if not studied and not has_training:
        return (
            Sentence(
                "There is no study: no training was handed in. Add the table of trainings to learn "
                "whether the service changed with it."
            ),
        )
    if not studied and own_columns(snapshot):
        return (
            Sentence(
                "There is no study: for an outcome of the office's own, a plan must say which "
                "direction is wanted. Write a study.toml beside the tables."
            ),
        )
    if any(not plan.was_planned for plan in studied):
        return (
            Sentence(
                "Nobody handed in a plan (study.toml), so dampak chose the outcome. A plan sealed "
                "before the training lets the same data say more."
            ),
        )
    return ()
