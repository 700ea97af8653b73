"""What citizens answer on the satisfaction form, including those who tick one column."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dampak.simulation.counters import Counters
from dampak.simulation.days import Days
from dampak.simulation.draws import luck
from dampak.simulation.effects import PlantedEffects

Ints = NDArray[np.int_]
Numbers = NDArray[np.float64]

ELEMENTS = (
    "persyaratan", "prosedur", "waktu", "biaya", "produk",
    "kompetensi", "perilaku", "pengaduan", "sarpras",
)  # fmt: skip
# how the elements differ: waiting and premises are liked least, fees most
USUAL = np.array([0.05, 0.0, -0.2, 0.3, 0.0, 0.1, 0.15, -0.15, -0.25])
NOT_ANSWERED = 0
SATISFICERS = 0.2  # share of people who give every element the same answer
BLANK = 0.01
FREE_OF_CHARGE = 0.3  # share of people told not to answer on fees, at counters that take none


@dataclass(frozen=True, kw_only=True)
class AnswerDraws:
    """One entry a response, and one column an element where two are needed."""

    unit: Ints
    month: Ints
    day: Ints
    service: Ints
    leaning: Numbers
    luck: Numbers
    is_blank: NDArray[np.bool_]
    sex: Ints
    age: Ints
    education: Ints
    occupation: Ints
    comment: Ints


def draw_answers(counters: Counters, days: Days, *, a_month: int, seed: int) -> AnswerDraws:
    """Draw who answers, when, how severe they are, and what they leave out."""
    rng = luck(seed, "satisfaction")
    counts = 3 + rng.poisson(a_month - 3, (len(counters.units), len(days.months)))
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    unit, month = np.divmod(cell, len(days.months))
    n = len(unit)
    return AnswerDraws(
        unit=unit,
        month=month,
        day=days.working_day_in(month, rng.random(n)),
        service=rng.integers(0, 3, n),
        leaning=rng.uniform(-0.55, 0.55, n),
        luck=_same_for_satisficers(rng.random((n, len(ELEMENTS))), rng),
        is_blank=_blanks(unit, rng),
        sex=rng.integers(0, 2, n),
        age=np.clip(rng.normal(38, 12, n), 17, 80).astype(int),
        education=rng.choice(6, n, p=[0.1, 0.15, 0.42, 0.1, 0.2, 0.03]),
        occupation=rng.choice(6, n, p=[0.1, 0.02, 0.02, 0.33, 0.33, 0.2]),
        comment=np.where(rng.random(n) < 0.06, rng.integers(1, 7, n), 0),
    )


def answers(draws: AnswerDraws, counters: Counters, felt: Numbers, effects: PlantedEffects) -> Ints:
    """The answers 1 to 4 (n_responses, 9), 0 where none was given.

    A mean answer of 3.2 becomes 4 with chance 0.2 and 3 with chance 0.8, so the average of many
    answers is exactly the opinion behind them and a planted gain arrives in full.
    """
    dose = felt[draws.unit, draws.month]
    opinion = counters.answer[draws.unit] + draws.leaning + effects.answer * dose
    rounded = np.floor(opinion[:, None] + _usual(draws) + draws.luck).astype(int)
    return np.where(draws.is_blank, NOT_ANSWERED, np.clip(rounded, 1, 4))


def _usual(draws: AnswerDraws) -> Numbers:
    """A satisficer (all luck the same) does not tell the elements apart."""
    is_satisficer = draws.luck[:, :1] == draws.luck[:, 1:2]
    return np.where(is_satisficer, USUAL.mean(), USUAL[None, :])


def _same_for_satisficers(chance: Numbers, rng: np.random.Generator) -> Numbers:
    is_satisficer = rng.random(len(chance)) < SATISFICERS
    return np.where(is_satisficer[:, None], chance[:, :1], chance)


def _blanks(unit: Ints, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Every third counter takes no fee, and tells some people to leave that element out."""
    blank = rng.random((len(unit), len(ELEMENTS))) < BLANK
    is_free = (unit % 3 == 0) & (rng.random(len(unit)) < FREE_OF_CHARGE)
    blank[:, ELEMENTS.index("biaya")] |= is_free
    return blank
