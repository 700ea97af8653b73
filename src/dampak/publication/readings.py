"""The readings of the served snapshot, disclosed to readers inside the office."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from dampak.disclosure.rule import Audience, Disclosed, disclose
from dampak.indicators.definition import Definition, Reading
from dampak.publication.kept import kept
from dampak.warehouse.levels import readings_shown, units_shown
from dampak.warehouse.organising import organised
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import EVERYWHERE, readings_of_some, readings_together


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One cell of a page: the numbers, or that too few stand behind them."""

    unit_code: str
    month: date
    numerator: float | None
    denominator: float | None
    value: float | None

    @property
    def is_withheld(self) -> bool:
        return self.value is None

    def figure(self, code: str) -> str:
        """The name under which this number can be traced."""
        return f"{code}@{self.unit_code}@{self.month:%Y-%m}"


def by_unit(snapshot: Snapshot, definition: Definition) -> tuple[Shown, ...]:
    """The indicator in every unit and month; of a nation in the units that `units_shown` names."""
    return _read(_Question(snapshot, definition, "shown", _at_level))


def together(snapshot: Snapshot, definition: Definition) -> tuple[Shown, ...]:
    """The indicator over all units at once, by month."""
    return _read(_Question(snapshot, definition, EVERYWHERE, readings_together))


def some_together(
    snapshot: Snapshot, definition: Definition, units: frozenset[str]
) -> tuple[Shown, ...]:
    """The indicator over some units at once, by month; nothing where that was not counted."""
    codes = sorted(units)
    over = f"some-{sha256(json.dumps(codes).encode()).hexdigest()[:16]}"
    return _read(_Question(snapshot, definition, over, partial(readings_of_some, units=codes)))


def _at_level(snapshot: Snapshot, definition: Definition) -> list[Reading]:
    seen = organised(snapshot)
    return readings_shown(seen, definition, units_shown(seen))


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of the warehouse; the same for two snapshots with the same id."""

    snapshot: Snapshot
    definition: Definition
    over: str
    ask: Callable[[Snapshot, Definition], list[Reading]]

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
    shown = [_shown(each) for each in question.ask(question.snapshot, question.definition)]
    return json.dumps([_plain(each) for each in shown])


def _shown(reading: Reading) -> Shown:
    answer = disclose(reading, audience=Audience.INSIDE)
    shown = Shown(
        unit_code=reading.unit_code,
        month=reading.month,
        numerator=reading.numerator,
        denominator=reading.denominator,
        value=reading.value,
    )
    if isinstance(answer, Disclosed):
        return shown
    return replace(shown, numerator=None, denominator=None, value=None)


def _plain(shown: Shown) -> dict[str, Any]:
    return asdict(shown) | {"month": shown.month.isoformat()}
