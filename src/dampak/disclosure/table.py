"""One month of an indicator goes through the door as a whole: its units, and all together."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from dampak.disclosure.over_time import Showing, kept_back
from dampak.disclosure.rounding import to_base, total_to_base
from dampak.disclosure.rule import Audience, Disclosed, disclose, smallest_shown
from dampak.disclosure.withholding import withheld
from dampak.foundation.answers import NoAnswer, Silence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Reading

REST = ""  # people who count for all together and for no unit of the table


def disclose_table(
    units: Sequence[Reading],
    together: Reading | None,
    *,
    audience: Audience,
    history: Sequence[Showing] = (),
) -> dict[str, Disclosed | NoAnswer]:
    """Let a month out by unit code, unless few could be worked out from it.

    One by one the cells of a table may each be large enough and still tell of a small group:
    all together, less the units that are shown, is the unit that is not.

    Parameters
    ----------
    units, together
        Readings of one indicator and one month. ``together`` counts everybody.
    history
        Earlier showings of the same month, oldest first.

    Raises
    ------
    KeyError
        If no indicator of the catalogue has the readings' code.
    """
    readings = [*units, *([together] if together else [])]
    answers = {each.unit_code: disclose(each, audience=audience) for each in readings}
    if not readings:
        return answers
    needed = smallest_shown(CATALOGUE[readings[0].indicator], audience=audience)
    if needed:
        gone = kept_back(
            cells_of(units, together), people_of(units, together), history, smallest=needed
        )
        for code in gone:
            if isinstance(answers[code], Disclosed):
                answers[code] = NoAnswer(why=Silence.GIVES_FEW_AWAY, needed=needed)
    if together and isinstance(answers[together.unit_code], Disclosed):
        people = _said_of_all(together, units, answers) if audience is Audience.PUBLIC else None
        answers[together.unit_code] = disclose(together, audience=audience, people=people)
    return answers


def _said_of_all(
    together: Reading, units: Sequence[Reading], answers: Mapping[str, Disclosed | NoAnswer]
) -> int | None:
    """How many people everybody is told of, without unpicking what they are told of the units."""
    definition = CATALOGUE[together.indicator]
    if not definition.public_base:
        return None
    parts = [each for each in units if isinstance(answers[each.unit_code], Disclosed)]
    hidden = [each for each in answers.values() if isinstance(each, NoAnswer)]
    has_rest = people_of(units, together)[REST] > 0
    return total_to_base(
        together.denominator,
        [each.denominator for each in parts],
        definition.public_base,
        smallest=smallest_shown(definition, audience=Audience.PUBLIC),
        hidden_from=len(hidden),  # a page says that a cell is withheld, and not for which reason
        hidden_to=math.inf if hidden or has_rest else 0,
    )


def disclose_months(
    units: Iterable[Reading],
    together: Iterable[Reading],
    *,
    audience: Audience,
    history: Mapping[date, Sequence[Showing]] = MappingProxyType({}),
) -> dict[tuple[str, date], Disclosed | NoAnswer]:
    """Let many months of one indicator out, each as a table, by unit code and month."""
    by_month: dict[date, list[Reading]] = {}
    for each in units:
        by_month.setdefault(each.month, []).append(each)
    totals = {each.month: each for each in together}
    return {
        (code, month): answer
        for month in sorted({*by_month, *totals})
        for code, answer in disclose_table(
            by_month.get(month, []),
            totals.get(month),
            audience=audience,
            history=history.get(month, ()),
        ).items()
    }


def disclose_some(
    some: Reading,
    inside: Collection[str],
    *,
    units: Sequence[Reading],
    together: Reading | None,
    shown: Collection[str],
    audience: Audience,
) -> Disclosed | NoAnswer:
    """Let the reading over some units out, beside a table that is being shown already.

    Parameters
    ----------
    some
        The reading over the units ``inside``.
    units, together
        The table, as counted.
    shown
        The codes of its cells that are shown.

    Everybody is told of units only whose numbers they see, and their sum as it comes to: another
    way of rounding the same people would unpick both.
    """
    people = None
    if audience is Audience.PUBLIC and (base := CATALOGUE[some.indicator].public_base):
        told = {each.unit_code: to_base(each.denominator, base) for each in units}
        if not set(inside) <= set(shown) & set(told):
            return NoAnswer(
                why=Silence.GIVES_FEW_AWAY,
                needed=smallest_shown(CATALOGUE[some.indicator], audience=audience),
            )
        people = sum(told[code] for code in inside)
    answer = disclose(some, audience=audience, people=people)
    needed = smallest_shown(CATALOGUE[some.indicator], audience=audience)
    if isinstance(answer, NoAnswer) or not needed:
        return answer
    cells = cells_of(units, together)
    gone = withheld(
        {some.unit_code: [each for each in inside if each in cells]},
        people_of(units, together),
        smallest=needed,
        already=[cells[code] for code in shown],
    )
    return NoAnswer(why=Silence.GIVES_FEW_AWAY, needed=needed) if gone else answer


def people_of(units: Sequence[Reading], together: Reading | None) -> dict[str, float]:
    """How many stand behind each unit, and who counts for none of them."""
    people = {each.unit_code: each.denominator for each in units}
    if together:
        people[REST] = max(together.denominator - sum(people.values()), 0.0)
    return people


def cells_of(units: Sequence[Reading], together: Reading | None) -> Mapping[str, Collection[str]]:
    """What each cell of the table is made of."""
    cells: dict[str, Collection[str]] = {each.unit_code: (each.unit_code,) for each in units}
    if together:
        cells[together.unit_code] = (*cells, REST)
    return cells
