"""Panels with gaps: everything follows from each unit's influence on each comparison."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats
from dampak.statistics.panel import Panel
from dampak.statistics.staggered.contrasts import Contrasts
from dampak.statistics.staggered.evidence import Aggregated, Cells, Mixture, Sides, worth
from dampak.statistics.staggered.signs import signed_sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Influence:
    """What the comparisons of one cohort came to, over the units counted in both months.

    ``values`` (k,) are the effects; ``is_trained`` and ``is_comparison`` (n_units, k) say who was
    counted on which side. ``scores`` (n_units, k) are each unit's distance from its side's mean
    change, by its share in the side: the unit's influence on the effect.
    """

    values: Floats
    is_trained: Flags
    is_comparison: Flags
    scores: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitInfluence:
    """The engine that can do every panel; its cost is units times comparisons.

    ``stored`` holds the influences if making them anew is dear, as with covariates. ``n_fitted``
    covariates cost each side as many of the units that it is worth. The squared scores of the
    comparison, which the fit has drawn towards nought, are enlarged accordingly.
    """

    panel: Panel
    contrasts: Contrasts
    stored: tuple[Influence, ...] = ()
    n_fitted: int = 0

    def blocks(self) -> Iterator[tuple[slice, Influence]]:
        """Cohort by cohort: where its comparisons lie, and what they came to."""
        cohorts = self.contrasts.cohorts
        starts = np.flatnonzero(np.diff(cohorts, prepend=-1))
        for number, (start, end) in enumerate(
            zip(starts, [*starts[1:], cohorts.size], strict=True)
        ):
            cells = slice(int(start), int(end))
            stored = self.stored[number] if self.stored else None
            yield cells, stored or influence_of(self.panel, self.contrasts, cells)

    def cells(self) -> Cells:
        """What each comparison came to; NaN where a side was never counted."""
        weights, rows = self.panel.unit_weights, []
        for _, part in self.blocks():
            trained, comparison = part.is_trained, part.is_comparison
            errors = np.sqrt(np.einsum("ik,ik->k", part.scores, part.scores))
            sizes = (trained.sum(axis=0), comparison.sum(axis=0))
            rows.append([part.values, errors, *sizes, weights @ trained, weights @ comparison])
        values, errors, n_trained, n_comparison, masses, others = np.concatenate(rows, axis=1)
        is_empty = (n_trained == 0) | (n_comparison == 0)
        return Cells(
            values=np.where(is_empty, np.nan, values),
            standard_errors=errors,
            n_trained=n_trained.astype(np.int64),
            n_comparison=n_comparison.astype(np.int64),
            masses=masses,
            comparison_masses=others,
        )

    def aggregated(self, mixture: Mixture) -> Aggregated:
        """The answers from the units' scores on them."""
        weights = self.panel.unit_weights
        shape = (self.panel.n_units, mixture.weights.shape[1])
        scores, as_trained, as_comparison = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for cells, part in self.blocks():
            touched = np.flatnonzero(mixture.weights[cells].any(axis=0))
            mix, pulls = mixture.weights[cells][:, touched], mixture.pulls[cells][:, touched]
            members = np.flatnonzero(part.is_trained.any(axis=1))
            trained = part.is_trained[members].astype(np.float64)
            mass, others = weights[members] @ trained, weights @ part.is_comparison
            scores[:, touched] += part.scores @ mix
            scores[np.ix_(members, touched)] += weights[members, None] * (trained @ pulls)
            as_trained[np.ix_(members, touched)] += trained @ _over(mix, mass)
            as_comparison[:, touched] += part.is_comparison @ _over(mix, others)
        as_comparison[as_trained > 0] = 0.0
        return Aggregated(
            values=mixture.values,
            covariance=scores.T @ scores,
            sides=self._sides(scores, np.array([as_trained, as_comparison])),
            perturbed=lambda rng, draws: signed_sums(
                [(scores, np.eye(shape[1]))], n_answers=shape[1], rng=rng, draws=draws
            ),
        )

    def without_each(self, chosen: Flags) -> Floats:
        """The mean of the chosen comparisons without each unit in turn. Shape (n_units,)."""
        weights = self.panel.unit_weights[:, None]
        total, rest = np.zeros(self.panel.n_units), np.zeros(self.panel.n_units)
        for cells, part in self.blocks():
            trained, comparison = (
                part.is_trained[:, chosen[cells]],
                part.is_comparison[:, chosen[cells]],
            )
            mass = (weights * trained).sum(axis=0)
            side = np.where(trained, mass, (weights * comparison).sum(axis=0))
            takes_part = trained | comparison
            n_side = np.where(trained, trained.sum(axis=0), comparison.sum(axis=0))
            remains = ~takes_part | (n_side > 1)
            moves = takes_part & remains
            step = np.where(moves, side / np.where(moves, side - weights, 1.0), 0.0)
            without = part.values[chosen[cells]] - part.scores[:, chosen[cells]] * step
            mass_left = remains * (mass - weights * trained)
            total += (mass_left * without).sum(axis=1)
            rest += mass_left.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(total / rest)

    def _sides(self, scores: Floats, weight: Floats) -> Sides:
        weights = self.panel.unit_weights
        full = worth(weights, np.arange(weights.size), weight)
        left = np.maximum(full - self.n_fitted, 0.0)
        squares = np.einsum("ij,sij->sj", scores**2, weight > 0)
        squares[1] *= np.where(left[1] > 0, full[1] / np.where(left[1] > 0, left[1], 1.0), 1.0)
        return Sides(counts=(weight > 0).sum(axis=1), worth=left, squares=squares)


def influence_of(panel: Panel, contrasts: Contrasts, cells: slice) -> Influence:
    """Mean change of a cohort minus mean change of its comparison, month by month."""
    periods, bases = contrasts.periods[cells], contrasts.bases[cells]
    cohort = contrasts.cohorts[cells.start]
    changes = panel.outcomes[:, periods] - panel.outcomes[:, bases]
    counted = np.isfinite(changes)
    changes[~counted] = 0.0
    is_trained = counted & (panel.cohort_of == cohort)[:, None]
    is_comparison = counted & contrasts.serves[:, cells][panel.cohort_of]
    trained_mean, trained_part = _spread(changes, is_trained, panel.unit_weights)
    comparison_mean, comparison_part = _spread(changes, is_comparison, panel.unit_weights)
    return Influence(
        values=trained_mean - comparison_mean,
        is_trained=is_trained,
        is_comparison=is_comparison,
        scores=trained_part - comparison_part,
    )


def _spread(changes: Floats, belongs: Flags, weights: Floats) -> tuple[Floats, Floats]:
    counted = weights[:, None] * belongs
    mass = counted.sum(axis=0)
    safe = np.where(mass > 0, mass, 1.0)
    mean = np.einsum("ij,ij->j", changes, counted) / safe
    return mean, (changes - mean) * counted / safe


def _over(mix: Floats, mass: Floats) -> Floats:
    return np.asarray(mix / np.where(mass > 0, mass, 1.0)[:, None])
