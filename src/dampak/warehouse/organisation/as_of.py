"""All months in the organisation of one day, so that they can be compared with each other."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dampak.foundation.months import months_later
from dampak.warehouse.organisation.months import first_months
from dampak.warehouse.organisation.on_a_day import OnADay
from dampak.warehouse.organisation.register import Register, Span
from dampak.warehouse.organisation.succession import Fate
from dampak.warehouse.organisation.view import Because, Run, Unassigned, View


def as_of(register: Register, day: date) -> View:
    """Rows of a unit that ended count for the unit that has its work on the day.

    A unit whose work was divided cannot be: its rows stay with it, below the nearest unit above all
    that have some of it. So do those of a unit that ended without a successor, below what stood
    above it; and, looking back from before it, those of a unit made of several. All are listed as
    ``unassigned``, and every row counts once.

    Raises
    ------
    ValueError
        If a unit stood below itself on the day.
    """
    now = OnADay(register, day)
    nodes = _nodes(now.fate, register, day)
    runs = tuple(_runs(register, now.fate, nodes))
    left = tuple(_unassigned(register, now, nodes, day))
    remnants = {each.node: each.below for each in left}
    return View(above={**now.above, **remnants}, runs=runs, unassigned=left)


def _nodes(fate: Mapping[Span, Fate], register: Register, day: date) -> Mapping[Span, str]:
    """The node of each span to which work came: its unit or, if that stands otherwise, its days."""
    lasts = dict.fromkeys(each.span for each in fate.values())
    often = _often(span.code for span in lasts)
    return {
        span: span.code
        if span.holds(day) or not (often[span.code] or register.standing(span.code, day))
        else _dated(span, day)
        for span in lasts
    }


def _often(codes: Iterator[str]) -> Mapping[str, bool]:
    found: dict[str, bool] = {}
    for code in codes:
        found[code] = code in found
    return found


def _dated(span: Span, day: date) -> str:
    days = f"../{span.ends_on}" if span.ends_on < day else f"{span.begins_on}/.."
    return f"{span.code} {days}"


def _runs(
    register: Register, fate: Mapping[Span, Fate], nodes: Mapping[Span, str]
) -> Iterator[Run]:
    for code, spans in register.spans.items():
        was: str | None = None
        for from_month, span in first_months(spans):
            node = nodes[fate[span].span]
            if node != was:
                yield Run(code=code, from_month=from_month, node=node)
            was = node


def _unassigned(
    register: Register, now: OnADay, nodes: Mapping[Span, str], day: date
) -> Iterator[Unassigned]:
    for code, spans in register.spans.items():
        stretches = list(first_months(spans))
        for place, (from_month, span) in enumerate(stretches):
            found = now.fate[span]
            if not found.span.holds(day):
                yield Unassigned(
                    code=code,
                    from_month=from_month,
                    to_month=_month_before_next(stretches, place),
                    because=_because(found, day),
                    node=nodes[found.span],
                    below=now.place(found),
                    among=found.holders(day),
                )


def _month_before_next(stretches: Sequence[tuple[date | None, Span]], place: int) -> date | None:
    later = stretches[place + 1][0] if place + 1 < len(stretches) else None
    return None if later is None else months_later(later, -1)


def _because(fate: Fate, day: date) -> Because:
    if fate.span.ends_on < day:
        return Because.DIVIDED if fate.parts else Because.NO_SUCCESSOR
    return Because.MERGED_LATER if fate.parts else Because.NOT_YET
