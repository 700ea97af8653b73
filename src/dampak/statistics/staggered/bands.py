"""Several answers side by side, with bands that hold for all of them at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, share_between_0_and_1, whole_number
from dampak.statistics.intervals import (
    cautious_freedom,
    correlation_of,
    share_of_chance,
    simultaneous_critical_value,
    spread_and_freedom,
    t_for_z,
)
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.redrawn_bands import spread_and_critical_value
from dampak.statistics.staggered.aggregating import after_training, aggregated, overall
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
    degrees of freedom that are cautious. With fewer: the largest distance under permutations of
    the cohorts, after the overall effect has been taken out of the outcomes, and once more out of
    each drawing.
    """
    whole, asked = overall(effects), aggregated(effects, chosen)
    kept = answerable(effects, whole, asked)
    if isinstance(kept, NoAnswer):
        return kept
    if not has_few_units(whole):
        return _by_covariance(asked.keeping(kept), kept, doubt, rng)
    if refusal := refusal_to_redraw(effects, whole) or few_ways(effects, whole, doubt.confidence):
        return refusal
    spread, critical = _by_permutation(effects, chosen[:, kept], whole, doubt, rng)
    return Bands(
        kept=kept,
        answer=asked.keeping(kept),
        half_widths=critical * spread,
        critical_value=critical,
        method="permutation",
    )


def _by_covariance(
    answer: Aggregated, kept: Flags, doubt: Doubt, rng: np.random.Generator
) -> Bands:
    spread, found = spread_and_freedom(answer.sides.squares, answer.sides.worth)
    if doubt.kind == "multiplier":
        critical = _by_signs(answer, found, doubt, rng)
    else:
        critical = simultaneous_critical_value(
            answer.covariance, found, confidence=doubt.confidence, rng=rng, draws=doubt.draws
        )
    return Bands(
        kept=kept,
        answer=answer,
        half_widths=spread * t_for_z(critical, cautious_freedom(found, answer.sides.worth)),
        critical_value=critical,
        method="sup_t" if doubt.kind == "analytic" else "multiplier",
    )


def _by_signs(answer: Aggregated, freedom: Floats, doubt: Doubt, rng: np.random.Generator) -> float:
    """The largest of the units' scores under random signs, the share of chance drawn apart.

    Signs alone keep answers that rest on few units within the sum of their scores.
    """
    drawn = answer.perturbed(rng, doubt.draws) / answer.standard_errors
    chance = share_of_chance(correlation_of(answer.covariance), freedom)
    drawn *= np.sqrt(1 - chance)
    drawn += np.sqrt(chance) * rng.standard_normal(drawn.shape)
    largest = np.abs(drawn, out=drawn).max(axis=1)
    return float(np.quantile(largest, doubt.confidence, method="weibull"))


def _by_permutation(
    effects: GroupTimeEffects,
    chosen: Flags,
    whole: Aggregated,
    doubt: Doubt,
    rng: np.random.Generator,
) -> tuple[Floats, float]:
    training = training_of(effects)
    without = effects.panel.outcomes - whole.values[0] * training
    return spread_and_critical_value(
        table_of(effects, chosen, without),
        table_of(effects, after_training(effects)[:, None], without),
        table_of(effects, chosen, training),
        groups_of(effects),
        confidence=doubt.confidence,
        rng=rng,
        draws=doubt.draws,
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
