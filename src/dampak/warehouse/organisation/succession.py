"""Succession: where the work of every span of every unit is on a given day.

A span passes its work on to those named as its successors or, if it names none, to the next span of
its unit. A link leads to a span that ends later, so that no chain of links comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dampak.warehouse.organisation.register import Register, Span

Links = Mapping[Span, tuple[Span, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Where the work of a span is: all of it came to ``span``, which may hold on the day.

    If it does not, the work went on from there in several ``parts``, or nobody knows where.
    """

    span: Span
    parts: tuple["Fate", ...] = ()

    def holders(self, day: date) -> tuple[str, ...]:
        """The units standing on the day that any of the work is with, in order of their codes."""
        if self.span.holds(day):
            return (self.span.code,)
        return tuple(sorted({code for part in self.parts for code in part.holders(day)}))


def fates(register: Register, day: date) -> dict[Span, Fate]:
    """The fate of every span: forward to the day if it ended before, back if it begins later."""
    spans = [span for of_unit in register.spans.values() for span in of_unit]
    onward = {span: tuple(_next(span, register)) for span in spans}
    holding = {span: Fate(span=span) for span in spans if span.holds(day)}
    ended = sorted((span for span in spans if span.ends_on < day), key=_end, reverse=True)
    later = sorted((span for span in spans if span.begins_on > day), key=_end)
    back = _backward(onward)
    return holding | _followed(ended, onward, holding) | _followed(later, back, holding)


def _followed(
    spans: Sequence[Span], links: Links, holding: Mapping[Span, Fate]
) -> dict[Span, Fate]:
    """Fates of spans that come after all they are linked to; a link past the day leads nowhere."""
    found = dict(holding)
    mine = set(spans)
    for span in spans:
        ahead = [each for each in links.get(span, ()) if each in mine or each in holding]
        parts = tuple(dict.fromkeys(found[each] for each in ahead))
        found[span] = parts[0] if len(parts) == 1 else Fate(span=span, parts=parts)
    return {span: found[span] for span in spans}


def _next(span: Span, register: Register) -> Iterator[Span]:
    """The spans that the work goes on to when this one ends.

    A successor that ended on the same day has passed it on at once to its own.
    """
    waiting, asked = list(span.successors), set[str]()
    if not waiting:
        yield from _first_ending_after(register.spans[span.code], span.ends_on)
    while waiting:
        code = waiting.pop(0)
        if code in asked:
            continue
        asked.add(code)
        of_unit = register.spans.get(code, ())
        if found := tuple(_first_ending_after(of_unit, span.ends_on)):
            yield from found
        elif of_unit and of_unit[-1].ends_on == span.ends_on:
            waiting += of_unit[-1].successors


def _first_ending_after(spans: Sequence[Span], day: date) -> Iterator[Span]:
    later = [span for span in spans if span.ends_on > day]
    yield from later[:1]


def _backward(onward: Links) -> Links:
    back: dict[Span, tuple[Span, ...]] = {}
    for span, ahead in onward.items():
        for each in ahead:
            back[each] = (*back.get(each, ()), span)
    return back


def _end(span: Span) -> tuple[date, str]:
    return span.ends_on, span.code
