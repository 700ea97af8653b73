"""Values that passed become the rows of the warehouse, in its shape."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.datapack.vocabularies import DIGITAL_CHANNELS, NOT_DIGITAL_CHANNELS
from dampak.warehouse.conformed.cells import in_one
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.parsing.parser import listed, quoted
from dampak.warehouse.conformed.shape import NUMBER, SHAPES, SOURCE, TEXT
from dampak.warehouse.conformed.typed import Typed, own_numbers
from dampak.warehouse.landing import ROW_NUMBER

SHORT = 12

# What follows from other columns.
DERIVED: Mapping[str, Mapping[str, str]] = {
    "service_requests": {
        "is_digital": (
            f"CASE WHEN channel IN {listed(sorted(DIGITAL_CHANNELS))} THEN TRUE"
            f" WHEN channel IN {listed(sorted(NOT_DIGITAL_CHANNELS))} THEN FALSE END"
        ),
        "received_on": "CAST(received_at AS DATE)",
        "closed_on": "CAST(closed_at AS DATE)",
    },
    "complaints": {
        "received_on": "CAST(received_at AS DATE)",
        "resolved_on": "CAST(resolved_at AS DATE)",
    },
}
# What follows from one other column alone is asked of each word once, where that column is a list
# of words and a number a row.
FROM_ONE: Mapping[str, str] = {"is_digital": "channel"}
# What stands for an empty cell. Whoever fills in less is not punished for it.
WHERE_EMPTY: Mapping[str, Mapping[str, str]] = {
    "service_requests": {
        "status": (
            "CASE WHEN was_withdrawn THEN 'withdrawn'"
            " WHEN closed_at IS NOT NULL THEN 'closed' ELSE 'open' END"
        ),
        "was_withdrawn": "coalesce(status = 'withdrawn', FALSE)",
    },
    "complaints": {"status": "CASE WHEN resolved_at IS NOT NULL THEN 'closed' ELSE 'open' END"},
    "training": {"attended": "TRUE"},
}


def shaped(
    typed: Typed,
    files: Sequence[KeyedFile],
    refused: NDArray[np.int64],
    *,
    words_stay_numbered: bool = False,
) -> pa.Table:
    """The rows outside ``refused``, in the shape of the warehouse.

    What only has to be handed on is taken from where it lies; the engine makes the rest. Where
    ``words_stay_numbered``, texts that came as a list of words and a number a row, or as whole
    numbers, stay so.
    """
    shape, own = SHAPES[typed.table.name], own_numbers(typed.table, typed.fields)
    names = [name for name in (*shape.names, *own) if name not in SOURCE]
    made = {name: quoted(name) for name in names if name not in typed.lying}
    made |= {**DERIVED.get(typed.table.name, {}), **_filled_in(typed)}
    columns = _from_words(typed, made)
    columns |= _made(typed, {name: sql for name, sql in made.items() if name not in columns})
    columns |= {name: typed.cells[typed.lying[name]] for name in names if name not in made}
    columns |= {
        "source_file": _source_files(typed, files),
        "source_row": typed.cells[ROW_NUMBER],
    }
    rows = pa.table({name: columns[name] for name in (*names, *SOURCE)})
    wanted = _with_own(shape, own)
    if words_stay_numbered:
        wanted = _with_words(wanted, rows.schema)
    if not refused.size:
        return rows.cast(wanted)
    keeps = np.ones(rows.num_rows, bool)
    keeps[refused] = False
    return rows.filter(pa.array(keeps)).cast(wanted)


def content_of(typed: Typed) -> tuple[str, ...]:
    """SQL over ``typed`` of every column that its rows will have, but for where they were read."""
    table = typed.table.name
    made = {**DERIVED.get(table, {}), **_coalesced(table)}
    shape, own = SHAPES[table], own_numbers(typed.table, typed.fields)
    return tuple(
        made.get(name, quoted(name)) for name in (*shape.names, *own) if name not in SOURCE
    )


def _coalesced(table: str) -> dict[str, str]:
    return {
        name: f"coalesce({quoted(name)}, {sql})" for name, sql in WHERE_EMPTY.get(table, {}).items()
    }


def _filled_in(typed: Typed) -> dict[str, str]:
    """What is put where cells are empty; a column without empty ones stays where it lies."""
    return {
        name: sql
        for name, sql in _coalesced(typed.table.name).items()
        if name not in typed.lying or typed.cells[typed.lying[name]].null_count
    }


def _from_words(typed: Typed, made: Mapping[str, str]) -> dict[str, pa.ChunkedArray]:
    """Columns that follow from a list of words, each word asked once."""
    columns = {}
    for name, of in FROM_ONE.items():
        if name not in made:
            continue
        column = typed.cells[typed.lying[of]] if of in typed.lying else None
        if column is not None and pa.types.is_dictionary(column.type):
            words = in_one(column)
            typed.connection.register("words", pa.table({of: words.dictionary}))
            asked = typed.connection.sql(f"SELECT {made[name]} AS said FROM words")  # nosec B608 - names and expressions of our own tables, values are bound
            columns[name] = in_one(asked.to_arrow_table()["said"]).take(words.indices)
            typed.connection.unregister("words")
    return columns


def _made(typed: Typed, made: Mapping[str, str]) -> dict[str, pa.ChunkedArray]:
    """Columns that the engine makes, in the order of the rows."""
    if not made:
        return {}
    columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in made.items())
    rows = typed.connection.sql(f"SELECT row_id, {columns} FROM typed").to_arrow_table()  # nosec B608 - names and expressions of our own tables, values are bound
    if not np.array_equal(np.asarray(rows["row_id"]), np.arange(typed.cells.num_rows)):
        raise AssertionError("the engine handed the rows back in another order")
    return {name: rows[name] for name in made}


def _source_files(typed: Typed, files: Sequence[KeyedFile]) -> pa.ChunkedArray:
    names = pa.array([file.sha256[:SHORT] for file in files], pa.string())
    return pa.chunked_array(
        [
            pa.DictionaryArray.from_arrays(chunk, names)
            for chunk in typed.cells["file_index"].chunks
        ],
        pa.dictionary(pa.int32(), pa.string()),
    )


def _with_own(shape: pa.Schema, own: tuple[str, ...]) -> pa.Schema:
    fields = {name: shape.field(name).type for name in shape.names}
    source = {name: fields.pop(name) for name in SOURCE}
    return pa.schema({**fields, **dict.fromkeys(own, NUMBER), **source})


def _with_words(wanted: pa.Schema, there: pa.Schema) -> pa.Schema:
    types = (there.field(field.name).type for field in wanted)
    return pa.schema(
        field.with_type(kind) if _stays(field.type, kind) else field
        for field, kind in zip(wanted, types, strict=True)
    )


def _stays(wanted: pa.DataType, kind: pa.DataType) -> bool:
    """Lists of words stay so, and texts that came as whole numbers stay those."""
    return bool(pa.types.is_dictionary(kind) or (wanted == TEXT and pa.types.is_integer(kind)))
