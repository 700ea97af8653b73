"""Intervals for the estimates that were picked because they stood out."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import finite_number, share_between_0_and_1
from dampak.statistics.multiplicity.together import Together, t_value
from dampak.statistics.standard_errors import numbers_with_errors


def intervals_of_selected(
    *,
    values: ArrayLike,
    standard_errors: ArrayLike,
    selected: ArrayLike,
    freedom: float | None = None,
    confidence: float = 0.95,
) -> Together | NoAnswer:
    """Widen the intervals of those selected, the more the fewer were selected out of many.

    Those that stood out are the ones that luck favoured; plain intervals around them fail far more
    often than one in twenty. These fail, on average over the selected, no more often.

    Parameters
    ----------
    values, standard_errors
        Shape (n,). All estimates that were looked at.
    selected
        Shape (n,), true for those picked, by any rule in which an estimate's own value does not
        decide how many others are picked: a threshold, Benjamini and Hochberg, the largest five.
    freedom
        Degrees of freedom behind the standard errors. None: so many that they count as known.
    confidence
        One less the share of the selected whose interval may fail, strictly between 0 and 1.

    Returns
    -------
    Together
        The selected alone, at confidence 1 - (selected / looked at)(1 - confidence).
    NoAnswer
        If none was selected.

    Raises
    ------
    ValueError
        If an input is not finite numbers of one shape, an error is not above 0, or ``selected``
        is not one flag per estimate.

    References
    ----------
    Benjamini and Yekutieli (2005), JASA 100, 71-81: the false coverage rate.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    numbers, errors = numbers_with_errors(values, standard_errors, of="estimate")
    flags = np.asarray(selected)
    if flags.dtype != np.bool_ or flags.shape != numbers.shape:
        raise ValueError(f"selected must be one true or false per estimate ({numbers.size})")
    if freedom is not None:
        freedom = finite_number(freedom, name="freedom", at_least=1)
    if not (n := int(flags.sum())):
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    critical = t_value(1 - n / numbers.size * (1 - confidence), freedom)
    half_widths = critical * errors[flags]
    return Together(
        positions=tuple(np.flatnonzero(flags).tolist()),
        values=numbers[flags],
        low=numbers[flags] - half_widths,
        high=numbers[flags] + half_widths,
        standard_errors=errors[flags],
        critical_value=critical,
        confidence=confidence,
        n=n,
        method="intervals_of_selected/1",
    )
