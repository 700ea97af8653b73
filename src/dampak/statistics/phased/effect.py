"""Did training help, when a lottery decided who was trained when?"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.statistics.arrays import (
    Floats,
    Integers,
    matrix_of_numbers,
    refuse_unless_generator,
    share_between_0_and_1,
    vector_of_positions,
    whole_number,
)
from dampak.statistics.phased.contrasts import (
    Contrast,
    Pairs,
    checked_contrast,
    projected,
    table_of,
)
from dampak.statistics.phased.draw import ONE_LOTTERY, Draw, Lots, lots_of, periods_or_never
from dampak.statistics.phased.inversion import effects_not_rejected, share_as_extreme
from dampak.statistics.phased.redrawing import (
    of_every_ordering,
    of_random_orderings,
    of_what_happened,
)
from dampak.statistics.randomisation import DRAWS

RESOLUTION = 1e-12  # of the largest outcome; smaller movements are floating-point dust


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasedEffect(Estimate):
    """An estimate whose doubt comes from the lottery alone.

    ``p_value`` is the share of orderings whose number lies at least as far from zero.
    ``n_orderings`` is in how many ways the lottery could have fallen (counted up to 10**12);
    ``n_looked_at`` how many of them were compared, what happened included. ``n_trained`` counts
    the units trained while the data run, ``n_comparison`` those that were not.
    """

    p_value: float
    n_orderings: int
    n_looked_at: int


def phased_effect(
    *,
    outcomes: ArrayLike,
    first_treated: ArrayLike,
    rng: np.random.Generator,
    draw: Draw = ONE_LOTTERY,
    contrast: Contrast = "two_way",
    draws: int = DRAWS,
    confidence: float = 0.95,
) -> PhasedEffect | NoAnswer:
    """Compare what happened with what other outcomes of the same lottery would have shown.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_units,). Position of the first period of training; -1 if never while the data
        run. Units trained in period 0 took part in the lottery and are kept.
    rng
        Draws other orderings; not touched if all of them are looked at.
    draw
        The rule of the lottery: strata, units drawn together, or a list of all orderings.
    contrast
        ``"two_way"``: change since before the training against units not trained yet (month and
        unit effects). ``"within_months"``: trained against not trained in the same month, levels
        included. A `WorkingCovariance`: the weighting of both that suits it (Hussey and Hughes).
        With strata, months are compared within them. Choose before seeing the outcomes.
    draws
        Orderings to draw; if there are no more than these, all are looked at instead.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    PhasedEffect
        ``phased_<contrast>/1``. ``value`` is the generalised least squares estimate of one effect
        that starts in the first period of training and stays. The interval holds every such effect
        that the lottery cannot rule out; with complete data it covers exactly by design, whatever
        the outcomes are like.
    NoAnswer
        If nobody or everybody was trained at once, nothing moves, the lottery could have fallen in
        too few ways for this confidence, or the contrast finds no month with both kinds of units.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number, contradicts the draw, or
        ``draws`` is too small for ``confidence``.

    Notes
    -----
    Rests on the lottery having been held as described, on no unit changing because another one was
    trained, and on gaps in the data not depending on the training. The p-value tests that the
    training changed nothing in any unit. With gaps the statistic is the estimate's numerator.

    References
    ----------
    Fisher (1935), The Design of Experiments. Hussey and Hughes (2007), Contemporary Clinical
    Trials 28, 182-191. Ji, Fink, Robyn and Small (2017), Annals of Applied Statistics 11, 1-20.
    Wang and De Gruttola (2017), Statistics in Medicine 36, 2831-2843.
    """
    refuse_unless_generator(rng)
    confidence = share_between_0_and_1(confidence, name="confidence")
    needed = _checked_draws(draws, confidence)
    y = matrix_of_numbers(outcomes, name="outcomes")
    first = vector_of_positions(first_treated, name="first_treated", length=y.shape[0])
    first = periods_or_never(first, n_periods=y.shape[1])
    lots = lots_of(draw, first=first, n_periods=y.shape[1])
    contrast = checked_contrast(contrast)
    if refusal := _refusal(y, first, lots, needed=needed):
        return refusal
    table = _table(y, first, lots, contrast)
    return _silence(table, y, contrast) or _answered(
        table, lots, contrast, (confidence, draws), rng
    )


def _checked_draws(draws: int, confidence: float) -> int:
    needed = math.ceil(1 / (1 - confidence) - 1e-9)
    whole_number(draws, name="draws", at_least=1)
    if draws + 1 < needed:
        raise ValueError(f"draws must be at least {needed - 1} for this confidence, got {draws}")
    return needed


def _refusal(y: Floats, first: Integers, lots: Lots, *, needed: int) -> NoAnswer | None:
    if not np.isfinite(y).any():
        return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)
    if (first < 0).all():
        return NoAnswer(why=Silence.NOBODY_TRAINED, needed=1, found=0)
    if np.ptp(first) == 0:
        return NoAnswer(why=Silence.EVERYBODY_AT_ONCE, needed=1, found=0)
    if lots.n_orderings < needed:
        return NoAnswer(why=Silence.TOO_FEW_ORDERINGS, needed=needed, found=lots.n_orderings)
    return None


def _table(y: Floats, first: Integers, lots: Lots, contrast: Contrast) -> Pairs:
    counted = np.isfinite(y)
    after = np.arange(y.shape[1]) >= first[:, None]
    training = after & (first[:, None] >= 0)
    pairs = np.where(counted, y, 0.0) - float(np.mean(y[counted])) + 1j * training
    projection = projected(pairs, counted=counted, strata=lots.strata_of_units, contrast=contrast)
    return table_of(projection, starts=lots.starts, lots=lots.lots)


def _silence(table: Pairs, y: Floats, contrast: Contrast) -> NoAnswer | None:
    if np.abs(table.imag).max() <= RESOLUTION:
        return _without_contrast(y, contrast)
    if np.abs(table.real).max() <= RESOLUTION * y.size * float(np.nanmax(np.abs(y))):
        return NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)
    return None


def _without_contrast(y: Floats, contrast: Contrast) -> NoAnswer:
    n_months = int(np.isfinite(y).any(axis=0).sum())
    if contrast == "within_months":
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=1, found=0)
    if n_months < 2:
        return NoAnswer(why=Silence.TOO_FEW_MONTHS, needed=2, found=n_months)
    return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)


def _answered(
    table: Pairs,
    lots: Lots,
    contrast: Contrast,
    asked: tuple[float, int],
    rng: np.random.Generator,
) -> PhasedEffect | NoAnswer:
    confidence, draws = asked
    is_every = lots.n_orderings <= draws
    redrawn = (
        of_every_ordering(table, lots)
        if is_every
        else of_random_orderings(table, lots, draws=draws, rng=rng)
    )
    observed, plus = of_what_happened(table, lots), 0 if is_every else 1
    n_looked_at = redrawn.size + plus
    allowed = int((1 - confidence) * n_looked_at + 1e-9)
    low, high = effects_not_rejected(observed, redrawn, allowed=allowed, plus=plus)
    if not math.isfinite(high - low):
        return _too_alike(observed, redrawn, lots, confidence)
    sequences = lots.starts[lots.sequences][lots.lots]
    return PhasedEffect(
        value=observed.real / observed.imag,
        low=low,
        high=high,
        confidence=confidence,
        n_trained=int((sequences >= 0).sum()),
        n_comparison=int((sequences < 0).sum()),
        method=f"phased_{contrast if isinstance(contrast, str) else 'working_covariance'}/1",
        p_value=share_as_extreme(observed, redrawn, plus=plus),
        n_orderings=lots.n_orderings,
        n_looked_at=n_looked_at,
    )


def _too_alike(observed: complex, redrawn: Pairs, lots: Lots, confidence: float) -> NoAnswer:
    """So many orderings train the same or just the other units that no effect can be ruled out."""
    alike = int((np.abs(redrawn.imag) >= observed.imag * (1 - 1e-9)).sum())
    needed = math.ceil(max(alike, 1) / (1 - confidence) - 1e-9)
    return NoAnswer(why=Silence.TOO_FEW_ORDERINGS, needed=needed, found=lots.n_orderings)
