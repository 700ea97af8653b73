"""Landed files for tests, as landing would hand them on."""

import hashlib
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from dampak.datapack.mapping import Mapping
from dampak.warehouse.landing import Format, LandedFile
from dampak.warehouse.rejects import RejectedRow

SECRET = b"a secret for tests, 32 bytes lng"


def landed(
    table: str,
    drawing: str,
    *,
    name: str = "",
    headers: Lookup[str, str] | None = None,
    mapping: Mapping | None = None,
    file_format: Format = Format.CSV,
    **given: Any,
) -> LandedFile:
    """A file drawn as a table: cells between bars, the rule under the header left out."""
    lines = [line for line in drawing.strip().splitlines() if set(line.strip()) - set("-+")]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return landed_rows(
        table,
        header,
        rows,
        name=name or f"{table}.csv",
        columns=headers or {},
        mapping=mapping,
        format=file_format,
        **given,
    )


def landed_rows(
    table: str, fields: Sequence[str], rows: Sequence[Sequence[str]], **given: Any
) -> LandedFile:
    """A file from its rows of cells; the header stands in row 1."""
    columns = {
        field: pa.array([row[place] for row in rows], pa.string())
        for place, field in enumerate(fields)
    }
    numbers = pa.array(range(2, 2 + len(rows)), pa.int64())
    content = repr((table, tuple(fields), [tuple(row) for row in rows])).encode()
    shown = {field: field for field in fields} | dict(given.pop("columns", {}))
    set_aside: tuple[RejectedRow, ...] = given.pop("set_aside", ())
    described: dict[str, Any] = {
        "name": f"{table}.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "format": Format.CSV,
        "encoding": "utf-8",
        "delimiter": ",",
        "sheet": "",
        "header_row": 1,
        "ignored": (),
        "notices": (),
        **given,
    }
    return LandedFile(
        table=table,
        columns=shown,
        records_in=len(rows) + len(set_aside),
        rows=pa.table({**columns, "row_number": numbers}),
        set_aside=set_aside,
        **described,
    )


def units(*codes: str) -> LandedFile:
    """A table of units with these codes."""
    return landed_rows("units", ["code", "name"], [[code, f"Kecamatan {code}"] for code in codes])
