"""The cube: every indicator of every line and month, in one file that is read without loading it.

A line is a unit with its own rows, a unit together with all that stand below it, or all units. The
months of one indicator and line lie side by side, the lines of one indicator too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.foundation.months import months_later
from dampak.indicators.definition import Definition
from dampak.indicators.finishing import Finished, finished
from dampak.warehouse.fingerprint import refuse_damaged
from dampak.warehouse.organisation.tree import Nodes, Tree
from dampak.warehouse.tallies.adding_up import Rolled, sums_of
from dampak.warehouse.tallies.keys import month_numbered
from dampak.warehouse.tallies.rolling_up import Months

FORMAT = "dampak-cube/1"
CODE, SCOPE = "code", "scope"
OWN, WITH_ALL_BELOW, EVERYWHERE = 0, 1, 2
NUMERATOR, DENOMINATOR, VALUE = (field.name for field in fields(Finished))


def cube_table(seen: Rolled, definitions: Iterable[Definition]) -> pa.Table:
    """Read the indicators in every line and month, as a table with one row for each line."""
    read = ((each, finished(each, sums_of(each, seen))) for each in definitions)
    return laid_out(read, tree=seen.tree, months=seen.months)


def laid_out(
    read: Iterable[tuple[Definition, Finished]], *, tree: Tree | Nodes, months: Months
) -> pa.Table:
    """The cube's table out of the readings of every line and month."""
    versions = {}
    codes = [*tree.codes, *(tree.codes[place] for place in tree.inner), ""]
    scope = np.repeat([OWN, WITH_ALL_BELOW, EVERYWHERE], [len(tree.codes), len(tree.inner), 1])
    columns = {CODE: pa.array(codes, pa.string()), SCOPE: pa.array(scope, pa.int8())}
    for definition, found in read:
        versions[definition.code] = definition.version
        columns |= dict(_columns(definition, found))
    told = {
        "format": FORMAT,
        "first_month": month_numbered(months.first).isoformat(),
        "months": months.count,
        "versions": versions,
    }
    return pa.table(columns).replace_schema_metadata({"cube": json.dumps(told)})


def written_cube(table: pa.Table) -> bytes:
    """A cube as it lies on the disk."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema) as file:
        file.write_table(table.combine_chunks())
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cube:
    """A cube that is open: nothing is in memory but what was looked at.

    ``own`` and ``with_all_below`` say in which line a unit is; in the latter only units that have
    others below them. ``units`` are the codes of the first lines, ``months`` follow each other.
    """

    units: tuple[str, ...]
    own: Mapping[str, int]
    with_all_below: Mapping[str, int]
    months: tuple[date, ...]
    versions: Mapping[str, int]
    numbers: Mapping[str, NDArray[np.float64]]

    @property
    def everywhere(self) -> int:
        """The line of all units together, the last one."""
        return len(self.units) + len(self.with_all_below)

    def has(self, definition: Definition) -> bool:
        """Whether the indicator can be read here, in this version."""
        return self.versions.get(definition.code) == definition.version

    def read(self, definition: Definition, lines: int | slice = slice(None)) -> Finished:
        """An indicator in one line, of shape (months,), or in several, of shape (lines, months)."""
        numerator = self.numbers.get(f"{definition.code}.{NUMERATOR}")
        return Finished(
            numerator=None if numerator is None else numerator[lines],
            denominator=self.numbers[f"{definition.code}.{DENOMINATOR}"][lines],
            value=self.numbers[f"{definition.code}.{VALUE}"][lines],
        )


def open_cube(path: Path) -> Cube | None:
    """Open a cube, which never changes under its name; None if its format is not known here.

    Raises `CannotRead` when the file is not what it was when it was published.
    """
    refuse_damaged([path])
    return _opened(path)


@lru_cache(maxsize=4)
def _opened(path: Path) -> Cube | None:
    with pa.memory_map(str(path)) as file:
        return cube_in(pa.ipc.open_file(file).read_all())


def cube_in(table: pa.Table) -> Cube | None:
    """The cube that a table of `cube_table` holds; None if its format is not known here."""
    told = json.loads(table.schema.metadata[b"cube"])
    if told["format"] != FORMAT:
        return None
    codes, scope = table[CODE].to_pylist(), table[SCOPE].to_numpy()
    first, own = date.fromisoformat(told["first_month"]), int((scope == OWN).sum())
    return Cube(
        units=tuple(codes[:own]),
        own={code: line for line, code in enumerate(codes[:own])},
        with_all_below={code: own + line for line, code in enumerate(codes[own:-1])},
        months=tuple(months_later(first, place) for place in range(told["months"])),
        versions=told["versions"],
        numbers=dict(_numbers(table, told)),
    )


def _columns(definition: Definition, found: Finished) -> Iterator[tuple[str, pa.Array]]:
    """The numbers of one indicator; a list of no months cannot be written, and need not be."""
    numbers = {NUMERATOR: found.numerator, DENOMINATOR: found.denominator, VALUE: found.value}
    for name, given in numbers.items():
        if given is not None and given.size:
            flat = pa.array(np.ascontiguousarray(given).ravel())
            yield (
                f"{definition.code}.{name}",
                pa.FixedSizeListArray.from_arrays(flat, given.shape[1]),
            )


def _numbers(table: pa.Table, told: Mapping[str, Any]) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Each column in shape (lines, months), where it lies in the file."""
    shape = len(table), told["months"]
    if not told["months"]:
        for code in told["versions"]:
            yield from ((f"{code}.{name}", np.empty(shape)) for name in (DENOMINATOR, VALUE))
    for name in table.column_names:
        if name not in (CODE, SCOPE):
            flat = table[name].chunk(0).flatten().to_numpy(zero_copy_only=True)
            yield name, flat.reshape(shape)
