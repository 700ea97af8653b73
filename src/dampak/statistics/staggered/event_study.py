"""How the effect grows or fades with the months since training, and what was there before."""

from dataclasses import dataclass, field

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import Flags, Floats, refuse_unless_generator
from dampak.statistics.randomisation import DRAWS
from dampak.statistics.staggered.bands import BandKind, Doubt, bands_of
from dampak.statistics.staggered.effects import GroupTimeEffects
from dampak.statistics.staggered.side_by_side import lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPoint:
    """The effect so many periods after (negative: before) the first period of training.

    ``value``, ``low`` and ``high`` are in the unit of the outcome; the band holds for all points
    of the study at once. ``n_units`` counts the trained units behind the point.
    ``standard_error`` is that of the point alone, None in the month that all others are measured
    from and where the band was found by permutation.
    """

    periods_since: int
    value: float
    low: float
    high: float
    n_units: int
    standard_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStudy:
    """The points in order, the coverage of all bands together, and the value that made them.

    ``covariance`` (k, k) is the published one of the points other than the month of reference, in
    their order; None where the bands were found by permutation. ``n_units`` counts all units, and
    ``reference`` is the period that all points are measured from, None if it differs (the points
    before the training under a varying base).
    """

    points: tuple[EventPoint, ...]
    confidence: float
    method: str
    critical_value: float
    n_units: int | None = None
    reference: int | None = None
    covariance: Floats | None = field(default=None, repr=False, compare=False)


def event_study(
    effects: GroupTimeEffects,
    *,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = DRAWS,
    window: tuple[int, int] | None = None,
    balanced: int | None = None,
    bands: BandKind = "analytic",
) -> EventStudy | NoAnswer:
    """Average the effects over cohorts for each number of periods since training.

    Parameters
    ----------
    effects
        What `group_time_effects` returned.
    rng, draws
        Draw the largest distance of all points, on which the bands rest.
    confidence
        Coverage of all bands together, strictly between 0 and 1.
    window
        First and last period since training to show; None for all.
    balanced
        Keep only the cohorts that were followed for so many periods after their first period of
        training, so that all points up to it rest on the same cohorts; later points are left out.
        None for all cohorts. R's ``balance_e``.
    bands
        ``"analytic"``: from the covariance, whose drawings cost the same for any number of units.
        ``"multiplier"``: from random signs at the units, as published; 999 draws are usual.

    Returns
    -------
    EventStudy
        Cohorts are weighted by their number of units. Points that rest on fewer than five trained
        units (two where the bands are found by permutation) are left out. Under a universal base
        the month of reference is nought without a band.
    NoAnswer
        If no point is left, or with few units and gaps in the data.

    Raises
    ------
    ValueError
        If ``confidence`` is outside (0, 1).

    References
    ----------
    Callaway and Sant'Anna (2021), eq. 3.4 and section 4.1 on simultaneous bands.
    """
    refuse_unless_generator(rng)
    doubt = Doubt(confidence=confidence, draws=draws, kind=bands)
    since = effects.periods_since
    usable = _usable(effects, window, balanced)
    times = np.unique(since[usable])
    if not times.size:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=1, found=0)
    chosen = (since[:, None] == times) & usable[:, None]
    found = bands_of(effects, chosen, doubt, rng=rng)
    if isinstance(found, NoAnswer):
        return found
    points = [
        EventPoint(periods_since=int(time), **line)
        for time, line in zip(times[found.kept], lines_of(found), strict=True)
    ]
    points += _reference_point(effects, window)
    return EventStudy(
        points=tuple(sorted(points, key=lambda point: point.periods_since)),
        confidence=confidence,
        method=f"group_time_event_study_{found.method}/3",
        critical_value=found.critical_value,
        n_units=effects.panel.n_units,
        reference=_reference(effects),
        covariance=None if found.method == "permutation" else found.answer.covariance,
    )


def _reference(effects: GroupTimeEffects) -> int | None:
    return -1 - effects.design.anticipation if effects.is_reference.any() else None


def _usable(
    effects: GroupTimeEffects, window: tuple[int, int] | None, balanced: int | None
) -> Flags:
    since, usable = effects.periods_since, ~effects.is_reference
    if window is not None:
        usable = usable & (since >= window[0]) & (since <= window[1])
    if balanced is not None:
        last = effects.panel.n_periods - 1
        followed = last - effects.cohorts >= balanced
        usable = usable & followed & (since <= balanced) & (since >= balanced - last)
    return np.asarray(usable)


def _reference_point(effects: GroupTimeEffects, window: tuple[int, int] | None) -> list[EventPoint]:
    reference = _reference(effects)
    if reference is None or (window and not window[0] <= reference <= window[1]):
        return []
    n_units = int(effects.n_trained[effects.is_reference].sum())
    return [
        EventPoint(
            periods_since=reference,
            value=0.0,
            low=0.0,
            high=0.0,
            n_units=n_units,
            standard_error=None,
        )
    ]
