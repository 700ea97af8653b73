"""Counting what is published: the marks, the tally of a part, the cube of all parts."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dampak.indicators.definition import Definition, PerStaffDay
from dampak.indicators.working_days import Calendar
from dampak.warehouse.fingerprint import whole
from dampak.warehouse.organisation.tree import WITHOUT
from dampak.warehouse.parts.part import Part
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.counting import NextCube
from dampak.warehouse.tallies.key_columns import SERVICE, UNIT
from dampak.warehouse.tallies.mark_columns import addends_of, columns_read
from dampak.warehouse.tallies.marks import marked
from dampak.warehouse.tallies.next_cube import Before, before_of, counted_anew, renewed
from dampak.warehouse.tallies.numbers import Numbering, Numbers, numbering_of
from dampak.warehouse.tallies.sheet import Sheet, fingerprint, sheets_of
from dampak.warehouse.tallies.snapshot_tree import tree_along
from dampak.warehouse.tallies.tally import Tally, nothing, without, without_services
from dampak.warehouse.tallies.tally_file import read_tally, written_tally
from dampak.warehouse.tallies.tallying import tallied
from dampak.warehouse.tallies.tree_file import is_same_tree
from dampak.warehouse.tallies.working_days import WorkingDays, working_days_over


class CountingByTallies:
    """Counts the rows of parts as `store.counting.Counting` asks for it.

    ``units`` are the codes in the order of the tree: numbered in that order, units that stand below
    one lie together. What is read per staff-day stays with the SQL: an official of two units counts
    once in what stands above both, so staff-days do not add up.
    """

    def __init__(
        self,
        definitions: Iterable[Definition],
        *,
        units: Iterable[str],
        calendar: Calendar,
    ) -> None:
        self._definitions = [each for each in definitions if not isinstance(each, PerStaffDay)]
        self._sheets = sheets_of(self._definitions)
        self._calendar = calendar
        self._numbering = Numbering(units=Numbers().with_codes(units))

    @property
    def marks(self) -> str:
        """Changes with the definitions and the calendar."""
        return fingerprint(self._sheets, calendar=self._calendar.version)

    def take_up(self, numbers: pa.Table) -> None:
        """Go on with the numbers that units and services were given before."""
        before = numbering_of(numbers)
        self._numbering = Numbering(
            units=before.units.with_codes(self._numbering.units.codes),
            services=before.services.with_codes(self._numbering.services.codes),
        )

    def numbers(self) -> pa.Table:
        """The numbers given so far."""
        return self._numbering.as_table()

    def marked(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows, in their order, with the columns that say what each adds."""
        sheet = self._sheets.get(table)
        if sheet is None:
            return rows
        self._number(rows)
        days = self._working_days(sheet, rows)
        return marked(rows, sheet, numbering=self._numbering, working_days=days)

    def columns_counted(self, table: str) -> Sequence[str]:
        """The columns that `tallied` reads."""
        sheet = self._sheets.get(table)
        return () if sheet is None else columns_read(sheet)

    def tallied(self, table: str, rows: pa.Table) -> bytes | None:
        """What marked rows add up to; None of a table that no indicator counts."""
        sheet = self._sheets.get(table)
        return None if sheet is None else written_tally(tallied(rows, sheet))

    def cube(self, now: Snapshot, before: Snapshot | None) -> NextCube | None:
        """Every indicator in every line and month.

        Raises `OtherSheet` if a part was counted for other indicators.
        """
        if not now.parts:
            return None
        kept = None
        if before is not None and before.marks == self.marks:
            kept = before_of(before, sheets=self._sheets, definitions=self._definitions)
        numbers = self._numbering.units.by_code()
        tree = kept.tree if kept and self._has_same_units(kept, now) else tree_along(now, numbers)
        if kept is not None and is_same_tree(kept.tree, tree):
            return renewed(kept, now, sheets=self._sheets, definitions=self._definitions)
        return counted_anew(
            tallies_of(now, self._sheets), tree, sheets=self._sheets, definitions=self._definitions
        )

    def _has_same_units(self, before: Before, now: Snapshot) -> bool:
        """Whether the tree must be the one before: the same list, and no unit was numbered since.

        Numbers are given once, so as many as before are those of before.
        """
        is_same_list = before.snapshot.objects.get("units") == now.objects.get("units")
        numbered = int((before.tree.unit_number != WITHOUT).sum())
        return is_same_list and numbered == len(self._numbering.units.codes)

    def _number(self, rows: pa.Table) -> None:
        """Give a number to every code that has none, in the order in which they are found."""
        codes = {
            name: pc.unique(rows[name]).to_pylist() if name in rows.column_names else ()
            for name in (UNIT, SERVICE)
        }
        self._numbering = Numbering(
            units=self._numbering.units.with_codes(codes[UNIT]),
            services=self._numbering.services.with_codes(codes[SERVICE]),
        )

    def _working_days(self, sheet: Sheet, rows: pa.Table) -> WorkingDays | None:
        """The months that lie between any two days that are asked for; None if none are."""
        names = {name for addend in addends_of(sheet) for name in addend.by_days or ()}
        ends = [pc.min_max(rows[name]).as_py() for name in sorted(names)]
        days = [day for pair in ends for day in pair.values() if day is not None]
        return working_days_over(min(days), max(days), self._calendar) if days else None


def tallies_of(snapshot: Snapshot, sheets: Mapping[str, Sheet]) -> Mapping[str, Sequence[Tally]]:
    """The tallies of all parts, table by table; of each table one at least.

    Nothing that is shown tells services apart, and a nation's hundred services would not fit.

    Raises `OtherSheet` if a part was counted for other indicators.
    """
    return {
        table: [
            nothing(sheet),
            *(
                without_services(_tally(part, sheet, snapshot.folder))
                for part in snapshot.parts_of(table)
            ),
        ]
        for table, sheet in sheets.items()
    }


def _tally(part: Part, sheet: Sheet, folder: Path) -> Tally:
    """What the living rows of a part add up to."""
    if part.tally is None:
        raise ValueError(f"Part {part.number} of {part.table} has no tally.")
    all_rows = read_tally(whole(folder / part.tally).read_bytes(), sheet)
    if part.dead_tally is None:
        return all_rows
    return without(all_rows, read_tally(whole(folder / part.dead_tally).read_bytes(), sheet))
