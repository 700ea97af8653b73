"""Service requests: what would happen at every counter with the training, and without it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.counters import Counters
from dampak.simulation.days import Days
from dampak.simulation.draws import luck
from dampak.simulation.effects import PlantedEffects
from dampak.simulation.names import N_SERVICES, SERVICES

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

SPREAD, SKEW = 5.5, 0.7  # working days; the median of the skewed part is nought
SHIFT = 0.5  # how far a unit's good and bad months lie from its usual ones, in working days
MEMORY = 0.4  # how much of one month's mood lasts into the next
TREND = -0.5  # working days a year: everybody improves a little, trained or not
DIGITAL_TREND = 0.04  # a year
# the year's rhythm, January to December: year-end files, the fasting month, the school year
SEASON = np.array([0.6, 0.0, 0.4, 0.7, 0.0, 0.3, 0.5, 0.0, -0.3, -0.3, 0.0, 0.8])
DEMAND = np.array([1.1, 1.0, 0.95, 0.9, 1.0, 1.1, 1.25, 1.05, 1.0, 0.95, 0.95, 0.85])


@dataclass(frozen=True, kw_only=True)
class Draws:
    """Everything about the requests that training does not touch; one entry a request.

    ``luck_*`` are uniform numbers: below a share it happens. ``month`` is -1 for a request from
    before the window that was still open when it began.
    """

    unit: Ints
    month: Ints
    service: Ints
    received: Ints
    minute: Ints
    days: Numbers  # working days without training, before rounding
    promise: Ints
    at_the_counter: Flags  # came on a working day, so it may have come in person
    luck_digital: Numbers
    luck_correct: Numbers
    luck_complaint: Numbers
    luck_end: Numbers
    complaint_lag: Ints
    luck_closing: Numbers


@dataclass(frozen=True, kw_only=True)
class Requests:
    """The requests of one world; ``closed`` is beyond the window for those still open."""

    draws: Draws
    closed: Ints
    promised: Ints
    is_digital: Flags
    is_correct: Flags
    has_complaint: Flags


def draw_requests(
    counters: Counters, days: Days, *, a_month: int, extra_days: Numbers, seed: int
) -> Draws:
    """Draw the requests of the window and of the days before it.

    ``extra_days`` (n_units, n_months) are working days that an outside event adds, whoever is
    trained.
    """
    rng = luck(seed, "requests")
    unit, received = _arrivals(counters, days, a_month, rng)
    n, month = len(unit), days.month_index(received)
    at = np.maximum(month, 0)
    service = np.minimum(rng.integers(0, N_SERVICES + 1, n), N_SERVICES - 1)
    usual = counters.usual_days[unit] + _service_days(counters)[unit, service]
    moods = _moods(len(counters.units), len(days.months), rng) + extra_days
    skewed = SPREAD * (np.exp(SKEW * rng.standard_normal(n)) - 1)
    weekday = np.diff(days.upto, prepend=0)[received] == 1
    return Draws(
        unit=unit,
        month=month,
        service=service,
        received=received,
        minute=rng.integers(8 * 60, 15 * 60, n),
        days=usual + moods[unit, at] + _common_days(days)[at] + skewed,
        promise=np.rint(usual + 1.0 + rng.integers(-1, 2, len(counters.units))[unit]).astype(int),
        at_the_counter=weekday,
        luck_digital=rng.random(n),
        luck_correct=rng.random(n),
        luck_complaint=rng.random(n),
        luck_end=rng.random(n),
        complaint_lag=rng.integers(2, 25, n),
        luck_closing=rng.random(n),
    )


def live_through(
    draws: Draws, counters: Counters, days: Days, felt: Numbers, effects: PlantedEffects
) -> Requests:
    """What becomes of the same requests if units feel this much (n_units, n_months) training."""
    at = np.maximum(draws.month, 0)
    dose = np.where(draws.month >= 0, felt[draws.unit, at], 0.0)
    wait = np.rint(draws.days + effects.working_days * dose).astype(int)
    wait = np.maximum(wait, np.where(draws.at_the_counter, 0, 1))
    digital = _digital_share(counters, days)[draws.unit, at] + effects.digital_share * dose
    correct = counters.correct_share[draws.unit] + effects.correct_share * dose
    complaint = counters.complaint_share[draws.unit] + effects.complaint_share * dose
    return Requests(
        draws=draws,
        closed=days.after(draws.received, wait),
        promised=days.after(draws.received, draws.promise),
        is_digital=(draws.luck_digital < digital) | ~draws.at_the_counter,
        is_correct=draws.luck_correct < correct,
        has_complaint=draws.luck_complaint < complaint,
    )


def _arrivals(
    counters: Counters, days: Days, a_month: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Unit and day of every request; one in twenty comes on a free day, through the internet."""
    n_days = int(days.month_starts[-1])
    works = np.diff(days.upto, prepend=0)[:n_days] == 1
    calendar_month = days.dates(np.arange(n_days)).astype("datetime64[M]").astype(int) % 12
    demand = DEMAND[calendar_month] * np.where(works, 1.0, 0.11)
    a_day = a_month / 20.5 * counters.busyness[:, None] * demand[None, :]
    counts = rng.poisson(a_day)
    unit, received = np.divmod(np.repeat(np.arange(counts.size), counts.ravel()), n_days)
    return unit, received


def _service_days(counters: Counters) -> Numbers:
    """How much longer each service of each unit takes than the unit's usual case."""
    return np.array([[extra for _, extra in SERVICES[unit.kind]] for unit in counters.units])


def _common_days(days: Days) -> Numbers:
    """What every counter shares in a month: the season and the slow general improvement."""
    calendar = np.array([month.month - 1 for month in days.months])
    shared: Numbers = SEASON[calendar] + TREND * np.arange(len(days.months)) / 12
    return shared


def _moods(n_units: int, n_months: int, rng: np.random.Generator) -> Numbers:
    """Good and bad months of a unit, each remembering the one before (AR(1))."""
    shocks = rng.normal(0.0, SHIFT * np.sqrt(1 - MEMORY**2), (n_units, n_months))
    moods = np.empty_like(shocks)
    moods[:, 0] = shocks[:, 0] / np.sqrt(1 - MEMORY**2)
    for month in range(1, n_months):
        moods[:, month] = MEMORY * moods[:, month - 1] + shocks[:, month]
    return moods


def _digital_share(counters: Counters, days: Days) -> Numbers:
    trend = DIGITAL_TREND * np.arange(len(days.months)) / 12
    return counters.digital_share[:, None] + trend[None, :]
