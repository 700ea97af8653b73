"""A cube after a day: the old one, with the cells that the day has touched read anew."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.indicators.adding import addends
from dampak.indicators.definition import Definition
from dampak.indicators.finishing import Finished, finished
from dampak.warehouse.tallies.adding_up import sums_of
from dampak.warehouse.tallies.cells import Cells, all_of
from dampak.warehouse.tallies.cube import Cube, laid_out
from dampak.warehouse.tallies.keys import month_number
from dampak.warehouse.tallies.renewing import Renewed, on_axis
from dampak.warehouse.tallies.rolling_up import Months


def renewed_cube(old: Cube, change: Renewed, definitions: Iterable[Definition]) -> pa.Table:
    """The cube's table after a change of the rows, from the cube before it.

    ``old`` has these definitions, in these versions, and the tree that ``change`` has.
    """
    return laid_out(change.seen, ((each, _read(old, change, each)) for each in definitions))


def _read(old: Cube, change: Renewed, definition: Definition) -> Finished:
    drawers = {
        (addend.table, change.seen.sheets[addend.table].place_of(addend)[0])
        for addend in addends(definition)
    }
    if drawers & change.followed or not old.months:
        return finished(definition, sums_of(definition, change.seen))
    touched = all_of((change.touched[table][nth] for table, nth in drawers), change.seen.months)
    patch = _Patch(
        cells=touched,
        before=_months_of(old),
        now=change.seen.months,
        whole_lines=not any(addend.by_days for addend in addends(definition)),
    )
    was, is_now = (
        old.read(definition),
        finished(definition, sums_of(definition, change.seen, touched)),
    )
    return Finished(
        numerator=None if is_now.numerator is None else patch.on(was.numerator, is_now.numerator),
        denominator=patch.on(was.denominator, is_now.denominator),
        value=patch.on(was.value, is_now.value),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patch:
    """Where new readings go: into whole lines, or into the touched cells of those lines only."""

    cells: Cells
    before: Months
    now: Months
    whole_lines: bool

    def on(self, old: NDArray[np.float64] | None, new: NDArray[np.float64]) -> NDArray[np.float64]:
        """A copy of the old readings of all lines with the new ones of the touched lines."""
        if old is None:  # an indicator keeps its numerator as long as it keeps its version
            raise ValueError("The cube was made for other definitions.")
        lines, patched = self.cells.lines, on_axis(old, self.before, self.now, filled_with=np.nan)
        if self.whole_lines:
            patched[lines] = new
        else:
            place = np.searchsorted(lines, self.cells.line)
            patched[self.cells.line, self.cells.month] = new[place, self.cells.month]
        return patched


def _months_of(cube: Cube) -> Months:
    first = month_number(cube.months[0]) if cube.months else 0
    return Months(first=first, count=len(cube.months))
