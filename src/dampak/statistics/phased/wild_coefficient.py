"""A regression coefficient, when rows of one group are alike and groups are few."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    Integers,
    matrix_of_numbers,
    refuse_unless_generator,
    share_between_0_and_1,
)
from dampak.statistics.phased.draw import labels_of
from dampak.statistics.phased.wild_answer import Asked, found_in
from dampak.statistics.phased.wild_bootstrap import Moments, Weights
from dampak.statistics.randomisation import DRAWS


@dataclass(frozen=True, slots=True, kw_only=True)
class WildClusterCoefficient(Measurement):
    """A coefficient with the doubt that whole groups leave; ``n`` counts the rows used.

    The other fields are those of `WildClusterEffect`.
    """

    p_value: float
    n_groups: int
    effective_groups: float
    n_looked_at: int


def wild_cluster_coefficient(
    *,
    outcome: ArrayLike,
    regressors: ArrayLike,
    groups: ArrayLike,
    rng: np.random.Generator,
    weights: Weights = "signs",
    draws: int = DRAWS,
    confidence: float = 0.95,
) -> WildClusterCoefficient | NoAnswer:
    """Regress an outcome on an exposure and controls; draw the signs of whole groups.

    Parameters
    ----------
    outcome
        Shape (n_rows,). Rows with an empty outcome or regressor are left out.
    regressors
        Shape (n_rows, n_regressors). The exposure whose coefficient is asked for comes first,
        then the controls; a constant is added.
    groups
        Shape (n_rows,). Labels of the groups that are independent of one another.
    rng, weights, draws, confidence
        As in `wild_cluster_effect`.

    Returns
    -------
    WildClusterCoefficient
        ``wild_cluster_coefficient/1``, in units of the outcome per unit of the exposure.
    NoAnswer
        As in `wild_cluster_effect`, and if the controls leave nothing of the exposure.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, or is not offered.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414-427. Roodman,
    Nielsen, MacKinnon and Webb (2019), Stata Journal 19, 4-60.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    asked = Asked(confidence=confidence, draws=draws, weights=weights)
    x = matrix_of_numbers(regressors, name="regressors")
    y = matrix_of_numbers(np.atleast_2d(np.asarray(outcome)), name="outcome").ravel()
    labels = labels_of(groups, name="groups", length=x.shape[0])
    if y.shape != (x.shape[0],):
        raise ValueError(f"outcome must have one value per row ({x.shape[0]}), got {y.size}")
    used = np.isfinite(y) & np.isfinite(x).all(axis=1)
    if not used.any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    moments = _moments(y[used], x[used], np.unique(labels[used], return_inverse=True)[1])
    found = found_in(moments, asked, rng)
    if isinstance(found, NoAnswer):
        return found
    return WildClusterCoefficient(
        value=found.value,
        low=found.low,
        high=found.high,
        confidence=confidence,
        n=int(used.sum()),
        method="wild_cluster_coefficient/1",
        standard_error=found.standard_error(n_rows=int(used.sum()), n_regressors=x.shape[1] + 1),
        p_value=found.p_value,
        n_groups=found.n_groups,
        effective_groups=found.effective_groups,
        n_looked_at=found.n_looked_at,
    )


def _moments(y: Floats, x: Floats, labels: Integers) -> Moments:
    """Columns are centred, which takes the constant's part, and kept beside a constant."""
    wide = np.column_stack([x - x.mean(axis=0), np.ones(y.size)])
    wide[:, 1:-1] /= np.maximum(np.abs(wide[:, 1:-1]).max(axis=0, initial=0.0), 1e-300)
    centred = y - y.mean()
    members = [np.flatnonzero(labels == group) for group in range(int(labels.max()) + 1)]
    return Moments(
        squares=np.array([wide[rows].T @ wide[rows] for rows in members]),
        products=np.array([wide[rows].T @ centred[rows] for rows in members]),
    )
