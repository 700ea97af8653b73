"""What an evaluation is made of, before it becomes a page, a report or a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dampak.foundation.answers import Estimate, NoAnswer
from dampak.foundation.text import Sentence
from dampak.impact.checks import Check
from dampak.impact.grade import Graded
from dampak.impact.outcome import Outcome
from dampak.impact.plan import StudyPlan
from dampak.impact.sealing import Seal
from dampak.impact.verdict import Verdict
from dampak.indicators.definition import Definition, Reading
from dampak.language.saying import InBoth
from dampak.warehouse.accounts import TableAccount
from dampak.warehouse.passage import Passage
from dampak.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOnRecord:
    """A unit and the month of its first training, None if it was never trained in the data."""

    code: str
    name: str
    parent_code: str | None
    first_trained: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """All units at once, also where only those above them are shown one by one."""

    n_units: int
    n_trained: int
    months_of_training: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A reading that too few stand behind to show."""

    indicator: str
    unit_code: str
    month: date
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOfEvents:
    """The difference by months since the training, with a band that holds for all at once."""

    points: tuple["PointOfEvents", ...]
    confidence: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointOfEvents:
    """The difference so many months after the training (before it, if negative)."""

    months_since: int
    value: float
    low: float
    high: float
    n_units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMean:
    """Plain means of one month, for the eye: units ever trained, and units never trained."""

    month: date
    trained: float | None
    comparison: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """The seal of a study's plan, and whether it can be believed."""

    seal: Seal
    was_before_training: bool
    deviations: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One outcome judged: the plan, the answer beside it, and everything that limits it."""

    plan: StudyPlan
    outcome: Outcome
    sealing: Sealing | None
    answer: Estimate | NoAnswer
    n_trained: int
    n_comparison: int
    months: tuple[date, ...]
    baseline: float | None
    events: PictureOfEvents | None
    group_means: tuple[GroupMean, ...]
    checks: tuple[Check, ...]
    graded: Graded
    verdict: Verdict
    sentence: Sentence
    next_step: Sentence

    @property
    def figure(self) -> str:
        """The name under which its number can be traced."""
        return f"study:{self.plan.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that leaves the building, with the eight rooms it came through."""

    title: Sentence | InBoth
    rooms: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything one run found out.

    ``units`` are those that are shown one by one; of a nation the lowest level that is short enough
    to be read, each unit with all that stand below it. ``roll`` speaks of all.
    """

    made_at: datetime
    made_by: str
    version: str
    snapshot: Snapshot
    accounts: tuple[TableAccount, ...]
    roll: Roll
    units: tuple[UnitOnRecord, ...]
    definitions: tuple[Definition, ...]
    readings: tuple[Reading, ...]
    withheld: tuple[Withheld, ...]
    studies: tuple[Study, ...]
    figures: Mapping[str, Figure]
    notices: tuple[Sentence, ...] = ()

    @property
    def notes(self) -> tuple[Mapping[str, str], ...]:
        """What the plans say that a reader must know before any number, each once."""
        notes = (study.plan.note for study in self.studies)
        return tuple({note["en"]: note for note in notes if note}.values())
