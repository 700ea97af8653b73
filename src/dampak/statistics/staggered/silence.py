"""Why a panel with trained units in it still gives no effect."""

import numpy as np

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.panel import Panel
from dampak.statistics.staggered.aggregating import after_training, overall
from dampak.statistics.staggered.contrasts import Contrasts, Design, contrasts_of
from dampak.statistics.staggered.effects import GroupTimeEffects

MIN_UNITS = 2  # below this a group has no spread, so nothing tells luck from effect


def why_no_effect(panel: Panel, contrasts: Contrasts, design: Design) -> NoAnswer:
    """No pair of months could be compared: for want of months, of units or of data."""
    if not contrasts.size:
        found = int(panel.starts.min())
        return NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=design.anticipation + 1, found=found)
    if not contrasts.serves.any():
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=MIN_UNITS, found=0)
    return NoAnswer(why=Silence.NOTHING_COUNTED, needed=1, found=0)


def silence_of(effects: GroupTimeEffects) -> NoAnswer | None:
    """Effects exist, but none after the training, or nothing to measure their doubt by.

    A unit that is compared with before its own training does not count as comparison here: from
    the last cohort's first month on, all rests on the units that are never trained. One such unit
    is refused, because its own ups and downs would then be the answer.
    """
    if not after_training(effects).any():
        return _why_none_after(effects.panel, effects.design)
    n_trained, n_comparison = overall(effects).sides.counts[:, 0]
    if n_trained < MIN_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_TRAINED, needed=MIN_UNITS, found=int(n_trained))
    if n_comparison < MIN_UNITS:
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=MIN_UNITS, found=int(n_comparison))
    if effects.standard_errors.max() <= effects.panel.dust:
        return NoAnswer(why=Silence.NO_SPREAD)
    return None


def _why_none_after(panel: Panel, design: Design) -> NoAnswer:
    possible = contrasts_of(panel, design)
    is_after = possible.periods >= panel.starts[possible.cohorts]
    if not possible.serves[:, is_after].any():
        return NoAnswer(why=Silence.TOO_FEW_COMPARISON, needed=MIN_UNITS, found=0)
    before = np.arange(panel.n_periods) < panel.first_trained[:, None] - design.anticipation
    trained = panel.first_trained < panel.n_periods
    found = int((before & np.isfinite(panel.outcomes))[trained].any(axis=0).sum())
    why = Silence.NOTHING_COUNTED if found else Silence.NO_MONTHS_BEFORE
    return NoAnswer(why=why, needed=1, found=0)
