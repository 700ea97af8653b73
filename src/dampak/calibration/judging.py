"""Did the method keep its word? The promise, and what luck alone may take from it."""

import math
from enum import StrEnum

from dampak.calibration.running import Kept
from dampak.calibration.trial import Trial
from dampak.foundation.text import gettext_noop

ROUNDING = 1e-9
TWO_POINTS = 0.02  # a 95 % interval may cover from 93 % to 97 %
LUCK = 2.9  # simulation errors: a sound method goes beyond on one side twice in a thousand trials
LEAST_ANSWERED = 0.5  # a method that refuses more than half of its own worlds has not been tried


class Word(StrEnum):
    """What is said about a trial; everything but the first two is a broken promise."""

    HOLDS = gettext_noop("holds")
    WIDE_FOR_A_REASON = gettext_noop("wide, because")
    TOO_NARROW = gettext_noop("too narrow")
    TOO_WIDE = gettext_noop("too wide")
    CLAIMS_TOO_OFTEN = gettext_noop("claims too often")
    ANSWERS_TOO_SELDOM = gettext_noop("answers too seldom")
    BROKE_OFF = gettext_noop("broke off")

    @property
    def is_kept(self) -> bool:
        return self in {Word.HOLDS, Word.WIDE_FOR_A_REASON}


def word_for(trial: Trial, kept: Kept) -> Word:
    """The verdict on one trial.

    Intervals must cover what they promise within two points, and a claim must come no more often
    than promised where there is no effect; both within ``LUCK`` simulation errors, so that few
    worlds condemn nobody. At 1,000 worlds luck is the same two points.
    """
    if kept.n_answered < LEAST_ANSWERED * kept.n_worlds:
        return Word.ANSWERS_TOO_SELDOM
    if kept.coverage is None:
        return _word_on_claims(trial, kept)
    allowed = max(TWO_POINTS, luck(trial.confidence, kept.n_answered))
    if kept.coverage < trial.confidence - allowed:
        return Word.TOO_NARROW
    if _word_on_claims(trial, kept) is not Word.HOLDS:
        return Word.CLAIMS_TOO_OFTEN
    if kept.coverage <= trial.confidence + allowed:
        return Word.HOLDS
    return Word.WIDE_FOR_A_REASON if trial.wide_because else Word.TOO_WIDE


def _word_on_claims(trial: Trial, kept: Kept) -> Word:
    if kept.false_claims is None:
        return Word.HOLDS
    allowed = trial.claims_at_most + luck(trial.claims_at_most, kept.n_answered)
    return Word.HOLDS if kept.false_claims <= allowed else Word.CLAIMS_TOO_OFTEN


def is_outside(trial: Trial, kept: Kept, *, allowing: float = 0.0) -> bool:
    """Whether a share lies beyond its promise by more than so many simulation errors.

    With nothing allowed, half of the tests that claim exactly 5 % do in some thousand worlds, so
    this condemns nobody: it says who is to be asked again in more.
    """
    claims, claims_error = kept.false_claims or 0.0, kept.false_claims_error or 0.0
    claims_more = claims - allowing * claims_error > trial.claims_at_most + ROUNDING
    if kept.coverage is None:
        return claims_more
    low, high = trial.confidence - TWO_POINTS, trial.confidence + TWO_POINTS
    slack = allowing * (kept.coverage_error or 0.0)
    is_too_wide = kept.coverage - slack > high and not trial.wide_because
    return claims_more or kept.coverage + slack < low or is_too_wide


def luck(promised: float, n_answered: int) -> float:
    """How far a share may be from the one that a sound method promises, in so many worlds."""
    return LUCK * math.sqrt(promised * (1 - promised) / n_answered)
