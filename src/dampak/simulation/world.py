"""One invented regency, lived through twice: as it happened, and without the training."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.simulation.accuracy import CheckDraws, draw_checks, fields_correct
from dampak.simulation.counters import Counters, draw_counters
from dampak.simulation.days import Days, days_round
from dampak.simulation.effects import strength
from dampak.simulation.people import Posting, draw_postings
from dampak.simulation.regency import Unit, build_units
from dampak.simulation.requests import Draws, Requests, draw_requests, live_through
from dampak.simulation.rivals import Event, draw_events, extra_days
from dampak.simulation.rollout import first_trained
from dampak.simulation.scenario import SCENARIOS, SIZES, Scenario, Size
from dampak.simulation.voices import AnswerDraws, answers, draw_answers

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]

MONTHS_BEFORE, MONTHS_AFTER = 3, 9  # requests carried over, and room for waits that outlast the end


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What training can change, in one of the two lives."""

    requests: Requests
    fields_correct: Ints
    answers: Ints


@dataclass(frozen=True, kw_only=True)
class World:
    """A regency with all its luck drawn; `happened` and `without_training` share that luck."""

    scenario: Scenario
    size: Size
    seed: int
    units: tuple[Unit, ...]
    counters: Counters
    days: Days
    first_trained: Ints  # one entry a serving unit: index of a month, or NEVER
    events: tuple[Event, ...]
    postings: tuple[Posting, ...]
    request_draws: Draws
    check_draws: CheckDraws
    answer_draws: AnswerDraws

    @cached_property
    def happened(self) -> Outcomes:
        """The life that the files tell of."""
        return self._lived(strength(self.first_trained, len(self.months), self._own_strength))

    @cached_property
    def without_training(self) -> Outcomes:
        """The life nobody saw: the same luck, and no training."""
        return self._lived(np.zeros((len(self.counters.units), len(self.months))))

    @property
    def months(self) -> tuple[date, ...]:
        """The months of the window."""
        return self.days.months

    @property
    def last_day(self) -> date:
        """The day the files were taken from the registers."""
        return months_later(self.months[-1], 1) - timedelta(days=1)

    @property
    def n_cells(self) -> int:
        """Units times months."""
        return len(self.counters.units) * len(self.months)

    def cell(self, unit: Ints, day: Ints) -> Ints:
        """The number of a unit and the month of a day, for counting."""
        return unit * len(self.months) + self.days.month_index(day)

    def is_inside(self, day: Ints) -> NDArray[np.bool_]:
        """Whether a day lies in the window."""
        first, after = self.days.month_starts[[0, -1]]
        inside: NDArray[np.bool_] = (day >= first) & (day < after)
        return inside

    def count(self, cell: Ints) -> Ints:
        """How many fall in each cell."""
        return np.bincount(cell, minlength=self.n_cells)

    def table(self, by_cell: NDArray[np.generic]) -> Numbers:
        """Numbers by cell as (n_units, n_months)."""
        return np.asarray(by_cell, float).reshape(len(self.counters.units), len(self.months))

    def ratio(self, numerator: NDArray[np.generic], denominator: NDArray[np.generic]) -> Numbers:
        """One count over another by unit and month; NaN where nothing was counted."""
        top, bottom = self.table(numerator), self.table(denominator)
        return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)

    @property
    def _own_strength(self) -> Numbers:
        return self.counters.own_strength

    def _lived(self, felt: Numbers) -> Outcomes:
        effects, counters = self.scenario.effects, self.counters
        return Outcomes(
            requests=live_through(self.request_draws, counters, self.days, felt, effects),
            fields_correct=fields_correct(self.check_draws, counters, felt, effects),
            answers=answers(self.answer_draws, counters, felt, effects),
        )


def build_world(scenario: str = "negeri-uji", *, seed: int = 7, size: str = "regency") -> World:
    """Draw a whole world; the same three arguments always give the same one."""
    story = SCENARIOS[scenario]
    scale = story.at(SIZES[size])
    counters = draw_counters(scale.n_units, seed=seed)
    days = days_round(scale.months(), before=MONTHS_BEFORE, after=MONTHS_AFTER)
    events = draw_events(counters, scale.months(), seed=seed)
    extra = extra_days(events, counters, scale.months())
    last = months_later(scale.months()[-1], 1) - timedelta(days=1)
    return World(
        scenario=story,
        size=scale,
        seed=seed,
        units=build_units(scale.n_units),
        counters=counters,
        days=days,
        first_trained=first_trained(counters, scale.waves, seed=seed),
        events=events,
        postings=tuple(
            draw_postings(scale.n_units, scale.staff, window=(scale.months()[0], last), seed=seed)
        ),
        request_draws=draw_requests(
            counters, days, a_month=scale.requests, extra_days=extra, seed=seed
        ),
        check_draws=draw_checks(counters, days, a_month=scale.checked_records, seed=seed),
        answer_draws=draw_answers(counters, days, a_month=scale.responses, seed=seed),
    )
