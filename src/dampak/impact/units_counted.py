"""What a reader must know of the units of an evaluation: whose months count for whom, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from dampak.foundation.months import month_of
from dampak.foundation.text import Sentence
from dampak.impact.plan import UNIT_MONTHS, StudyPlan
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.training_starts import training_starts

MOST_NAMED = 20


def units_counted(snapshot: Snapshot, studied: Collection[StudyPlan]) -> Iterator[Sentence]:
    """By the organisation of which day units are counted, and which of them are several in one."""
    organised = snapshot.organised
    if organised is None:
        return
    if organised.until:
        yield Sentence(
            "Read as of %(day)s: months that had not ended by then, and trainings that began "
            "later, are left out.",
            {"day": organised.day},
        )
    yield from _joined(organised)
    yield from _trained_apart(snapshot, organised, studied)
    yield from _divided(organised)
    if organised.joined and any(plan.outcome.startswith(UNIT_MONTHS) for plan in studied):
        yield Sentence(
            "Numbers that the office brought itself go with a unit that got another code. Those of "
            "units that were merged stay apart: nobody has said by which rule two such numbers "
            "become one."
        )


def _joined(organised: Organised) -> Iterator[Sentence]:
    joined = organised.joined
    if joined:
        yield Sentence(
            "Units are counted as they stood on %(day)s. Rows of units that were merged or got "
            "another code count for the unit that took over, each row once (units before: "
            "%(before)s; units now: %(now)s): %(joined)s.",
            {
                "day": organised.day,
                "before": len({code for codes in joined.values() for code in codes}),
                "now": len(joined),
                "joined": _first([_made_of(*pair) for pair in joined.items()]),
            },
        )


def _made_of(unit: str, others: Sequence[str]) -> Sentence:
    return Sentence("%(unit)s from %(others)s", {"unit": unit, "others": others})


def _divided(organised: Organised) -> Iterator[Sentence]:
    divided = organised.divided
    if divided:
        yield Sentence(
            "Where the work of a unit was divided, nobody can say which row would be whose. Its "
            "months stay with it, each row once, and its parts begin without a past; if it was "
            "trained, so were they (units divided: %(units)s): %(divided)s.",
            {
                "units": len(divided),
                "divided": _first([_now_in(*pair) for pair in sorted(divided.items())]),
            },
        )


def _now_in(unit: str, parts: Sequence[str]) -> Sentence:
    if not parts:
        return Sentence("%(unit)s, now in no unit", {"unit": unit})
    return Sentence("%(unit)s, now in %(parts)s", {"unit": unit, "parts": parts})


def _trained_apart(
    snapshot: Snapshot, organised: Organised, studied: Collection[StudyPlan]
) -> Iterator[Sentence]:
    programmes = {plan.programme for plan in studied}
    apart = {unit for each in programmes for unit in _apart(snapshot, organised, each)}
    if apart:
        yield Sentence(
            "Some units were made of units that were not all trained in one month. They count as "
            "trained from the first of these months on, also for what was not trained yet "
            "(units: %(units)s): %(codes)s.",
            {"units": len(apart), "codes": _first(sorted(apart))},
        )


def _apart(snapshot: Snapshot, organised: Organised, programme: str | None) -> Iterator[str]:
    """The units of which only a part began in the month that counts for the whole."""
    with snapshot.connect() as connection:
        found = training_starts(connection, programme=programme)
    starts = {start.unit_code: start.first_day for start in found}
    for unit, others in organised.joined.items():
        of_all = {code: starts[code] for code in (unit, *others) if code in starts}
        first = min(of_all.values(), default=None)
        if first and any(
            _began_in_another_month(of_all, code, first)
            for code in (unit, *others)
            if organised.register.standing(code, first)
        ):
            yield unit


def _began_in_another_month(starts: Mapping[str, date], code: str, first: date) -> bool:
    return code not in starts or month_of(starts[code]) != month_of(first)


def _first(named: Sequence[Sentence | str]) -> list[Sentence | str]:
    """The first few, and how many more there are."""
    more = len(named) - MOST_NAMED
    rest = [Sentence("and %(more)s more", {"more": more})] if more > 0 else []
    return [*named[:MOST_NAMED], *rest]
