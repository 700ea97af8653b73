"""Panels without gaps: everything follows from the means and products of the cohorts' months.

Each answer is a linear form in the cohorts' mean outcomes. Its exact covariance needs, per cohort,
one T x T product of the outcomes; the units are read twice and never again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.panel import Panel
from dampak.statistics.staggered.by_influence import UnitInfluence
from dampak.statistics.staggered.contrasts import Contrasts
from dampak.statistics.staggered.evidence import Aggregated, Cells, Mixture, Sides, worth
from dampak.statistics.staggered.leaving_out import without_one_of
from dampak.statistics.staggered.signs import signed_sums


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CohortTable:
    """Cohorts by months, for C cohorts and T periods.

    ``is_used`` (C, T) are the months that comparisons use of a cohort. ``counts`` and ``masses``
    (C,) are numbers of units and their summed weights; ``means`` (C, T) the weighted means of the
    outcome less the unit's own level, which no comparison sees. ``products`` (C, T + 1, T + 1) sum
    over units the products of their weighted distances from those means; the last row and column
    stand for the weights themselves.
    """

    panel: Panel
    contrasts: Contrasts
    is_used: Flags
    counts: Integers
    masses: Floats
    means: Floats
    products: Floats

    def cells(self) -> Cells:
        """What each comparison came to, and its standard error."""
        c = self.contrasts
        roles, offsets = self._roles(), self.offsets()
        here, at, base = np.arange(self.counts.size)[:, None], c.periods, c.bases
        p, ones = self.products, self.panel.n_periods
        of_changes = p[here, at, at] - 2 * p[here, at, base] + p[here, base, base]
        with_weights = p[here, at, ones] - p[here, base, ones]
        slopes = roles / self.masses[:, None]
        variance = (
            slopes**2 * of_changes
            + 2 * slopes * offsets * with_weights
            + offsets**2 * p[:, ones, ones, None]
        ).sum(axis=0)
        own = self.masses[c.cohorts]
        return Cells(
            values=(roles * self.changes()).sum(axis=0),
            standard_errors=np.sqrt(np.maximum(variance, 0.0)),
            n_trained=self.counts[c.cohorts],
            n_comparison=self.counts @ c.serves,
            masses=own,
            comparison_masses=self.masses @ c.serves,
        )

    def aggregated(self, mixture: Mixture) -> Aggregated:
        """The answers, with the covariance that all units' scores would give."""
        forms = self.forms(mixture)
        towards = np.matmul(self.products, forms)
        covariance = np.einsum("ctj,ctl->jl", forms, towards, optimize=True)
        return Aggregated(
            values=mixture.values,
            covariance=covariance,
            sides=self._sides(mixture, np.einsum("ctj,ctj->cj", forms, towards)),
            perturbed=lambda rng, draws: signed_sums(
                self.blocks(forms), n_answers=forms.shape[2], rng=rng, draws=draws
            ),
        )

    def forms(self, mixture: Mixture) -> Floats:
        """A unit's score is its weight times its row (distances and 1) times the form.

        Shape (C, T + 1, j).
        """
        c, n_periods = self.contrasts, self.panel.n_periods
        shape = (n_periods + 1, mixture.weights.shape[1], self.counts.size)
        forms = np.zeros(shape)
        cell, answer = np.nonzero(mixture.weights)
        weight = mixture.weights[cell, answer][:, None]
        slopes = (self._roles() / self.masses[:, None]).T[cell] * weight
        np.add.at(forms, (c.periods[cell], answer), slopes)
        np.add.at(forms, (c.bases[cell], answer), -slopes)
        own = c.cohorts == np.arange(self.counts.size)[:, None]
        forms[n_periods] = (self.offsets() @ mixture.weights + own @ mixture.pulls).T
        return np.ascontiguousarray(forms.transpose(2, 0, 1))

    def without_each(self, chosen: Flags) -> Floats:
        """The mean of the chosen comparisons without each unit in turn. Shape (n_units,)."""
        if self.panel.weights is not None:
            return UnitInfluence(panel=self.panel, contrasts=self.contrasts).without_each(chosen)
        c, cells, offsets = self.contrasts, self.cells(), self.offsets()
        result = np.empty(self.panel.n_units)
        for cohort in range(self.counts.size):
            left = without_one_of(cohort, contrasts=c, cells=cells, offsets=offsets, chosen=chosen)
            form = np.zeros(self.panel.n_periods)
            np.add.at(form, c.periods, left.slopes)
            np.add.at(form, c.bases, -left.slopes)
            total, weight = left.values.sum() + self.rows_of(cohort) @ form, left.weights.sum()
            result[self.panel.cohort_of == cohort] = total / weight if weight else np.nan
        return result

    def rows_of(self, cohort: int) -> Floats:
        """Weighted distances (n, T) of a cohort's units from its means."""
        members = np.flatnonzero(self.panel.cohort_of == cohort)
        rows = without_level(self.panel.outcomes[members], self.is_used[cohort])
        rows -= self.means[cohort]
        if self.panel.weights is not None:
            rows *= self.panel.weights[members][:, None]
        return rows

    def blocks(self, forms: Floats) -> Iterator[tuple[Floats, Floats]]:
        """Cohort by cohort: rows and forms whose product are the scores of its units."""
        for cohort in np.flatnonzero(forms.any(axis=(1, 2))):
            weights = self.panel.unit_weights[self.panel.cohort_of == cohort]
            yield np.column_stack([self.rows_of(int(cohort)), weights]), forms[cohort]

    def changes(self) -> Floats:
        """Each cohort's mean change between the two months of each comparison. Shape (C, k)."""
        c = self.contrasts
        return np.asarray(self.means[:, c.periods] - self.means[:, c.bases])

    def _own(self) -> Flags:
        return np.asarray(self.contrasts.cohorts == np.arange(self.counts.size)[:, None])

    def _roles(self) -> Floats:
        """What a cohort's mean change counts for in each comparison. Shape (C, k)."""
        serving = np.where(self.contrasts.serves, self.masses[:, None], 0.0)
        return np.asarray(self._own() - serving / serving.sum(axis=0))

    def offsets(self) -> Floats:
        """What a unit of weight one adds for being in its cohort at all. Shape (C, k).

        The comparison is one group: a cohort in it may lie away from the mean of the group.
        """
        serving = np.where(self.contrasts.serves, self.masses[:, None], 0.0)
        mass, changes = serving.sum(axis=0), self.changes()
        pooled = (serving * changes).sum(axis=0) / mass
        return np.asarray(np.where(self.contrasts.serves, (pooled - changes) / mass, 0.0))

    def _sides(self, mixture: Mixture, squares: Floats) -> Sides:
        serves, own = self.contrasts.serves, self._own()
        as_trained = (own / self.masses[self.contrasts.cohorts]) @ mixture.weights
        as_comparison = (serves / (self.masses @ serves)) @ mixture.weights
        as_comparison[as_trained > 0] = 0.0
        weight = np.array([as_trained, as_comparison])
        return Sides(
            counts=np.einsum("c,scj->sj", self.counts, weight > 0),
            worth=worth(self.panel.unit_weights, self.panel.cohort_of, weight),
            squares=np.einsum("cj,scj->sj", squares, weight > 0),
        )


def cohort_table(panel: Panel, contrasts: Contrasts) -> CohortTable | None:
    """The table, unless a unit was not counted in a month that is used of its cohort."""
    used = _months_used(panel, contrasts)
    if not (panel.is_complete or _is_whole(panel, used)):
        return None
    n_cohorts, n_periods = panel.starts.size, panel.n_periods
    table = CohortTable(
        panel=panel,
        contrasts=contrasts,
        is_used=used,
        counts=np.bincount(panel.cohort_of, minlength=n_cohorts),
        masses=np.bincount(panel.cohort_of, panel.weights, n_cohorts).astype(np.float64),
        means=np.zeros((n_cohorts, n_periods)),
        products=np.zeros((n_cohorts, n_periods + 1, n_periods + 1)),
    )
    for cohort in range(n_cohorts):
        _fill(table, cohort)
    return table


def _fill(table: CohortTable, cohort: int) -> None:
    members = np.flatnonzero(table.panel.cohort_of == cohort)
    weights = table.panel.unit_weights[members]
    rows = without_level(table.panel.outcomes[members], table.is_used[cohort])
    table.means[cohort] = weights @ rows / table.masses[cohort]
    rows -= table.means[cohort]
    if table.panel.weights is not None:
        rows *= weights[:, None]
    products = table.products[cohort]
    products[:-1, :-1] = rows.T @ rows
    products[-1, :-1] = products[:-1, -1] = weights @ rows
    products[-1, -1] = weights @ weights


def without_level(rows: Floats, is_used: Flags) -> Floats:
    """Rows less their mean, in place; months that are not used become nought.

    Levels cancel in every change, but while they are in, large levels swallow the digits of small
    changes when products are formed.
    """
    if not is_used.all():
        rows[:, ~is_used] = 0.0
    rows -= (rows @ (is_used / max(is_used.sum(), 1)))[:, None]
    if not is_used.all():
        rows[:, ~is_used] = 0.0
    return rows


def _months_used(panel: Panel, contrasts: Contrasts) -> Flags:
    """Of each cohort, in a comparison in which it is trained or serves. Shape (C, T)."""
    takes_part = contrasts.serves.copy()
    takes_part[contrasts.cohorts, np.arange(contrasts.size)] = True
    months = np.zeros((contrasts.size, panel.n_periods))
    for month in (contrasts.periods, contrasts.bases):
        months[np.arange(contrasts.size), month] = 1.0
    return np.asarray(takes_part @ months > 0)


def _is_whole(panel: Panel, used: Flags) -> bool:
    return bool((np.isfinite(panel.outcomes) | ~used[panel.cohort_of]).all())
