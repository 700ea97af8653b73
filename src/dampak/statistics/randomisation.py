"""Randomisation inference: what would the number have been, had other units been trained?

Any statistic that is a sum over units of something known about the unit and the group it is in
needs, per re-drawing of the groups, one look-up per unit. Moreover it is linear in the outcome, so
the interval of all effects that the test does not reject has a closed form.

References
----------
Fisher (1935), The Design of Experiments. Wang and DeGruttola (2017), Statistics in Medicine 36.
"""

import numpy as np

from dampak.statistics.arrays import Floats, Integers

DRAWS = 9_999
ENTRIES_AT_ONCE = 2_000_000  # bounds the memory of a batch of drawings


def redrawn(
    table: Floats, groups: Integers, *, rng: np.random.Generator, draws: int = DRAWS
) -> Floats:
    """The statistics after the groups were dealt out anew among the units.

    Parameters
    ----------
    table
        Shape (n_units, n_groups, j). What unit i adds to statistic j when it is in group g.
    groups
        Shape (n_units,). The group of each unit as it was.
    draws
        Number of drawings.

    Returns
    -------
    Shape (draws, j).
    """
    n_units, _, n_statistics = table.shape
    batch = max(1, ENTRIES_AT_ONCE // (n_units + n_statistics))
    results = []
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        dealt = rng.permuted(np.broadcast_to(groups, (size, n_units)), axis=1)
        total = np.zeros((size, n_statistics))
        for unit in range(n_units):
            total += table[unit, dealt[:, unit]]
        results.append(total)
    return np.concatenate(results)


def as_it_was(table: Floats, groups: Integers) -> Floats:
    """The statistics of the groups as they were. Shape (j,)."""
    return np.asarray(table[np.arange(groups.size), groups].sum(axis=0))


def interval_by_inversion(
    value: float, redrawn_outcome: Floats, redrawn_training: Floats, *, confidence: float
) -> tuple[float, float]:
    """All constant effects that the test with these drawings does not reject.

    If the effect is x, the statistic of a drawing is ``redrawn_outcome - x * redrawn_training``,
    the statistic of what happened is ``value - x``. Each drawing is at least as extreme for x
    between two roots, which enclose ``value``; the interval ends where too few drawings are left.
    Infinite ends mean that the drawings are too few or too alike for this confidence.

    ``redrawn_outcome`` and ``redrawn_training`` have shape (draws,): the statistic of the outcome
    and of the training as it was (1 while trained, else 0), under each drawing.
    """
    far, near = 1.0 - redrawn_training, 1.0 + redrawn_training
    never_rejects = np.minimum(np.abs(far), np.abs(near)) < 1e-9
    far, near = np.where(never_rejects, 1.0, far), np.where(never_rejects, 1.0, near)
    roots = np.sort([(value - redrawn_outcome) / far, (value + redrawn_outcome) / near], axis=0)
    roots[:, never_rejects] = [[-np.inf], [np.inf]]
    rejected = int((1 - confidence) * (redrawn_outcome.size + 1) + 1e-9)
    if rejected == 0:
        return -np.inf, np.inf
    return float(np.sort(roots[0])[rejected - 1]), float(np.sort(roots[1])[-rejected])
