"""An event study as honest bounds need it: its numbers in order, and how they move together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import (
    SMALLEST,
    Floats,
    finite_number,
    whole_number,
    within_reach,
)

SYMMETRY = 1e-8  # of the largest entry; computed covariances are off by rounding only


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventPath:
    """Effects by month since training, all measured from one month of reference.

    ``values`` (n_before + n_after,) in the unit of the outcome, the oldest month first, without
    the month of reference, whose place is between the two; ``covariance`` is theirs, ``n_units``
    the trained and other units it was estimated from, None if they are many. Numbers that cannot
    be those of an event study are refused with a `ValueError`.
    """

    values: Floats
    covariance: Floats
    n_before: int
    n_units: int | None = None

    def __post_init__(self) -> None:
        values = _finite(self.values, "values", 1)
        covariance = _finite(self.covariance, "covariance", 2)
        _refuse_unless_covariance(covariance, values.size)
        if whole_number(self.n_before, name="n_before", at_least=0) > values.size:
            raise ValueError(f"n_before must lie in 0 to {values.size}, got {self.n_before}")
        if self.n_units is not None:
            whole_number(self.n_units, name="n_units", at_least=1)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "covariance", (covariance + covariance.T) / 2)

    @property
    def n_after(self) -> int:
        return int(self.values.size) - self.n_before


@dataclass(frozen=True, slots=True, kw_only=True)
class HonestInterval:
    """The values that remain possible if trends differ by no more than ``violation``.

    ``low``, ``high`` and ``value`` (the estimate under parallel trends) are in the unit of the
    outcome. ``violation`` is in the unit that the method names.
    """

    value: float
    low: float
    high: float
    violation: float
    confidence: float
    n_before: int
    n_after: int
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """How far trends may differ before the claim falls.

    ``violation`` is the largest under which the interval still leaves ``null`` outside: 0 if it
    does not even under parallel trends, infinite if no violation that was tried brings it in.
    """

    violation: float
    null: float
    confidence: float
    method: str


def event_path(
    *,
    periods_since: ArrayLike,
    values: ArrayLike,
    covariance: ArrayLike,
    reference: int = -1,
    n_units: int | None = None,
) -> EventPath | NoAnswer:
    """Put the points of an event study in order.

    Parameters
    ----------
    periods_since
        Shape (k,). Whole periods since training of each point, in any order. The point of the
        reference may be among them; it is left out.
    values, covariance
        Shapes (k,) and (k, k). The points, in the unit of the outcome, and how they vary together.
        All must be measured from the *same* month (a universal base): differences from the month
        before would count every wiggle twice.
    reference
        The period that all are measured from.
    n_units
        Trained and other units behind the covariance; None if they are many.

    Returns
    -------
    EventPath
        The longest run of months without a hole around the reference.
    NoAnswer
        Without a month before the reference, or without one after it.

    Raises
    ------
    ValueError
        If shapes do not fit, a period comes twice, a number is missing or infinite, or the
        covariance is not one.
    """
    since, from_reference = np.asarray(periods_since), np.asarray(reference)
    if from_reference.ndim or from_reference.dtype.kind not in "iu":
        raise ValueError(f"reference must be a whole period, got {reference!r}")
    if since.ndim != 1 or (since.size and since.dtype.kind not in "iu"):
        raise ValueError("periods_since must be a vector of whole numbers")
    if np.unique(since).size != since.size:
        raise ValueError("periods_since holds a period twice; each point stands for one period")
    path = EventPath(values=np.asarray(values), covariance=np.asarray(covariance), n_before=0)
    if path.values.size != since.size:
        raise ValueError(f"values must be one per period ({since.size}), got {path.values.size}")
    at = {int(period): place for place, period in enumerate(since)}
    before, after = _run(at, reference, step=-1), _run(at, reference, step=1)
    if not before:
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)
    if not after:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=1, found=0)
    order = np.array(before[::-1] + after)
    return EventPath(
        values=path.values[order],
        covariance=path.covariance[np.ix_(order, order)],
        n_before=len(before),
        n_units=n_units,
    )


def _refuse_unless_covariance(covariance: Floats, size: int) -> None:
    if covariance.shape != (size, size):
        raise ValueError(f"covariance must have shape ({size}, {size}), got {covariance.shape}")
    largest = np.abs(covariance).max(initial=0.0)
    if np.abs(covariance - covariance.T).max(initial=0.0) > SYMMETRY * largest:
        raise ValueError("covariance must be symmetric")
    if size and np.linalg.eigvalsh(covariance)[0] < -SYMMETRY * largest:
        raise ValueError("covariance must not have negative eigenvalues")


def checked_weights(path: EventPath, weights: ArrayLike | None) -> Floats:
    """The weights of the months after in the answer, the first month alone if none are given."""
    if path.n_after < 1:
        raise ValueError("path must hold a month after the reference")
    if weights is None:
        return np.asarray(np.eye(path.n_after)[0])
    found = _finite(weights, "weights", 1)
    if found.shape != (path.n_after,) or not found.any():
        raise ValueError(f"weights must be {path.n_after} numbers, one per month after, not all 0")
    return found


def checked_violation(value: float, *, name: str) -> float:
    """A size that is finite and not negative."""
    return finite_number(value, name=name, at_least=0)


def silence_of(path: EventPath, weights: Floats) -> NoAnswer | None:
    """No month before to judge trends by, or an answer without doubt to begin with."""
    if path.n_before < 1:
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)
    after = path.covariance[path.n_before :, path.n_before :]
    if not weights @ after @ weights > SMALLEST**2:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None


def interval_of(
    path: EventPath,
    weights: Floats,
    *,
    ends: tuple[float, float],
    violation: float,
    confidence: float,
    method: str,
) -> HonestInterval:
    """The record that every kind of bound returns."""
    return HonestInterval(
        value=float(weights @ path.values[path.n_before :]),
        low=ends[0],
        high=ends[1],
        violation=violation,
        confidence=confidence,
        n_before=path.n_before,
        n_after=path.n_after,
        method=method,
    )


def _run(at: dict[int, int], reference: int, *, step: int) -> list[int]:
    places = []
    period = reference + step
    while period in at:
        places.append(at[period])
        period += step
    return places


def _finite(values: ArrayLike, name: str, dimensions: int) -> Floats:
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "fiu":
        raise ValueError(f"{name} must hold numbers, got {array.dtype}")
    found = array.astype(np.float64)
    within_reach(found, name=name)
    if found.ndim != dimensions:
        raise ValueError(f"{name} must have {dimensions} dimension(s), got shape {found.shape}")
    if not np.isfinite(found).all():
        raise ValueError(f"{name} holds missing or infinite numbers; leave those months out")
    return found
