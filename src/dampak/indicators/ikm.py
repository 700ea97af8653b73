"""The public satisfaction index (IKM): rule sets as data, exact arithmetic, one rounding.

Answers run from 1 to 4. Every element is averaged over those who answered it, weighted, and
the sum times 25 is the index, from 25 to 100. The same answers give 91.48 or 90.56 depending
on how one ninth is written, so the weight is always named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from dampak.foundation.text import gettext_noop

POINTS_PER_STEP = 25  # an answer of 4 is worth 100


class Weight(StrEnum):
    """How one over the number of elements is written."""

    EXACT = "exact"
    THREE_DECIMALS = "0.111"
    TWO_DECIMALS = "0.11"

    def of_each(self, elements: int) -> Fraction:
        """What each of so many elements weighs; the name shows the weight of nine."""
        exact = Fraction(1, elements)
        if self is Weight.EXACT:
            return exact
        step = {Weight.THREE_DECIMALS: "0.001", Weight.TWO_DECIMALS: "0.01"}[self]
        return Fraction(_half_up(exact, Decimal(step)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A quality grade (mutu), from which index on, and how the unit performs (kinerja)."""

    letter: str
    performance: str
    from_index: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """One regulation's way to compute and to grade; ``grades`` run from best to worst."""

    code: str
    legal_basis: str
    elements: Mapping[str, str]  # key -> name; never a position, which differs between offices
    grades: tuple[Grade, ...]

    def grade(self, index: Decimal | Fraction | float) -> Grade:
        """The grade of an index, rounded to two decimals first: the printed bounds have holes."""
        published = as_published(index)
        return next(
            (grade for grade in self.grades if published >= grade.from_index), self.grades[-1]
        )


def _grades(*from_indexes: str) -> tuple[Grade, ...]:
    performances = (
        gettext_noop("Very good"),
        gettext_noop("Good"),
        gettext_noop("Not so good"),
        gettext_noop("Not good"),
    )
    return tuple(
        Grade(letter=letter, performance=performance, from_index=Decimal(bound))
        for letter, performance, bound in zip("ABCD", performances, from_indexes, strict=True)
    )


PERMENPAN_14_2017 = RuleSet(
    code="permenpan-14-2017",
    legal_basis="PermenPANRB 14/2017",
    elements=MappingProxyType(
        {
            "persyaratan": gettext_noop("Requirements"),
            "prosedur": gettext_noop("System, mechanism and procedure"),
            "waktu": gettext_noop("Completion time"),
            "biaya": gettext_noop("Cost or fee"),
            "produk": gettext_noop("Service product specification"),
            "kompetensi": gettext_noop("Competence of staff"),
            "perilaku": gettext_noop("Conduct of staff"),
            "pengaduan": gettext_noop("Handling of complaints, suggestions and input"),
            "sarpras": gettext_noop("Facilities and infrastructure"),
        }
    ),
    grades=_grades("88.31", "76.61", "65.00", "25.00"),
)

# Superseded, but its cut-offs are still coded in systems in use: an imported grade means nothing
# without its rule set. Of this one only the grades are kept; its fourteen elements are not read.
KEPMENPAN_25_2004 = RuleSet(
    code="kepmenpan-25-2004",
    legal_basis="KepmenPAN 25/2004",
    elements=MappingProxyType({}),
    grades=_grades("81.26", "62.51", "43.76", "25.00"),
)

RULE_SETS: Mapping[str, RuleSet] = MappingProxyType(
    {rules.code: rules for rules in (PERMENPAN_14_2017, KEPMENPAN_25_2004)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered to one element: the sum of the answers and how many there are."""

    total: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementResult:
    """One element: its mean (NRR, 1 to 4), weighted mean, and mean on the scale to 100."""

    mean: Fraction
    weighted_mean: Fraction
    out_of_100: Fraction
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionIndex:
    """The index of a unit, exact, with everything it was made of.

    ``index_value`` (nilai indeks) runs from 1 to 4 and ``skm`` (nilai SKM) from 25 to 100; both
    are exact, ``published`` is ``skm`` rounded once. ``weight`` says how one ninth was written.
    """

    rule_set: str
    weight: Weight
    elements: Mapping[str, ElementResult]
    index_value: Fraction
    skm: Fraction
    published: Decimal
    grade: Grade


def satisfaction_index(
    answers: Mapping[str, Answers],
    *,
    rules: RuleSet = PERMENPAN_14_2017,
    weight: Weight = Weight.EXACT,
) -> SatisfactionIndex | None:
    """Compute the index from each element's answers; None when nobody answered anything.

    Parameters
    ----------
    answers
        By element key of the rule set. An element that nobody answered takes no part: the
        weight is one over the elements that were answered.

    Raises
    ------
    ValueError
        If a key is no element of the rule set, or a sum cannot come from answers of 1 to 4.
    """
    _check(answers, rules)
    answered = {key: given for key, given in answers.items() if given.count}
    if not answered:
        return None
    each = weight.of_each(len(answered))
    elements = {key: _element(given, each, rules) for key, given in answered.items()}
    index_value = sum((element.weighted_mean for element in elements.values()), Fraction(0))
    skm = index_value * POINTS_PER_STEP
    return SatisfactionIndex(
        rule_set=rules.code,
        weight=weight,
        elements=MappingProxyType(elements),
        index_value=index_value,
        skm=skm,
        published=as_published(skm),
        grade=rules.grade(skm),
    )


def as_published(index: Decimal | Fraction | float) -> Decimal:
    """The index with two decimals, half up.

    A float is first freed of its binary noise at nine decimals, so that 76.605 is the tie it
    stands for and not the number just beneath.
    """
    if isinstance(index, float):
        index = Decimal(f"{index:.9f}")
    return _half_up(Fraction(index), Decimal("0.01"))


def _half_up(number: Fraction, step: Decimal) -> Decimal:
    steps = (number / Fraction(step) + Fraction(1, 2)).__floor__()
    return (Decimal(steps) * step).quantize(step, rounding=ROUND_HALF_UP)


def _element(given: Answers, weight: Fraction, rules: RuleSet) -> ElementResult:
    mean = Fraction(given.total, given.count)
    return ElementResult(
        mean=mean,
        weighted_mean=mean * weight,
        out_of_100=mean * POINTS_PER_STEP,
        grade=rules.grade(mean * POINTS_PER_STEP),
    )


def _check(answers: Mapping[str, Answers], rules: RuleSet) -> None:
    for key, given in answers.items():
        if key not in rules.elements:
            raise ValueError(f"{key!r} is no element of {rules.code}.")
        if not given.count <= given.total <= 4 * given.count:
            raise ValueError(
                f"{key!r}: {given.total} is no sum of {given.count} answers of 1 to 4."
            )
