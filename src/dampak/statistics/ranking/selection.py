"""What units picked for being worst (or best) will do next, though nothing is done."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import Estimate, Measurement, NoAnswer, Silence
from dampak.statistics.arrays import (
    FEWEST_DRAWS,
    Flags,
    Floats,
    refuse_unless_generator,
    share_between_0_and_1,
    vector_of_numbers,
    whole_number,
)
from dampak.statistics.ranking.shrunken import Shrunken
from dampak.statistics.standard_errors import numbers_with_errors

DRAWS = 8_000
RESOLUTION = 1e-14  # of the numbers; a spread below it is made by arithmetic alone


def expected_next_time(
    shrunken: Shrunken,
    *,
    chosen: ArrayLike,
    rng: np.random.Generator,
    next_standard_errors: ArrayLike | None = None,
    draws: int = DRAWS,
) -> Measurement | NoAnswer:
    """Forecast the mean of the chosen units if nothing changes but luck.

    Those who stood out did so partly by luck, and luck does not repeat itself. The worst ten will
    look better next year without any training; this says by how much.

    Parameters
    ----------
    shrunken
        What `shrunken_values` (or `shrunken_rates`, `shrunken_shares`) returned for all units,
        not for the chosen alone.
    chosen
        Shape (n_units,), true where a unit was picked. How it was picked does not matter, as long
        as it was by these numbers.
    rng
        Draws the levels.
    next_standard_errors
        Shape (n_units,). The luck in next time's numbers. None: the forecast is of the mean true
        level, not of the mean number that will be measured.
    draws
        Number of drawings.

    Returns
    -------
    Measurement
        ``value`` is the mean expected of the chosen next time; ``n`` how many were chosen.
        Compare it with ``shrunken.observed[chosen].mean()``.
    NoAnswer
        If none was chosen.

    Raises
    ------
    ValueError
        If ``chosen`` is not one true or false per unit, or an error is not above 0.

    References
    ----------
    Galton (1886), Journal of the Anthropological Institute 15, 246-263. Efron (2011), JASA 106,
    1602-1614: shrinkage undoes the selection whatever the rule was.
    """
    refuse_unless_generator(rng)
    picked = _flags(chosen, n_units=shrunken.n)
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    if not picked.any():
        return NoAnswer(why=Silence.TOO_FEW_UNITS, needed=1, found=0)
    means = shrunken.posterior.drawn(rng, draws)[:, picked].mean(axis=1)
    if next_standard_errors is not None:
        _, errors = numbers_with_errors(
            np.zeros(shrunken.n),
            next_standard_errors,
            of="unit",
            names=("shrunken", "next_standard_errors"),
        )
        luck = float(np.sqrt((errors[picked] ** 2).sum()) / picked.sum())
        means = means + luck * rng.standard_normal(draws)
    tail = (1 - shrunken.confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Measurement(
        value=float(shrunken.values[picked].mean()),
        low=float(low),
        high=float(high),
        confidence=shrunken.confidence,
        n=int(picked.sum()),
        method="expected_next_time/1",
        standard_error=float(means.std()),
    )


def change_beyond_regression(
    shrunken: Shrunken,
    *,
    chosen: ArrayLike,
    later: ArrayLike,
    rng: np.random.Generator,
    confidence: float = 0.95,
    draws: int = DRAWS,
) -> Estimate | NoAnswer:
    """How far the chosen moved beyond what their choice alone would have made them move.

    Every unit's later number is compared with its shrunken level, and the chosen with the rest,
    so that neither the luck of the first numbers nor what moved everybody is counted as change.

    Parameters
    ----------
    shrunken
        What `shrunken_values` returned for all units, from before.
    chosen
        Shape (n_units,), true where a unit was picked by those numbers and then trained.
    later
        Shape (n_units,). The same number of all units afterwards.
    rng
        Draws the levels, for the doubt about how much to shrink.
    confidence
        Coverage of the interval, strictly between 0 and 1.
    draws
        Number of drawings.

    Returns
    -------
    Estimate
        Welch's interval from the spread of the later numbers around the levels, widened by the
        doubt that all units share: how strongly the first numbers should have been shrunk.
    NoAnswer
        With fewer than two units chosen, or not chosen, or if nothing moved differently.

    Raises
    ------
    ValueError
        If an input is not one finite number (one flag) per unit.

    Notes
    -----
    The chosen were not drawn by lot: what is estimated is an effect only if nothing but the first
    numbers, luck aside, set them apart.

    References
    ----------
    Barnett, van der Pols and Dobson (2005), International Journal of Epidemiology 34, 215-220.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    picked = _flags(chosen, n_units=shrunken.n)
    draws = whole_number(draws, name="draws", at_least=FEWEST_DRAWS)
    after = vector_of_numbers(later, name="later")
    if after.size != shrunken.n:
        raise ValueError(f"later must have one number per unit ({shrunken.n}), got {after.size}")
    if (n := int(picked.sum())) < 2:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=2, found=n)
    if (others := shrunken.n - n) < 2:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=2, found=others)
    moved = after - shrunken.values
    parts = [np.var(moved[group], ddof=1) / group.sum() for group in (picked, ~picked)]
    shared = _shared_doubt(shrunken, picked, rng, draws)
    variance = float(sum(parts) + shared)
    if sum(parts) ** 0.5 <= RESOLUTION * max(np.abs(after).max(), np.abs(shrunken.values).max()):
        return NoAnswer(why=Silence.NO_SPREAD)
    freedom = variance**2 / (parts[0] ** 2 / (n - 1) + parts[1] ** 2 / (others - 1))
    value = float(moved[picked].mean() - moved[~picked].mean())
    half_width = float(special.stdtrit(freedom, (1 + confidence) / 2)) * variance**0.5
    return Estimate(
        value=value,
        low=value - half_width,
        high=value + half_width,
        confidence=confidence,
        n_trained=n,
        n_comparison=others,
        method="change_beyond_regression/1",
        standard_error=variance**0.5,
    )


def _shared_doubt(shrunken: Shrunken, picked: Flags, rng: np.random.Generator, draws: int) -> float:
    """The variance of the gap between the groups' levels, less what the units bring one by one."""
    levels = shrunken.posterior.drawn(rng, draws)
    gaps: Floats = levels[:, picked].mean(axis=1) - levels[:, ~picked].mean(axis=1)
    own = sum(levels[:, group].var(axis=0).sum() / group.sum() ** 2 for group in (picked, ~picked))
    return max(float(gaps.var() - own), 0.0)


def _flags(chosen: ArrayLike, *, n_units: int) -> Flags:
    flags = np.asarray(chosen)
    if flags.dtype != np.bool_ or flags.shape != (n_units,):
        raise ValueError(
            f"chosen must be one true or false per unit ({n_units}), "
            f"got shape {flags.shape} of {flags.dtype}"
        )
    return flags
