"""The two answers a measurement can give: a number with its doubt, or a reason for silence."""

from dataclasses import dataclass
from enum import StrEnum

from dampak.foundation.text import gettext_noop


class Silence(StrEnum):
    """Why there is no number. The value is the sentence the public reads."""

    NOBODY_TRAINED = gettext_noop("No unit was trained in the period that the data cover.")
    EVERYBODY_AT_ONCE = gettext_noop(
        "Every unit was trained in the same month, so none is left to compare with."
    )
    TOO_FEW_TRAINED = gettext_noop("Too few units were trained to tell a change from luck.")
    TOO_FEW_COMPARISON = gettext_noop("Too few units are left to compare with.")
    TOO_FEW_MONTHS = gettext_noop("There are too few months of data to see a change.")
    NO_MONTHS_BEFORE = gettext_noop("There are no months of data before the training.")
    NO_SPREAD = gettext_noop("The outcome is the same everywhere, so nothing can be compared.")
    NOTHING_COUNTED = gettext_noop("Nothing was counted for this outcome.")
    FEW_UNITS_WITH_GAPS = gettext_noop(
        "With so few units the doubt can be worked out only if no month of any unit is missing."
    )
    SMALL_CELL = gettext_noop("Too few people stand behind this number to show it.")
    GIVES_FEW_AWAY = gettext_noop(
        "Beside the other numbers this one would give away few people, so it is not shown."
    )
    TOO_FEW_UNITS = gettext_noop("There are too few units to tell a difference from luck.")
    TOO_FEW_PEOPLE = gettext_noop("Too few people answered or were tested.")
    TOO_FEW_ITEMS = gettext_noop("The test or questionnaire has too few questions.")
    TOO_FEW_RATERS = gettext_noop("Too few raters judged the same thing.")
    TOO_FEW_CASES = gettext_noop("There are too few cases to tell a change from luck.")
    TOO_FEW_STUDIES = gettext_noop("There are too few studies to put together.")
    TOO_FEW_GROUPS = gettext_noop("Too few groups were treated independently of one another.")
    TOO_FEW_ORDERINGS = gettext_noop(
        "The order of training could have fallen in too few ways to tell a change from luck."
    )
    TOO_MANY_MISSING = gettext_noop("Too many values are missing to trust the rest.")
    STILL_OPEN = gettext_noop("Too many cases are still open to say how long they take.")
    NO_COMMON_ITEMS = gettext_noop("The two tests share too few questions to be put on one scale.")
    NO_OVERLAP = gettext_noop(
        "The trained units are too unlike the others to be compared with them."
    )
    NOT_SEPARABLE = gettext_noop(
        "Two explanations always occur together in the data, so they cannot be told apart."
    )
    EXACT_FIT = gettext_noop(
        "Everything fits without a remainder, so nothing shows how far the number may be off."
    )
    NO_STABLE_SOLUTION = gettext_noop("The calculation did not settle on one answer.")
    EFFECT_NOT_CLEAR = gettext_noop(
        "The change cannot be told from none at all, so a cost per change has no upper end."
    )
    COUNTED_TWICE = gettext_noop("The same change is claimed by more than one programme.")
    NO_ROOM_TO_GAIN = gettext_noop(
        "Nearly all points were reached before the training, so little was left to gain."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number with the range that the data cannot rule out.

    ``value``, ``low``, ``high`` and ``standard_error`` are in the unit of the outcome;
    ``confidence`` is the coverage of the interval, between 0 and 1; ``method`` is
    ``name/version``. ``standard_error`` is None where the interval was not built from one.
    """

    value: float
    low: float
    high: float
    confidence: float
    n_trained: int
    n_comparison: int
    method: str
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A number about one group of things, with the range that the data cannot rule out.

    ``value``, ``low``, ``high`` and ``standard_error`` are in the unit that the method names;
    ``n`` counts what the number rests on (people, units, cases: the method says which);
    ``confidence`` and ``method`` are those of `Estimate`. ``low`` or ``high`` is infinite where
    the data set no bound on that side.
    """

    value: float
    low: float
    high: float
    confidence: float
    n: int
    method: str
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """An honest blank: what was missing, how much was needed, how much was there."""

    why: Silence
    needed: int | None = None
    found: int | None = None
