"""The readings of a number of people, shown month by month beside all that was shown before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from dampak.disclosure.over_time import Showing
from dampak.disclosure.rule import Audience, Disclosed
from dampak.disclosure.table import disclose_table, people_of
from dampak.indicators.definition import Definition, Reading
from dampak.publication.models import ShownMonth
from dampak.warehouse.snapshot import Snapshot

# The door looks at every showing of a month together, which grows with their number: after so many
# a month is shown anew once a week.
SHOWN_AT_ONCE, REST = 12, timedelta(days=7)
PUTTING_OUT = 7_305_003  # any number that no other room uses for its advisory locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One cell of a page: the numbers, or that few people would be given away by them.

    ``as_of`` is the number of the snapshot that they come from, where that is an earlier one.
    """

    unit_code: str
    month: date
    numerator: float | None
    denominator: float | None
    value: float | None
    as_of: int | None = None

    @property
    def is_withheld(self) -> bool:
        return self.value is None

    def figure(self, code: str) -> str:
        """The name under which this number can be traced."""
        return f"{code}@{self.unit_code}@{self.month:%Y-%m}"


@transaction.atomic
def shown_months(
    snapshot: Snapshot,
    definition: Definition,
    units: Sequence[Reading],
    together: Sequence[Reading],
) -> list[Shown]:
    """Every month through the door, as a table; what is shown is remembered.

    From the same snapshot the same is shown again, however often and by whom it is asked.
    """
    _hold(definition)
    earlier = _shown_before(definition)
    totals = {each.month: each for each in together}
    cells: list[Shown] = []
    for month in sorted({*totals, *(each.month for each in units)}):
        of_month = [each for each in units if each.month == month]
        table = _Table(snapshot, definition, month, of_month, totals.get(month))
        cells += table.shown(earlier.get(month, []))
    return cells


def _hold(definition: Definition) -> None:
    """Until this transaction ends nobody else puts months of this indicator out.

    Two processes may be asked for a new snapshot at once; the second shows what the first put out.
    On SQLite one writes after the other anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [PUTTING_OUT, definition.code]
            )


def _shown_before(definition: Definition) -> dict[date, list[ShownMonth]]:
    earlier: dict[date, list[ShownMonth]] = {}
    asked = ShownMonth.objects.select_for_update()
    for each in asked.filter(indicator=definition.code, version=definition.version):
        earlier.setdefault(each.month, []).append(each)
    return earlier


@dataclass(frozen=True, slots=True)
class _Table:
    """The readings of one month, before the door."""

    snapshot: Snapshot
    definition: Definition
    month: date
    units: Sequence[Reading]
    together: Reading | None

    def shown(self, earlier: Sequence[ShownMonth]) -> Iterator[Shown]:
        """The cells in the order of the readings; those that must wait as they were shown last."""
        kept = self._kept(earlier) or self._put_out(earlier)
        is_of_now = kept.people == self._people()
        for reading in self._readings():
            cell = kept.cell(reading.unit_code)
            if cell is None:
                yield withheld(reading)
            elif is_of_now and cell["as_of"] == kept.snapshot_number:
                yield as_counted(reading)
            else:
                yield Shown(unit_code=reading.unit_code, month=self.month, **cell)

    def _readings(self) -> list[Reading]:
        return [*self.units, *([self.together] if self.together else [])]

    def _kept(self, earlier: Sequence[ShownMonth]) -> ShownMonth | None:
        """How it was shown from this snapshot, or last, if nobody came or went since."""
        for each in earlier:
            if each.snapshot_id == self.snapshot.id:
                return each
        last = earlier[-1] if earlier else None
        if last is None:
            return None
        has_rested = self.snapshot.published_at - last.published_at >= REST
        must_wait = len(earlier) >= SHOWN_AT_ONCE and not has_rested
        return last if must_wait or last.people == self._people() else None

    def _people(self) -> dict[str, float]:
        return people_of(self.units, self.together)

    def _put_out(self, earlier: Sequence[ShownMonth]) -> ShownMonth:
        history: list[Showing] = [each.showing() for each in earlier]
        answers = disclose_table(
            self.units, self.together, audience=Audience.INSIDE, history=history
        )
        number = self.snapshot.number
        cells = dict(earlier[-1].cells) if earlier else {}
        for reading in self._readings():
            if isinstance(answers[reading.unit_code], Disclosed):
                cells[reading.unit_code] = {
                    "numerator": reading.numerator,
                    "denominator": reading.denominator,
                    "value": reading.value,
                    "as_of": number,
                }
        return ShownMonth.objects.create(
            indicator=self.definition.code,
            version=self.definition.version,
            month=self.month,
            snapshot_id=self.snapshot.id,
            snapshot_number=number,
            published_at=self.snapshot.published_at,
            people=self._people(),
            cells=cells,
        )


def as_counted(reading: Reading) -> Shown:
    """A reading with all its numbers."""
    return Shown(
        unit_code=reading.unit_code,
        month=reading.month,
        numerator=reading.numerator,
        denominator=reading.denominator,
        value=reading.value,
    )


def withheld(reading: Reading) -> Shown:
    """A reading without its numbers."""
    return Shown(
        unit_code=reading.unit_code,
        month=reading.month,
        numerator=None,
        denominator=None,
        value=None,
    )
