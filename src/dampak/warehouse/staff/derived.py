"""Units that stand only in the rows of people, as in the exports of SIASN."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from dampak.datapack.staff import UNITS_OF_STAFF
from dampak.warehouse.landing.landed_file import ROW_NUMBER, Format, LandedFile
from dampak.warehouse.staff.cells import trimmed

NAMED = ("unit_code", "unit_name", "parent_code", "parent_name")


def names_units(landed: LandedFile) -> bool:
    """Whether the rows of people tell of their units more than the code."""
    return "unit_name" in landed.columns


def units_named(portions: Iterable[LandedFile], known: Iterable[str]) -> LandedFile | None:
    """The units that people are in and that nobody knows yet, with what stands above them."""
    seen: dict[str, dict[str, object]] = {}
    first: LandedFile | None = None
    passed_over = {"", *known}
    for portion in portions:
        first = first or portion
        for row in _different(portion):
            _note(row, seen, passed_over)
    if first is None or not seen:
        return None
    rows = pa.Table.from_pylist(list(seen.values()))
    return LandedFile(
        name=first.name,
        sha256=first.sha256,
        size_bytes=first.size_bytes,
        format=Format.DERIVED,
        encoding="",
        delimiter="",
        sheet=first.sheet,
        header_row=first.header_row,
        table=UNITS_OF_STAFF.name,
        columns={"code": "", "name": "", "parent_code": ""},
        ignored=(),
        records_in=rows.num_rows,
        rows=rows,
        set_aside=(),
        notices=(),
    )


def _different(portion: LandedFile) -> Iterator[dict[str, str | int]]:
    """Each combination of unit and unit above once, with the row in which it stands first."""
    columns = {
        name: trimmed(portion.rows.column(name)) for name in NAMED if name in portion.columns
    }
    cells = pa.table({**columns, ROW_NUMBER: portion.rows.column(ROW_NUMBER)})
    grouped = cells.group_by(list(columns), use_threads=False)
    yield from grouped.aggregate([(ROW_NUMBER, "min")]).to_pylist()


def _note(
    row: dict[str, str | int], seen: dict[str, dict[str, object]], passed_over: set[str]
) -> None:
    number = row[f"{ROW_NUMBER}_min"]
    code, above = str(row.get("unit_code", "")), str(row.get("parent_code", ""))
    if code not in passed_over:
        name = row.get("unit_name") or code
        told: dict[str, object] = {
            "code": code,
            "name": name,
            "parent_code": above,
            ROW_NUMBER: number,
        }
        if code not in seen or not seen[code]["parent_code"]:
            seen[code] = told
    if above not in passed_over and above not in seen:
        name = row.get("parent_name") or above
        seen[above] = {"code": above, "name": name, "parent_code": "", ROW_NUMBER: number}
