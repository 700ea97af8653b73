"""The two-way fixed effect of training, never without the picture of what it averages."""

import math
from dataclasses import dataclass, field

from numpy.typing import ArrayLike
from scipy import special

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.arrays import share_between_0_and_1
from dampak.statistics.two_way.decomposition import Decomposition, decomposed
from dampak.statistics.two_way.panel import WholePanel, whole_panel_of
from dampak.statistics.two_way.residuals import Fitted, deciding_alone, fitted


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoWayEffect:
    """A two-way fixed effect, with its doubt and with what it is made of.

    ``value``, ``low``, ``high`` and ``standard_error`` are in the unit of the outcome;
    ``n_trained`` counts units seen with and without training, ``n_comparison`` the others.
    ``decomposition`` says how much of the value rests on comparisons with units that were
    already trained themselves.
    """

    value: float
    low: float
    high: float
    confidence: float
    n_trained: int
    n_comparison: int
    standard_error: float
    degrees_of_freedom: float
    decomposition: Decomposition = field(repr=False)
    method: str = "two_way/1"


def two_way_effect(
    *, outcomes: ArrayLike, first_treated: ArrayLike, confidence: float = 0.95
) -> TwoWayEffect | NoAnswer:
    """Regress the outcome on training, a level for every unit and a movement for every month.

    Parameters
    ----------
    outcomes
        Shape (n_units, n_periods), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_units,). Position of the first period of training; 0 if trained before the data
        began or in its first period, -1 if never while they run.
    confidence
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    TwoWayEffect
        ``standard_error`` is the published one (clustered by unit, small-sample factor of R's
        ``fixest``). The interval corrects each unit's residuals for its leverage (CR2) and takes t
        with Satterthwaite's degrees of freedom: with gaps the correction is made along the
        regressor only.
    NoAnswer
        If nobody was trained while the data run, or everybody at once; if one unit alone stands
        on a side; if training cannot be told from units and months; if the outcome never moves.

    Raises
    ------
    ValueError
        If an argument has the wrong shape, is infinite or not a number; if ``confidence`` is
        outside (0, 1).

    Notes
    -----
    An average of effects only if the effect is the same for every cohort and every month since
    training. Where it grows, units already trained serve as comparison with their own growth
    taken off, and the value can even have the wrong sign: read ``decomposition`` first.

    References
    ----------
    Goodman-Bacon (2021), Journal of Econometrics 225, 254-277. Bell and McCaffrey (2002), Survey
    Methodology 28, 169-181; Pustejovsky and Tipton (2018), JBES 36, 672-683: CR2.
    """
    confidence = share_between_0_and_1(confidence, name="confidence")
    panel = whole_panel_of(outcomes=outcomes, first_treated=first_treated)
    if isinstance(panel, NoAnswer):
        return panel
    fit = fitted(panel)
    if refusal := _silence_of(fit, panel):
        return refusal
    spread, freedom = fit.spread_and_freedom()
    half_width = float(special.stdtrit(freedom, (1 + confidence) / 2) * spread)
    return TwoWayEffect(
        value=fit.value,
        low=fit.value - half_width,
        high=fit.value + half_width,
        confidence=confidence,
        n_trained=fit.n_trained,
        n_comparison=fit.n_units - fit.n_trained,
        standard_error=math.sqrt(fit.published_factor) * fit.plain_error,
        degrees_of_freedom=freedom,
        decomposition=decomposed(panel, fit.means),
    )


def _silence_of(fit: Fitted, panel: WholePanel) -> NoAnswer | None:
    if not fit.can_be_told:
        return NoAnswer(why=Silence.NOT_SEPARABLE)
    alone = deciding_alone(fit, panel)
    if alone.any():
        is_trained = bool(fit.switches[alone.argmax()])
        why = Silence.TOO_FEW_TRAINED if is_trained else Silence.TOO_FEW_COMPARISON
        return NoAnswer(why=why, needed=2, found=1)
    if fit.plain_error <= panel.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None
