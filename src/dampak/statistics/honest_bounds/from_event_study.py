"""From the event study of a staggered comparison to honest bounds."""

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.honest_bounds.path import EventPath, event_path
from dampak.statistics.staggered import EventStudy

FEWEST_UNITS = 20  # ten a side: below it an event study has bands but no covariance


def path_of(study: EventStudy) -> EventPath | NoAnswer:
    """Take the points of an event study that are all measured from one month.

    Parameters
    ----------
    study
        What `dampak.statistics.staggered.event_study` returned for effects with
        ``base="universal"``.

    Returns
    -------
    EventPath
    NoAnswer
        If the bands were found by permutation, so that there is no covariance
        (`TOO_FEW_UNITS`); as `event_path` otherwise.

    Raises
    ------
    ValueError
        If the effects were measured from the month before each (``base="varying"``).
    """
    if study.covariance is None:
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=FEWEST_UNITS, found=study.n_units)
    if study.reference is None:
        raise ValueError(
            "study holds points measured from different months; ask group_time_effects for "
            'base="universal"'
        )
    points = [point for point in study.points if point.periods_since != study.reference]
    return event_path(
        periods_since=[point.periods_since for point in points],
        values=[point.value for point in points],
        covariance=study.covariance,
        reference=study.reference,
        n_units=study.n_units,
    )
