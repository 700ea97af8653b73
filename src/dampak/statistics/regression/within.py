"""Fixed effects: what moves with the outcome inside a unit, whatever the unit is like."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Floats, Integers, share_between_0_and_1
from dampak.statistics.labels import positions_of
from dampak.statistics.regression.design import Design, design_of, silence_about
from dampak.statistics.regression.doubt import doubt_by_clusters, doubt_by_rows
from dampak.statistics.regression.least_squares import refusal_of_clusters, regression_of
from dampak.statistics.regression.record import Regression
from dampak.statistics.regression.spread import fitted

DUST = 1e-12  # of a column's size: what is left of it inside units may be rounding only


def within_regression(
    *,
    outcome: ArrayLike,
    explanatory: Mapping[str, ArrayLike],
    units: ArrayLike,
    errors: Literal["clustered", "classical"] = "clustered",
    confidence: float = 0.95,
) -> Regression | NoAnswer:
    """How the outcome moves with each column inside units.

    Everything about a unit that stays the same, known or not, is taken out by measuring each row
    from its unit's mean. Effects of periods are columns like any other (0 or 1).

    Parameters
    ----------
    outcome
        Shape (n,). One number for a unit in a period; NaN where missing.
    explanatory
        Columns by name, each of shape (n,). Each must change inside some unit.
    units
        Shape (n,). The label of each row's unit. Units may have unequally many rows.
    errors
        ``"clustered"``: the rows of a unit go together. ``"classical"``: they are independent
        once its mean is taken out.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Regression
        ``within_clustered/1``: published error CR1 (units' effects counted as one constant, as
        in Stata and R's fixest), interval by CR2 with Satterthwaite's freedom.
        ``within_classical/1``: freedom n - k - units.
    NoAnswer
        With too few rows, fewer than three units, or columns that never change inside a unit.

    Raises
    ------
    ValueError
        For a reason of `least_squares`, or if a unit's label is missing.

    References
    ----------
    Arellano (1987), Oxford Bulletin 49, 431-434. Pustejovsky and Tipton (2018), JBES 36: taking
    the effects out beforehand changes nothing in CR2 if they lie inside the clusters.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if errors not in ("clustered", "classical"):
        raise ValueError(f"errors must be 'clustered' or 'classical', got {errors!r}")
    labels = positions_of(units, name="units", length=np.size(outcome))
    design = design_of(outcome=outcome, explanatory=explanatory, with_constant=False)
    if isinstance(design, NoAnswer):
        return design
    unit = np.unique(labels[design.is_kept], return_inverse=True)[1]
    inside = _inside(design, unit)
    n_units = int(unit.max()) + 1
    if refusal := silence_about(inside, n_absorbed=n_units) or refusal_of_clusters([unit]):
        return refusal
    fit = fitted(inside.outcome, inside.columns, n_absorbed=n_units)
    if fit.is_exact:
        return NoAnswer(why=Silence.EXACT_FIT)
    if errors == "classical":
        doubt = doubt_by_rows(fit, "classical")
    else:
        doubt = doubt_by_clusters(fit, [unit])
    return regression_of(inside, fit, doubt, confidence, method=f"within_{errors}/1")


def _inside(design: Design, unit: Integers) -> Design:
    return Design(
        outcome=_from_means(design.outcome[:, None], unit)[:, 0],
        columns=_from_means(design.columns, unit),
        names=design.names,
        is_kept=design.is_kept,
    )


def _from_means(columns: Floats, unit: Integers) -> Floats:
    counts = np.bincount(unit).astype(np.float64)
    moved = np.empty_like(columns)
    for position, column in enumerate(columns.T):
        left = column - (np.bincount(unit, weights=column) / counts)[unit]
        moved[:, position] = np.where(np.abs(left) > DUST * np.abs(column).max(), left, 0.0)
    return moved
