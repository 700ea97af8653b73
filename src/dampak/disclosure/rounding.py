"""Numbers of people as everybody sees them: to a multiple of a base, always in the same way.

Rounding by itself protects little, which is why it comes after withholding and never instead of it.
It blurs what withholding cannot see: that somebody went while another came.
"""

import math
from collections.abc import Collection
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from dampak.foundation.text import Sentence
from dampak.indicators.definition import Count, Definition, Index, Level, Reading
from dampak.indicators.ikm import POINTS_PER_STEP, RULE_SETS


def to_base(count: float, base: int) -> int:
    """The nearest multiple; the same count always gives the same, so that looking again helps not.

    >>> [to_base(count, 5) for count in (0, 2, 3, 12, 13)]
    [0, 0, 5, 10, 15]
    """
    return base * math.floor(count / base + 0.5)


def may_be(shown: int, base: int, *, smallest: float = 0) -> tuple[float, float]:
    """The fewest and the most people that a rounded number may stand for.

    Where fewer than ``smallest`` are never shown, everybody knows that there were not fewer.
    """
    return max(shown - base // 2, smallest), shown + base // 2


def total_to_base(
    total: float,
    parts: Collection[float],
    base: int,
    *,
    smallest: float = 0,
    hidden_from: float = 0.0,
    hidden_to: float = math.inf,
) -> int:
    """A total, rounded for itself as far as that unpicks none of its parts.

    Four units of 12 and their total of 48 would become four times 10 and 50: but four numbers that
    are shown as 10 come to 48 or more only if each of them is 12. So a total moves no further away
    from its parts than leaves each part everything that it may be without the total.

    Parameters
    ----------
    parts
        The parts that are shown beside it, before rounding.
    smallest
        The smallest number of people that is shown.
    hidden_from, hidden_to
        How many people everybody knows to be in the parts that are not shown.
    """
    nearest = to_base(total, base)
    if not parts:
        return nearest
    spans = [may_be(to_base(part, base), base, smallest=smallest) for part in parts]
    widest = max(most - fewest for fewest, most in spans)
    # The widest part at its most and all others at their fewest must still come to the total.
    lowest = sum(fewest for fewest, _ in spans) + widest + hidden_from - base // 2
    highest = sum(most for _, most in spans) - widest + hidden_to + base // 2
    nearest = max(nearest, base * math.ceil(lowest / base))
    return nearest if math.isinf(highest) else min(nearest, base * math.floor(highest / base))


def in_public(reading: Reading, definition: Definition, *, people: int | None = None) -> Reading:
    """A reading with its counts rounded, and a value that does not give them back.

    A count is its own value. A share is worked out from its rounded counts. What else is an average
    over people loses the decimals that would give back the sum behind it.

    Parameters
    ----------
    people
        How many are said to stand behind it, where that is not the nearest multiple.
    """
    base = definition.public_base
    if not base:
        return reading
    behind = to_base(reading.denominator, base) if people is None else people
    over = None if reading.numerator is None else to_base(reading.numerator, base)
    return replace(
        reading,
        numerator=over,
        denominator=behind,
        value=_value(reading, definition, over, behind),
    )


def _value(reading: Reading, definition: Definition, over: int | None, behind: int) -> float:
    if over is not None and definition.is_share:
        return over / behind if behind else 0.0
    if isinstance(definition, Count | Level):
        return behind
    return at_decimals(reading.value, decimals_in_public(definition, behind))


def decimals_in_public(definition: Definition, people: float) -> int:
    """How many decimals of an average may be shown beside a rounded number of people.

    An index of 82.05 with 13 full answers is the sum 384 of 4 times 117 points and no other, and
    beside "about 15 answers" it still tells that there were 13. So many decimals are left that at
    least `public_base` sums fit each number of people that may be meant; none at the least.
    """
    base = definition.public_base
    step = _step(definition)
    fewest = people - base // 2
    if not base or step is None:
        return definition.decimals
    if fewest <= 0:
        return 0
    return max(0, min(definition.decimals, math.floor(-math.log10(base * step / fewest))))


def at_decimals(value: float, decimals: int) -> float:
    """The value at so many decimals, halves going up."""
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def said_of(base: int) -> Sentence:
    """What stands once beside numbers that were rounded."""
    return Sentence(
        "Numbers of people are rounded to a multiple of %(base)s, each for itself: a total may "
        "differ a little from the sum of its parts.",
        {"base": base},
    )


def _step(definition: Definition) -> float | None:
    """How far one point more moves an average over one person; None where nothing is averaged."""
    if isinstance(definition, Index):
        return POINTS_PER_STEP / len(RULE_SETS[definition.rule_set].elements)
    return None
