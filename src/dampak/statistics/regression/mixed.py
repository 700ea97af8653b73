"""A line for everybody, and for each group its own height and, if asked, its own slope."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import SMALLEST, Floats, Integers, share_between_0_and_1
from dampak.statistics.labels import positions_of
from dampak.statistics.regression.design import Design, design_of
from dampak.statistics.regression.record import Regression
from dampak.statistics.regression.reml import At, Sums, at, best_theta, lower, sums_of, weighted
from dampak.statistics.regression.spread import from_groups, half_widths

FEWEST_GROUPS = 5  # fewer cannot show how far groups differ
DUST = 1e-12  # of the largest outcome: what a line leaves may be rounding only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedModel:
    """The line for everybody, and how far groups are spread around it.

    ``group_spread`` and ``residual_spread`` are standard deviations in the unit of the outcome;
    ``slope_spread`` is per unit of the column, ``correlation`` goes with the two of a group: both
    None without slopes, the latter also where a spread is 0.
    """

    fixed: Regression
    group_spread: float
    slope_spread: float | None
    correlation: float | None
    residual_spread: float


def mixed_model(
    *,
    outcome: ArrayLike,
    explanatory: Mapping[str, ArrayLike],
    groups: ArrayLike,
    slope: str | None = None,
    confidence: float = 0.95,
) -> MixedModel | NoAnswer:
    """How the outcome moves with each column, when rows of one group are alike.

    Parameters
    ----------
    outcome
        Shape (n,). One number a row; NaN where missing.
    explanatory
        Columns by name, each of shape (n,); a column ``constant`` of ones is put before them.
    groups
        Shape (n,). The label of each row's group: the unit, the class, the person.
    slope
        The name of a column whose slope differs from group to group; None if only heights do.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    MixedModel
        ``mixed_model/1``: restricted maximum likelihood. The standard error is the published one;
        the interval is built from the bias-reduced error by groups (CR2) with Satterthwaite's
        freedom, because with few groups the spread between them is often estimated as 0, and the
        published error then knows nothing of groups.
    NoAnswer
        With fewer than five groups, no group with two rows, too few rows, columns that cannot be
        told apart, or where the search for the largest likelihood does not settle.

    Raises
    ------
    ValueError
        If a column is not a row of finite numbers as long as the outcome, a label is missing,
        ``slope`` is no column, or ``confidence`` is outside (0, 1).

    Notes
    -----
    Groups are taken as drawn from many, their heights and slopes as normal and as unrelated to the
    columns. Where they may be related, `within_regression` does not need that.

    References
    ----------
    Bates, Maechler, Bolker and Walker (2015), J. of Statistical Software 67(1). Pustejovsky and
    Tipton (2018), JBES 36, 672-683: the interval.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if slope is not None and slope not in explanatory:
        raise ValueError(f"slope must name one of the columns {list(explanatory)}, got {slope!r}")
    labels = positions_of(groups, name="groups", length=np.size(outcome))
    design = design_of(outcome=outcome, explanatory=explanatory)
    if isinstance(design, NoAnswer):
        return design
    group = np.unique(labels[design.is_kept], return_inverse=True)[1]
    if refusal := _refusal(group):
        return refusal
    return _fitted(design, group, slope, confidence)


def _refusal(group: Integers) -> NoAnswer | None:
    sizes = np.bincount(group)
    if sizes.size < FEWEST_GROUPS:
        return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=FEWEST_GROUPS, found=sizes.size)
    if sizes.max() < 2:
        return NoAnswer(why=Silence.NOT_SEPARABLE, needed=2, found=1)
    return None


def _fitted(
    design: Design, group: Integers, slope: str | None, confidence: float
) -> MixedModel | NoAnswer:
    """The search is done with what a plain line leaves, brought to size 1, and columns at right
    angles to one another: so neither units nor large numbers can disturb it.
    """
    basis, triangle = np.linalg.qr(design.columns)
    unscale, plain = np.linalg.inv(triangle), basis.T @ design.outcome
    left = design.outcome - basis @ plain
    size = float(left.std())
    if size <= max(DUST * float(np.abs(design.outcome).max()), SMALLEST):
        return NoAnswer(why=Silence.EXACT_FIT)
    z, back = _own_lines(design, slope)
    sums = sums_of(left / size, basis, z, group)
    theta = best_theta(sums)
    if theta is None:
        return NoAnswer(why=Silence.NO_STABLE_SOLUTION)
    found = at(theta, sums)
    noise = found.squares / sums.freedom
    values = unscale @ (plain + size * found.values)
    inverse = (unscale @ np.linalg.inv(found.xvx) * unscale).sum(axis=1)
    spread, freedom = _spread(theta, found, sums, unscale)
    half_width = half_widths(spread * size, freedom, confidence)
    fixed = Regression(
        names=design.names,
        values=values,
        standard_errors=np.where(np.isfinite(spread), size * np.sqrt(noise * inverse), np.inf),
        low=values - half_width,
        high=values + half_width,
        freedom=freedom,
        confidence=confidence,
        n=sums.n,
        n_groups=int(group.max()) + 1,
        explained_share=None,
        method="mixed_model/1",
    )
    own = back @ lower(theta) * np.sqrt(noise) * size
    return _with_spreads(fixed, own @ own.T, float(np.sqrt(noise)) * size)


def _spread(theta: Floats, found: At, sums: Sums, unscale: Floats) -> tuple[Floats, Floats]:
    """CR2 around the mixed model's line, with the model's own weights as its guess."""
    products, _ = weighted(theta, sums)
    root = np.linalg.inv(np.linalg.cholesky(found.xvx)).T
    scores = products[:, :-1, -1] - products[:, :-1, :-1] @ found.values
    variance, freedom = from_groups(
        root.T @ products[:, :-1, :-1] @ root, scores @ root, unscale @ root
    )
    return np.sqrt(variance), freedom


def _with_spreads(fixed: Regression, covariance: Floats, residual: float) -> MixedModel:
    spreads = np.sqrt(np.maximum(np.diagonal(covariance), 0.0))
    has_slope = spreads.size == 2
    product = float(spreads.prod())
    return MixedModel(
        fixed=fixed,
        group_spread=float(spreads[0]),
        slope_spread=float(spreads[1]) if has_slope else None,
        correlation=float(covariance[0, 1]) / product if has_slope and product > 0 else None,
        residual_spread=residual,
    )


def _own_lines(design: Design, slope: str | None) -> tuple[Floats, Floats]:
    """The columns with which groups differ, the slope's brought to mean 0 and size 1; and back."""
    ones = np.ones((design.outcome.size, 1))
    if slope is None:
        return ones, np.eye(1)
    column = design.columns[:, design.names.index(slope)]
    mean, size = float(column.mean()), float(column.std())
    own = np.column_stack([ones, (column - mean) / size])
    return own, np.array([[1.0, -mean / size], [0.0, 1 / size]])
