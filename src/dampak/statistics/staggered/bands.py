"""Several answers side by side, with bands that hold for all of them at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1, whole_number
from dampak.statistics.intervals import (
    simultaneous_critical_value,
    spread_and_freedom,
    t_for_z,
)
from dampak.statistics.randomisation import DRAWS, redrawn
from dampak.statistics.staggered.aggregating import aggregated, overall
from dampak.statistics.staggered.by_randomisation import (
    few_ways,
    groups_of,
    has_few_units,
    refusal_to_redraw,
    table_of,
    training_of,
)
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.evidence import Aggregated

MIN_BEHIND_AN_ERROR = 5  # trained units; a standard error from fewer is luck
MIN_BEHIND_A_DRAWING = 2  # permutations borrow their spread from all units
FEWEST_DRAWS = 99  # with fewer the end of a band is one drawing's luck

BandKind = Literal["analytic", "multiplier"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bands:
    """j answers, the half widths of their bands (j,), and how these were found.

    ``kept`` says which of the answers asked for they are: those on enough units and some spread.
    """

    kept: Flags
    answer: Aggregated
    half_widths: Floats
    critical_value: float
    method: str

    @property
    def standard_errors(self) -> list[float | None]:
        """Those of each answer alone; none where the bands were found by permutation."""
        if self.method == "permutation":
            return [None] * self.half_widths.size
        return list(self.answer.standard_errors.tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How bands are to be found: coverage of all together, drawings, and the kind."""

    confidence: float
    draws: int = DRAWS
    kind: BandKind = "analytic"

    def __post_init__(self) -> None:
        share_between_0_and_1(self.confidence, name="confidence")
        if self.kind not in ("analytic", "multiplier"):
            raise ValueError(f"bands must be 'analytic' or 'multiplier', got {self.kind!r}")
        whole_number(self.draws, name="draws", at_least=FEWEST_DRAWS)


def bands_of(
    effects: GroupTimeEffects, chosen: Flags, doubt: Doubt, *, rng: np.random.Generator
) -> Bands | NoAnswer:
    """Bands around those answers that ``chosen`` (k, j) makes of the effects and that can be given.

    With ten units or more on both sides of the overall effect: the sup-t value of a normal with
    the published covariance, or of the units' scores under random signs, carried over to t with
    the degrees of freedom of the smaller side of each answer. With fewer: the largest distance
    under permutations of the cohorts, after the overall effect has been taken out of the outcomes,
    widened by n / (n - 2) for having done so. Both cover 95 to 99 of 100 in simulated panels of
    several cohorts and 8 to 60 units, a single cohort of two to four among 8 to 22 units 91 to 95;
    Satterthwaite's degrees of freedom cover 91 to 94, and permutations that are not widened 80 (8
    units) to 94.
    """
    whole, asked = overall(effects), aggregated(effects, chosen)
    kept = answerable(effects, whole, asked)
    if isinstance(kept, NoAnswer):
        return kept
    if not has_few_units(whole):
        return _by_covariance(asked.keeping(kept), kept, doubt, rng)
    if refusal := refusal_to_redraw(effects, whole) or few_ways(effects, whole, doubt.confidence):
        return refusal
    without_effect = effects.panel.outcomes - whole.values[0] * training_of(effects)
    table = table_of(effects, chosen[:, kept], without_effect)
    drawn = redrawn(table, groups_of(effects), rng=rng, draws=doubt.draws)
    return _by_permutation(
        asked.keeping(kept), kept, drawn, n_units=effects.panel.n_units, doubt=doubt
    )


def _by_covariance(
    answer: Aggregated, kept: Flags, doubt: Doubt, rng: np.random.Generator
) -> Bands:
    spread, _ = spread_and_freedom(answer.sides.squares, answer.sides.worth)
    worth = np.where(answer.sides.worth > 1, answer.sides.worth, np.inf).min(axis=0)
    if doubt.kind == "multiplier":
        drawn = np.abs(answer.perturbed(rng, doubt.draws) / answer.standard_errors)
        critical = float(np.quantile(drawn.max(axis=1), doubt.confidence))
    else:
        critical = simultaneous_critical_value(
            answer.covariance, confidence=doubt.confidence, rng=rng, draws=doubt.draws
        )
    return Bands(
        kept=kept,
        answer=answer,
        half_widths=spread * t_for_z(critical, worth - 1.0),
        critical_value=critical,
        method="sup_t" if doubt.kind == "analytic" else "multiplier",
    )


def _by_permutation(
    answer: Aggregated, kept: Flags, drawn: Floats, *, n_units: int, doubt: Doubt
) -> Bands:
    spread = drawn.std(axis=0)
    critical = float(np.quantile(np.abs(drawn / spread).max(axis=1), doubt.confidence))
    critical *= n_units / (n_units - 2)
    return Bands(
        kept=kept,
        answer=answer,
        half_widths=critical * spread,
        critical_value=critical,
        method="permutation",
    )


def answerable(effects: GroupTimeEffects, whole: Aggregated, asked: Aggregated) -> Flags | NoAnswer:
    """Which of the answers rest on enough trained units and on some spread. Shape (j,)."""
    needed = MIN_BEHIND_A_DRAWING if has_few_units(whole) else MIN_BEHIND_AN_ERROR
    is_enough = asked.n_trained >= needed
    if not is_enough.any():
        found = int(asked.n_trained.max())
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=needed, found=found)
    has_spread = asked.standard_errors > effects.panel.dust
    kept = np.asarray(is_enough & has_spread)
    return kept if kept.any() else NoAnswer(why=Silence.NO_SPREAD)
