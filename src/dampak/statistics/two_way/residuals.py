"""Training less what unit and month say about it: all that a two-way effect looks at."""

from dataclasses import dataclass

import numpy as np

from dampak.statistics.arrays import Flags, Floats, Integers
from dampak.statistics.two_way.panel import WholePanel
from dampak.statistics.two_way.projection import TwoWay, two_way_of

TINY = np.finfo(float).tiny
ALONE = 1e-9  # a unit with this little left beside it decides the answer by itself
MUCH = 0.5  # of the leverage, which comes to the number of months over all units: few have more
COLLINEAR = 1e-9  # of the cells; less movement of training than this is none


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """The regression of outcome on training within units and months.

    Rows are units, or cohorts of ``copies`` units with the same training. ``left`` (n_rows,
    n_periods) is the training less unit and month effects; ``inverse`` that of the months'
    equations. ``scores`` (n_units,) are sums of left-over training times residual, ``row``
    (n_units,) says which row a unit belongs to; ``switches`` (n_rows,) if it was seen with
    training and without.
    """

    value: float
    left: Floats
    copies: Integers
    inverse: Floats
    scores: Floats
    row: Integers
    switches: Flags
    n_cells: int
    means: Floats

    @property
    def n_units(self) -> int:
        return int(self.scores.size)

    @property
    def n_trained(self) -> int:
        return int(self.copies[self.switches].sum())

    @property
    def movement(self) -> float:
        """Sum of squares of the left-over training."""
        return float(self.copies @ (self.left**2).sum(axis=1))

    @property
    def can_be_told(self) -> bool:
        """Whether training moves at all once units and months have had their say."""
        return self.movement > COLLINEAR * self.n_cells

    @property
    def plain_error(self) -> float:
        """The standard error clustered by unit, without any small-sample factor."""
        return float(np.sqrt((self.scores**2).sum()) / self.movement)

    @property
    def published_factor(self) -> float:
        """G / (G - 1) times (n - 1) / (n - k); unit effects, nested in the clusters, are free."""
        months = int((np.diagonal(self.inverse) > 0).sum())
        n, clusters = self.n_cells, self.n_units
        return clusters / (clusters - 1) * (n - 1) / max(n - 1 - months, 1)

    @property
    def leverage(self) -> Floats:
        """How much of its own residual along the training a row has used up. Shape (n_rows,)."""
        squares = (self.left**2).sum(axis=1)
        own = np.einsum("rt,ts,rs->r", self.left, self.inverse, self.left, optimize=True)
        by_month = np.divide(own, squares, out=np.zeros_like(own), where=squares > 0)
        return np.asarray(by_month + squares / self.movement)

    def spread_and_freedom(self) -> tuple[float, float]:
        """CR2 with Satterthwaite's degrees of freedom, if residuals were independent and alike."""
        enlarged = 1 / np.maximum(1 - self.leverage, np.finfo(float).eps)
        spread = np.sqrt((enlarged[self.row] * self.scores**2).sum()) / self.movement
        squares = (self.left**2).sum(axis=1)
        values, vectors = np.linalg.eigh(self.inverse)
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        seen = np.column_stack([self.left @ root, squares / np.sqrt(self.movement)])
        seen *= np.sqrt(enlarged)[:, None]
        between = (((seen * self.copies[:, None]).T @ seen) ** 2).sum()
        own = squares**2 - (seen**2).sum(axis=1) ** 2
        return float(spread), float(self.movement**2 / (between + self.copies @ own))


def fitted(panel: WholePanel) -> Fitted:
    """The regression, by cohorts where nothing is missing and by units otherwise."""
    return _by_cohort(panel) if panel.is_complete else _by_unit(panel)


def deciding_alone(fit: Fitted, panel: WholePanel) -> Flags:
    """Units without which training could not be told from units and months. Shape (n_rows,).

    With gaps a unit's leverage along the training is smaller than what it decides, so the units
    with much of it are left out one by one.
    """
    if panel.is_complete:
        return np.asarray((fit.leverage > 1 - ALONE) & (fit.copies == 1))
    counted = np.isfinite(panel.outcomes).astype(np.float64)
    training = panel.training[panel.label] * counted
    found = np.zeros(fit.n_units, dtype=np.bool_)
    for unit in np.flatnonzero(fit.leverage > MUCH):
        rest = np.arange(fit.n_units) != unit
        left = _left_over(training[rest], two_way_of(counted[rest]))
        found[unit] = (left**2).sum() <= COLLINEAR * counted[rest].sum()
    return found


def _by_cohort(panel: WholePanel) -> Fitted:
    weights = np.repeat(panel.size[:, None].astype(np.float64), panel.n_periods, axis=1)
    fit = two_way_of(weights)
    left = _left_over(panel.training, fit)
    means, scores = np.empty_like(left), np.empty(panel.label.size)
    for g in range(panel.size.size):
        rows = np.flatnonzero(panel.label == g)
        block = panel.outcomes[rows]
        means[g] = block.mean(axis=0)
        block -= means[g]
        scores[rows] = block @ left[g]
    movement = panel.size @ (left**2).sum(axis=1)
    value = float(panel.size @ (left * means).sum(axis=1) / max(movement, TINY))
    residual = _left_over(means, fit) - value * left
    scores += (left * residual).sum(axis=1)[panel.label]
    return Fitted(
        value=value,
        left=left,
        copies=panel.size,
        inverse=fit.inverse,
        scores=scores,
        row=panel.label,
        switches=(panel.first > 0) & (panel.first < panel.n_periods),
        n_cells=panel.outcomes.size,
        means=means,
    )


def _by_unit(panel: WholePanel) -> Fitted:
    counted = np.isfinite(panel.outcomes).astype(np.float64)
    training = panel.training[panel.label]
    fit = two_way_of(counted)
    left = _left_over(training * counted, fit)
    y = np.nan_to_num(panel.outcomes, nan=0.0)
    y -= (y.sum(axis=1) * fit.per_row)[:, None] * counted  # levels cost digits
    value = float((left * y).sum() / max((left**2).sum(), TINY))
    rest = y - value * training * counted
    own, month = fit.effects(rest.sum(axis=1)[:, None], rest.sum(axis=0)[:, None])
    expected = own + month.T + value * training
    filled = np.where(counted > 0, y, expected)
    shares = (training * counted).sum(axis=1) * fit.per_row
    return Fitted(
        value=value,
        left=left,
        copies=np.ones(panel.label.size, dtype=np.int64),
        inverse=fit.inverse,
        scores=(left * (y - expected)).sum(axis=1),
        row=np.arange(panel.label.size),
        switches=(shares > 0) & (shares < 1 - 1e-9),
        n_cells=int(counted.sum()),
        means=np.stack([filled[panel.label == g].mean(0) for g in range(panel.first.size)]),
    )


def _left_over(values: Floats, fit: TwoWay) -> Floats:
    """Values less row and month effects, on the cells that count."""
    weighted = values * fit.weights
    own, month = fit.effects(weighted.sum(axis=1)[:, None], weighted.sum(axis=0)[:, None])
    return np.asarray((values - own - month.T) * (fit.weights > 0))
