"""Whose rows these are: the unit of each row, found once for all rules that ask for it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.warehouse.conformed.typed import POST, UNIT, Typed

# The unit of the post that a person held on the first day of the training, by row.
POSTS = """
    SELECT typed.row_id, arg_max(people.unit_code, coalesce(from_on, DATE '1900-01-01'))
        AS unit_code
    FROM typed JOIN people_kept AS people USING (person_key)
    WHERE typed.unit_code IS NULL
        AND typed.started_on >= coalesce(from_on, DATE '1900-01-01')
        AND typed.started_on <= coalesce(to_on, DATE '9999-12-31')
    GROUP BY typed.row_id
"""


def with_units(typed: Typed) -> Typed:
    """Find the unit of every row; a training that names only the person is given that person's."""
    if POST in typed.cells.column_names:
        typed = typed.with_column(POST, _units_of_people(typed))
    if "unit_code" not in typed.table.by_name:
        return typed
    units = typed.connection.sql("SELECT code FROM units_kept ORDER BY place").to_arrow_table()
    places = _places(_codes(typed), among=units["code"].combine_chunks())
    return typed.with_column(UNIT, places)


def _units_of_people(typed: Typed) -> pa.Array:
    posts = typed.connection.sql(POSTS).to_arrow_table()
    units = np.full(typed.cells.num_rows, None, dtype=object)
    units[np.asarray(posts["row_id"])] = posts["unit_code"].to_pylist()
    return pa.array(units, pa.string())


def _codes(typed: Typed) -> pa.ChunkedArray | pa.Array:
    codes = [typed.cells[name] for name in ("unit_code", POST) if name in typed.cells.column_names]
    if len(codes) == 1:
        return codes[0]
    return (
        pc.coalesce(*(each.cast(pa.string()) for each in codes))
        if codes
        else pa.nulls(typed.cells.num_rows, pa.string())
    )


def _places(codes: pa.ChunkedArray, *, among: pa.Array) -> pa.ChunkedArray:
    """The place of each code; a code of a list of words is looked up once."""
    if not pa.types.is_dictionary(codes.type):
        return pc.index_in(codes, value_set=among)
    chunks = [
        pc.index_in(chunk.dictionary, value_set=among).take(chunk.indices) for chunk in codes.chunks
    ]
    return pa.chunked_array(chunks, pa.int32())
