"""Ordinary least squares, with errors that fit how the rows came about."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Integers, share_between_0_and_1
from dampak.statistics.labels import positions_of
from dampak.statistics.regression.design import Design, design_of
from dampak.statistics.regression.doubt import (
    ERRORS,
    FEWEST_CLUSTERS,
    Doubt,
    Errors,
    doubt_by_clusters,
    doubt_by_rows,
)
from dampak.statistics.regression.record import Regression
from dampak.statistics.regression.spread import Fitted, fitted


def least_squares(
    *,
    outcome: ArrayLike,
    explanatory: Mapping[str, ArrayLike],
    errors: Errors = "HC3",
    clusters: Sequence[ArrayLike] = (),
    confidence: float = 0.95,
) -> Regression | NoAnswer:
    """How the outcome moves with each column while the others stand still.

    Parameters
    ----------
    outcome
        Shape (n,). One number a row; NaN where it is missing.
    explanatory
        Columns by name, each of shape (n,), NaN where missing. A column ``constant`` of ones is
        put before them. Rows with a gap anywhere are left out; ``n`` says how many remain.
    errors
        ``"classical"``: all rows spread alike. ``"HC1"``, ``"HC3"``: each as it likes. Not used
        with clusters.
    clusters
        None, one or two rows of labels of shape (n,): rows with one label go together, such as
        the months of one unit. Two ways at once: units and months, for instance.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Regression
        ``least_squares_classical/1``: t interval. ``least_squares_HC3/1``: with Satterthwaite's
        freedom, which belongs to the leverage of rows rather than to their number.
        ``least_squares_HC1/1`` and ``least_squares_clustered/1``: the standard error is the
        published one; the interval is built from the bias-reduced error HC2 or CR2 with that
        freedom, because the published one is too narrow with few rows or clusters.
        ``least_squares_clustered_two_ways/1``: CR3, with the smaller of both freedoms.
    NoAnswer
        With too few rows, fewer than three clusters, an outcome without spread, columns that
        cannot be told apart, or rows that lie on the line without a remainder.

    Raises
    ------
    ValueError
        If a column is not a row of finite numbers as long as the outcome, ``errors`` is not
        offered, more than two ways of clustering are given, or ``confidence`` is outside (0, 1).

    Notes
    -----
    A line through the rows, whatever made them so: no word about causes.

    References
    ----------
    MacKinnon and White (1985), J. of Econometrics 29, 305-325. Cameron and Miller (2015), J. of
    Human Resources 50, 317-372. See `bias_reduced` for the intervals.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    if errors not in ERRORS:
        raise ValueError(f"errors must be one of {ERRORS}, got {errors!r}")
    if len(clusters) > 2:
        raise ValueError(f"clusters must hold at most two ways of clustering, got {len(clusters)}")
    n_given = np.size(outcome)
    ways = [positions_of(each, name="clusters", length=n_given) for each in clusters]
    design = design_of(outcome=outcome, explanatory=explanatory)
    if isinstance(design, NoAnswer):
        return design
    ways = [np.unique(way[design.is_kept], return_inverse=True)[1] for way in ways]
    if refusal := refusal_of_clusters(ways):
        return refusal
    fit = fitted(design.outcome, design.columns)
    if fit.is_exact:
        return NoAnswer(why=Silence.EXACT_FIT)
    doubt = doubt_by_clusters(fit, ways) if ways else doubt_by_rows(fit, errors)
    kind = ("_" + errors, "_clustered", "_clustered_two_ways")[len(ways)]
    return regression_of(design, fit, doubt, confidence, method=f"least_squares{kind}/1")


def refusal_of_clusters(ways: Sequence[Integers]) -> NoAnswer | None:
    """Two clusters cannot show how far clusters differ."""
    fewest = min((int(way.max()) + 1 for way in ways), default=FEWEST_CLUSTERS)
    if fewest >= FEWEST_CLUSTERS:
        return None
    return NoAnswer(why=Silence.TOO_FEW_GROUPS, needed=FEWEST_CLUSTERS, found=fewest)


def regression_of(
    design: Design, fit: Fitted, doubt: Doubt, confidence: float, *, method: str
) -> Regression:
    """The record, from the parts."""
    half_width = doubt.half_width(confidence)
    around = design.outcome - design.outcome.mean()
    return Regression(
        names=design.names,
        values=fit.values,
        standard_errors=doubt.published,
        low=fit.values - half_width,
        high=fit.values + half_width,
        freedom=doubt.freedom,
        confidence=confidence,
        n=design.outcome.size,
        n_groups=doubt.n_groups,
        explained_share=float(1 - fit.residuals @ fit.residuals / (around @ around)),
        method=method,
    )
