"""The organisation as it was: every month under those who stood above it in that month.

A unit that stood below others in other months is several nodes of one tree, one for each stretch of
months in which nobody above it changed: so one rolling up serves all months.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dampak.warehouse.organisation.circles import refuse_circles
from dampak.warehouse.organisation.months import first_months
from dampak.warehouse.organisation.register import Register
from dampak.warehouse.organisation.view import Run, View

Parents = dict[str, str | None]
Below = dict[str | None, set[str]]


def as_it_was(register: Register) -> View:
    """Every unit by itself, and each month below whoever stood above it by the row of that month.

    Before its first row and after its last one a unit stays where that row puts it, so that no row
    is lost. Whoever stands below one that nobody listed stands at the top.

    Raises
    ------
    ValueError
        If a unit stands below itself in some month.
    """
    parent = parents_on(register, date.min)
    refuse_circles(parent, parent)
    below, node = _below(parent), {code: code for code in parent}
    above, shown_as = dict(parent), dict[str, str]()
    runs = [Run(code=code, from_month=None, node=code) for code in parent]
    for month, moves in sorted(_moves(register).items()):
        _move(parent, below, moves)
        moved = tuple(_with_all_below(moves, below))
        again = {code: f"{code} {month:%Y-%m}/.." for code in moved}
        node |= again
        shown_as |= {each: code for code, each in again.items()}
        above |= {node[code]: _of(parent[code], node) for code in moved}
        runs += [Run(code=code, from_month=month, node=node[code]) for code in moved]
    runs.sort(key=lambda run: (run.code, run.from_month or date.min))
    return View(above=above, runs=tuple(runs), shown_as=shown_as)


def parents_on(register: Register, day: date) -> Parents:
    """The unit above each unit by its last row that had begun by then, or else by its first."""
    nearest = {code: register.nearest(code, day).parent_code for code in register.spans}
    return {code: over if over in nearest else None for code, over in nearest.items()}


def _moves(register: Register) -> dict[date, Parents]:
    """By month, the units that come to stand below another, and below whom."""
    moves: dict[date, Parents] = {}
    for code, spans in register.spans.items():
        was: str | None = None
        for from_month, span in first_months(spans):
            over = span.parent_code if span.parent_code in register.spans else None
            if from_month is not None and over != was:
                moves.setdefault(from_month, {})[code] = over
            was = over
    return moves


def _move(parent: Parents, below: Below, moves: Parents) -> None:
    for code, over in moves.items():
        below[parent[code]].discard(code)
        below.setdefault(over, set()).add(code)
        parent[code] = over
    refuse_circles(moves, parent)


def _with_all_below(codes: Iterable[str], below: Below) -> Iterator[str]:
    waiting, seen = sorted(codes), set[str]()
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            yield code
            waiting += below.get(code, ())


def _below(parent: Parents) -> Below:
    below: Below = {}
    for code, over in parent.items():
        below.setdefault(over, set()).add(code)
    return below


def _of(over: str | None, node: Mapping[str, str]) -> str | None:
    return None if over is None else node[over]
