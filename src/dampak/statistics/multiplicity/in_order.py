"""The plan's order of questions: the primary outcome first, the others only if it moved."""

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.multiplicity.adjusting import adjusted_p_values
from dampak.statistics.multiplicity.families import Adjusted, adjusted, vector_of_p_values


def in_planned_order(
    *, p_values: ArrayLike, steps: ArrayLike, level: float = 0.05
) -> Adjusted | NoAnswer:
    """Test step by step; a later step counts only if everything before it was claimed.

    The primary outcome pays nothing for the secondary ones, as long as the order was sealed
    before the data. Within a step of several outcomes, Holm.

    Parameters
    ----------
    p_values
        Shape (n,).
    steps
        Shape (n,). The step of each, whole numbers: 0 for the primary outcome, 1 for the next
        family, and so on.
    level
        The probability of a single false claim, strictly between 0 and 1.

    Returns
    -------
    Adjusted
        A p-value is never below those of earlier steps.
    NoAnswer
        If there are no p-values.

    Raises
    ------
    ValueError
        If a p-value is not a number from 0 to 1, or ``steps`` are not whole numbers from 0.

    References
    ----------
    Maurer, Hothorn and Lehmacher (1995): fixed sequence. Westfall and Krishen (2001), Journal of
    Statistical Planning and Inference 99, 25-40: serial gatekeeping.
    """
    level = share_between_0_and_1(level, name="level")
    vector = vector_of_p_values(p_values)
    order = np.asarray(steps)
    if order.shape != vector.shape or (order.size and order.dtype.kind not in "iu"):
        raise ValueError(f"steps must be one whole number per p-value ({vector.size})")
    if order.size and order.min() < 0:
        raise ValueError(f"steps holds {order.min()}; count from 0, the primary outcome")
    if not vector.size:
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    found, gate = np.empty(vector.size), 0.0
    for step in np.unique(order):
        family = adjusted_p_values(p_values=vector[order == step], control="holm", level=level)
        assert isinstance(family, Adjusted)  # noqa: S101  a step that exists is not empty
        found[order == step] = np.maximum(family.p_values, gate)
        gate = float(found[order == step].max())
    return adjusted(found, level=level, method="in_order_holm")
