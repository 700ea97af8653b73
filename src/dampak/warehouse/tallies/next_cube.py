"""The cube of the next snapshot, and the sums of which the one after it is made.

Out of the sums before and the tallies that came or went since; or, where there are none or the
tree is another one, out of the tallies of all parts. Both ways come to the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dampak.indicators.definition import Definition
from dampak.warehouse.fingerprint import fault_of
from dampak.warehouse.organisation.tree import Tree
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.counting import NextCube
from dampak.warehouse.tallies.adding_up import rolled
from dampak.warehouse.tallies.cube import cube_table, open_cube, written_cube
from dampak.warehouse.tallies.cube_copy import CubeCopy
from dampak.warehouse.tallies.keys import month_number, month_numbered
from dampak.warehouse.tallies.month_sums import (
    MonthSums,
    Sheets,
    has_rows,
    month_by_month,
    rolled_again,
    span_of,
    without_rows,
)
from dampak.warehouse.tallies.renewing import (
    Changes,
    changes_between,
    months_touched,
    renewed_month,
)
from dampak.warehouse.tallies.renewing_cubes import BeforeAndNow, renew
from dampak.warehouse.tallies.sums_file import read_sums, written_sums
from dampak.warehouse.tallies.tally import Tally
from dampak.warehouse.tallies.tree_file import read_tree, written_tree

TREE = "tree"  # its name among the sums; the others are named by their month

Definitions = Sequence[Definition]
Months = Mapping[int, MonthSums]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Before:
    """The snapshot before, with what its cube was made of: a tree, and months by their number."""

    snapshot: Snapshot
    cube: Path
    tree: Tree
    months: Months


def before_of(
    snapshot: Snapshot | None, *, sheets: Sheets, definitions: Definitions
) -> Before | None:
    """What the next cube can be made of; None if that is nothing, or not whole, or otherwise made.

    A file that is damaged costs no more than counting anew.
    """
    if snapshot is None or snapshot.cube is None or TREE not in snapshot.sums:
        return None
    if any(fault_of(path) for path in (snapshot.cube, *snapshot.sums.values())):
        return None
    cube, tree = open_cube(snapshot.cube), read_tree(snapshot.sums[TREE])
    asked = [(each.code, each.version) for each in definitions]
    if cube is None or tree is None or list(cube.versions.items()) != asked:
        return None
    months = {
        month_number(date.fromisoformat(name)): read_sums(path, sheets)
        for name, path in snapshot.sums.items()
        if name != TREE
    }
    known = {month: sums for month, sums in months.items() if sums is not None}
    if len(known) < len(months):
        return None
    return Before(snapshot=snapshot, cube=snapshot.cube, tree=tree, months=known)


def counted_anew(
    tallies: Mapping[str, Sequence[Tally]], tree: Tree, *, sheets: Sheets, definitions: Definitions
) -> NextCube:
    """Out of the tallies of all parts; of each table there is one at least."""
    seen = rolled(tallies, tree)
    cube = written_cube(cube_table(seen, definitions))  # first, for the sums take up much room
    sums = {
        _name(month): written_sums(each, sheets) for month, each in month_by_month(seen, tallies)
    }
    return NextCube(cube=cube, sums={TREE: written_tree(tree), **sums})


def renewed(before: Before, now: Snapshot, *, sheets: Sheets, definitions: Definitions) -> NextCube:
    """Out of what was there before, along the same tree; only what is touched is added up anew."""
    changes = changes_between(
        before.snapshot.parts, now.parts, sheets=sheets, tree=before.tree, folder=now.folder
    )
    nothing = without_rows(sheets, before.tree)
    touched = {
        month: renewed_month(before.months.get(month, nothing), changes, month)
        for month in months_touched(changes)
    }
    months = {**before.months, **touched}
    cube = _renewed_cube(before, months, changes, sheets=sheets, definitions=definitions)
    kept = {name: path.name for name, path in before.snapshot.sums.items()}
    kept = {name: kept[name] for name in kept if name == TREE or not _is_in(name, touched)}
    new = {
        _name(month): written_sums(sums, sheets)
        for month, sums in touched.items()
        if has_rows(sums)
    }
    return NextCube(cube=cube, sums={**kept, **new})


def _renewed_cube(
    before: Before, months: Months, changes: Changes, *, sheets: Sheets, definitions: Definitions
) -> bytes | bytearray:
    """The cube before, written over; read anew where another month is the first or the last."""
    span = span_of(months)
    if span != span_of(before.months):
        again = rolled_again(months, sheets=sheets, tree=before.tree)
        return written_cube(cube_table(again, definitions))
    copy, nothing = CubeCopy(before.cube), without_rows(sheets, before.tree)
    both = BeforeAndNow(
        sheets=sheets,
        months=span,
        before=[before.months.get(span.first + n, nothing) for n in range(span.count)],
        now=[months.get(span.first + n, nothing) for n in range(span.count)],
        changes=changes,
    )
    renew(copy, both, definitions)
    return copy.data


def _name(month: int) -> str:
    return month_numbered(month).isoformat()


def _is_in(name: str, months: Months) -> bool:
    return month_number(date.fromisoformat(name)) in months
