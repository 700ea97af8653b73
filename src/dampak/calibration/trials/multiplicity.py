"""Do claims about many outcomes keep their word? Outcomes of the same offices, moving together."""

import numpy as np
from scipy import special

from dampak.calibration.trial import REFUSED, Seen, Trial
from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.multiplicity import (
    Adjusted,
    Together,
    adjusted_p_values,
    in_planned_order,
    intervals_of_selected,
    intervals_together,
    step_down_by_permutation,
)
from dampak.statistics.multiplicity.adjusting import Control

N_OUTCOMES = 20
TOGETHER = 0.5  # correlation of any two outcomes


def outcomes(rng: np.random.Generator, n: int, size: tuple[int, ...] = ()) -> Floats:
    """Noise of n outcomes that move together, each of variance 1. Shape (*size, n)."""
    shared = rng.normal(size=(*size, 1))
    own = rng.normal(size=(*size, n))
    return np.asarray(np.sqrt(TOGETHER) * shared + np.sqrt(1 - TOGETHER) * own)


def half_moved(rng: np.random.Generator) -> tuple[Floats, Flags]:
    """p-values of outcomes the first half of which moved, by two to four errors."""
    moved = np.arange(N_OUTCOMES) < N_OUTCOMES // 2
    z = outcomes(rng, N_OUTCOMES) + moved * rng.uniform(2, 4, N_OUTCOMES)
    return 2 * special.ndtr(-np.abs(z)), moved


def share_false(answer: Adjusted, moved: Flags) -> Seen:
    n_claimed = int(answer.rejected.sum())
    return Seen(claimed=float((answer.rejected & ~moved).sum() / max(n_claimed, 1)))


def any_false(answer: Adjusted, moved: Flags) -> Seen:
    return Seen(claimed=float((answer.rejected & ~moved).any()))


def _adjusted(rng: np.random.Generator, control: Control) -> tuple[Adjusted, Flags]:
    p_values, moved = half_moved(rng)
    answer = adjusted_p_values(p_values=p_values, control=control)
    assert isinstance(answer, Adjusted)  # noqa: S101  there are p-values
    return answer, moved


def _holm(rng: np.random.Generator, _effect: float) -> Seen:
    return any_false(*_adjusted(rng, "holm"))


def _hochberg(rng: np.random.Generator, _effect: float) -> Seen:
    return any_false(*_adjusted(rng, "hochberg"))


def _benjamini_hochberg(rng: np.random.Generator, _effect: float) -> Seen:
    return share_false(*_adjusted(rng, "benjamini_hochberg"))


def _benjamini_yekutieli(rng: np.random.Generator, _effect: float) -> Seen:
    return share_false(*_adjusted(rng, "benjamini_yekutieli"))


def _sharpened(rng: np.random.Generator, _effect: float) -> Seen:
    return share_false(*_adjusted(rng, "sharpened"))


def _in_order(rng: np.random.Generator, effect: float) -> Seen:
    """The primary outcome moved, of four secondary ones two, of three further ones none."""
    moved = np.array([True, True, True, *[False] * 5])
    z = outcomes(rng, 8) + moved * max(effect, 3.0)
    answer = in_planned_order(
        p_values=2 * special.ndtr(-np.abs(z)), steps=np.array([0, 1, 1, 1, 1, 2, 2, 2])
    )
    assert isinstance(answer, Adjusted)  # noqa: S101  there are p-values
    return any_false(answer, moved)


def _by_permutation(rng: np.random.Generator, _effect: float) -> Seen:
    """Twelve trained offices of thirty, six outcomes, skewed; two moved."""
    trained = rng.permutation(30) < 12
    moved = np.arange(6) < 2
    changes = np.exp(outcomes(rng, 6, (30,))) + 4.0 * trained[:, None] * moved
    answer = step_down_by_permutation(outcomes=changes, trained=trained, rng=rng, draws=499)
    return any_false(answer, moved) if isinstance(answer, Adjusted) else REFUSED


def _all_held(rng: np.random.Generator, effect: float, *, known: bool) -> Seen:
    """Eight outcomes of one fit with 15 degrees of freedom."""
    errors = np.sqrt(rng.chisquare(15) / 15) * np.ones(8)
    truth = effect * np.arange(8)
    correlation = TOGETHER + (1 - TOGETHER) * np.eye(8)
    answer = intervals_together(
        values=truth + outcomes(rng, 8),
        standard_errors=errors,
        correlation=correlation if known else None,
        freedom=15,
        rng=rng,
        draws=4_000,
    )
    assert isinstance(answer, Together)  # noqa: S101  there are estimates
    held = ((answer.low <= truth) & (truth <= answer.high)).all()
    return Seen(covered=float(held), claimed=float(((answer.low > 0) | (answer.high < 0)).any()))


def _max_t(rng: np.random.Generator, effect: float) -> Seen:
    return _all_held(rng, effect, known=True)


def _bonferroni(rng: np.random.Generator, effect: float) -> Seen:
    return _all_held(rng, effect, known=False)


def _selected(rng: np.random.Generator, _effect: float) -> Seen:
    """Fifty groups, most of them hardly moved; shown are those beyond 1.5 errors."""
    truth = rng.normal(size=50) * np.where(rng.random(50) < 0.3, 3.0, 0.3)
    values = truth + rng.normal(size=50)
    answer = intervals_of_selected(
        values=values, standard_errors=np.ones(50), selected=np.abs(values) > 1.5
    )
    if not isinstance(answer, Together):
        return Seen(covered=1.0)
    held = (answer.low <= truth[list(answer.positions)]) & (
        truth[list(answer.positions)] <= answer.high
    )
    return Seen(covered=float(held.mean()))


_HALF = "20 outcomes, any two correlated .5, half of them moved; claims: "
TRIALS = (
    Trial(
        code="many-outcomes-holm",
        method="holm/1",
        world=_HALF + "any false one",
        once=_holm,
        effect=1.0,
    ),
    Trial(
        code="many-outcomes-hochberg",
        method="hochberg/1",
        world=_HALF + "any false one",
        once=_hochberg,
        effect=1.0,
    ),
    Trial(
        code="many-outcomes-benjamini-hochberg",
        method="benjamini_hochberg/1",
        world=_HALF + "share of false ones",
        once=_benjamini_hochberg,
        effect=1.0,
    ),
    Trial(
        code="many-outcomes-benjamini-yekutieli",
        method="benjamini_yekutieli/1",
        world=_HALF + "share of false ones",
        once=_benjamini_yekutieli,
        effect=1.0,
    ),
    Trial(
        code="many-outcomes-sharpened",
        method="sharpened/1",
        world=_HALF + "share of false ones",
        once=_sharpened,
        effect=1.0,
    ),
    Trial(
        code="in-planned-order",
        method="in_order_holm/1",
        world="primary, four secondary, three further outcomes; claims: any false one",
        once=_in_order,
        effect=3.0,
    ),
    Trial(
        code="step-down-by-permutation",
        method="step_down_joint/1",
        world="12 of 30 offices trained, six skewed outcomes, two moved; claims: any false one",
        once=_by_permutation,
        effect=1.0,
    ),
    Trial(
        code="intervals-together-max-t",
        method="intervals_together_max_t/1",
        world="8 outcomes correlated .5, 15 degrees of freedom; all intervals at once",
        once=_max_t,
        effect=1.0,
    ),
    Trial(
        code="intervals-together-bonferroni",
        method="intervals_together_bonferroni/1",
        world="8 outcomes correlated .5, 15 degrees of freedom; all intervals at once",
        once=_bonferroni,
        effect=1.0,
        wide_because="holds whatever the correlation is, so it is wide where outcomes go together",
    ),
    Trial(
        code="intervals-of-selected",
        method="intervals_of_selected/1",
        world="50 groups, those beyond 1.5 errors shown; share of the shown that hold",
        once=_selected,
        effect=None,
    ),
)
