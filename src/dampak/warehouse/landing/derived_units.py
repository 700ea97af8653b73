"""A table of units made from a column of another table, where the office has none."""

from collections.abc import Set
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.landed_file import ROW_NUMBER, Format, LandedFile
from dampak.warehouse.landing.mapped import mapped


def derived_units(
    landed: LandedFile, header: str, *, known: Set[str] = frozenset()
) -> LandedFile | Sentence:
    """One unit for every different code not yet known, named by the column with that header.

    Each row carries the number of the row in which its unit occurs first.
    """
    name = next(
        (field for field, theirs in landed.columns.items() if plain(theirs) == plain(header)), None
    )
    if name is None or "unit_code" not in landed.columns:
        return refusals.units_from_unmapped(landed.name, header)
    rows = mapped(landed)
    passed_over = pa.array(["", *known], pa.string())
    rows = rows.filter(pc.invert(pc.is_in(rows.column("unit_code"), passed_over)))
    firsts = (
        rows.select(["unit_code", ROW_NUMBER])
        .group_by("unit_code")
        .aggregate([(ROW_NUMBER, "min")])
    )
    is_first = pc.is_in(
        rows.column(ROW_NUMBER), firsts.column(f"{ROW_NUMBER}_min").combine_chunks()
    )
    firsts = rows.filter(is_first)
    codes, names = firsts.column("unit_code"), firsts.column(name)
    units = pa.table(
        {
            "code": codes,
            "name": pc.if_else(pc.equal(names, ""), codes, names),
            ROW_NUMBER: firsts.column(ROW_NUMBER),
        }
    )
    return replace(
        landed,
        format=Format.DERIVED,
        table="units",
        columns={"code": landed.columns["unit_code"], "name": header},
        ignored=(),
        records_in=units.num_rows,
        rows=units,
        set_aside=(),
        notices=(
            Sentence(
                "The %(count)s units were taken from the column “%(header)s” of %(file)s.",
                {"count": units.num_rows, "header": header, "file": landed.name},
            ),
        ),
        mapping=None,
    )
