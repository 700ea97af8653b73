"""The readings of the served snapshot, disclosed to readers inside the office."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from dampak.disclosure.rule import Audience, Disclosed, smallest_shown
from dampak.disclosure.table import disclose_some
from dampak.indicators.definition import Definition, Reading
from dampak.publication.kept import kept
from dampak.publication.shown_months import Shown, as_counted, shown_months, withheld
from dampak.warehouse.levels import readings_shown, units_shown
from dampak.warehouse.organising import organised
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import EVERYWHERE, readings_of_some, readings_together

Readings = list[Reading]


def by_unit(snapshot: Snapshot, definition: Definition) -> tuple[Shown, ...]:
    """The indicator in every unit and month; of a nation in the units that `units_shown` names."""
    if _is_of_people(definition):
        return tuple(each for each in _table(snapshot, definition) if each.unit_code != EVERYWHERE)
    return _read(_Question(snapshot, definition, "shown", _at_level))


def together(snapshot: Snapshot, definition: Definition) -> tuple[Shown, ...]:
    """The indicator over all units at once, by month."""
    if _is_of_people(definition):
        return tuple(each for each in _table(snapshot, definition) if each.unit_code == EVERYWHERE)
    return _read(_Question(snapshot, definition, EVERYWHERE, readings_together))


def some_together(
    snapshot: Snapshot, definition: Definition, units: frozenset[str]
) -> tuple[Shown, ...]:
    """The indicator over some units at once, by month; nothing where that was not counted."""
    codes = sorted(units)
    over = f"some-{sha256(json.dumps(codes).encode()).hexdigest()[:16]}"
    return _read(
        _Question(snapshot, definition, over, partial(readings_of_some, units=codes), codes)
    )


def _is_of_people(definition: Definition) -> bool:
    """Whether the numbers could give few people away, so that the door looks at all of them."""
    return smallest_shown(definition, audience=Audience.INSIDE) > 0


def _table(snapshot: Snapshot, definition: Definition) -> tuple[Shown, ...]:
    return _read(_Question(snapshot, definition, "table", _at_level))


def _at_level(snapshot: Snapshot, definition: Definition) -> Readings:
    seen = organised(snapshot)
    return readings_shown(seen, definition, units_shown(seen))


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the warehouse; the same for two snapshots with the same id."""

    snapshot: Snapshot
    definition: Definition
    over: str
    ask: Callable[[Snapshot, Definition], Readings]
    inside: Sequence[str] = ()  # the units over which it is asked at once, where it is some of them

    def key(self) -> tuple[str, str, int, str]:
        return self.snapshot.id, self.definition.code, self.definition.version, self.over

    def __hash__(self) -> int:
        return hash(self.key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.key() == other.key()


@lru_cache(maxsize=64)
def _read(question: _Question) -> tuple[Shown, ...]:
    over = "all" if question.over == EVERYWHERE else question.over
    name = f"{question.definition.code}-{question.definition.version}-{over}.json"
    text = kept(name, lambda: _asked(question), snapshot_id=question.snapshot.id)
    return tuple(
        Shown(**row | {"month": date.fromisoformat(row["month"])}) for row in json.loads(text)
    )


def _asked(question: _Question) -> str:
    return json.dumps([_plain(each) for each in _shown(question)])


def _shown(question: _Question) -> Iterable[Shown]:
    """What may be shown of the readings asked for."""
    snapshot, definition = question.snapshot, question.definition
    found = question.ask(snapshot, definition)
    if not _is_of_people(definition):
        return map(as_counted, found)
    if not question.inside:
        return shown_months(snapshot, definition, found, readings_together(snapshot, definition))
    return _some_shown(question, found)


def _some_shown(question: _Question, found: Readings) -> Iterator[Shown]:
    """The readings over some units, beside the table of all."""
    snapshot, definition = question.snapshot, question.definition
    table = {(each.unit_code, each.month): each for each in _table(snapshot, definition)}
    units = _at_level(snapshot, definition)
    totals = {each.month: each for each in readings_together(snapshot, definition)}
    for some in found:
        answer = disclose_some(
            some,
            question.inside,
            units=[each for each in units if each.month == some.month],
            together=totals.get(some.month),
            shown=[
                code
                for (code, month), cell in table.items()
                if month == some.month and not cell.is_withheld
            ],
            audience=Audience.INSIDE,
        )
        yield as_counted(some) if isinstance(answer, Disclosed) else withheld(some)


def _plain(shown: Shown) -> dict[str, Any]:
    return asdict(shown) | {"month": shown.month.isoformat()}
