"""Values that passed become the rows of the warehouse, in its shape."""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from dampak.datapack.columns import Table
from dampak.datapack.vocabularies import DIGITAL_CHANNELS, NOT_DIGITAL_CHANNELS
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.parsing.parser import listed, quoted
from dampak.warehouse.conformed.shape import NUMBER, SHAPES, SOURCE
from dampak.warehouse.conformed.typed import own_numbers
from dampak.warehouse.landing import ROW_NUMBER

SHORT = 12
NO_END = "9000-01-01"  # systems write 9999-12-31 where they mean "still so"

# What follows from other columns. Whoever fills in less is not punished for it.
DERIVED: Mapping[str, Mapping[str, str]] = {
    "service_requests": {
        "is_digital": (
            f"CASE WHEN channel IN {listed(sorted(DIGITAL_CHANNELS))} THEN TRUE"
            f" WHEN channel IN {listed(sorted(NOT_DIGITAL_CHANNELS))} THEN FALSE END"
        ),
        "received_on": "CAST(received_at AS DATE)",
        "closed_on": "CAST(closed_at AS DATE)",
        "status": (
            "coalesce(status, CASE WHEN was_withdrawn THEN 'withdrawn'"
            " WHEN closed_at IS NOT NULL THEN 'closed' ELSE 'open' END)"
        ),
        "was_withdrawn": "coalesce(was_withdrawn, status = 'withdrawn', FALSE)",
    },
    "complaints": {
        "received_on": "CAST(received_at AS DATE)",
        "resolved_on": "CAST(resolved_at AS DATE)",
        "status": (
            "coalesce(status, CASE WHEN resolved_at IS NOT NULL THEN 'closed' ELSE 'open' END)"
        ),
    },
    "training": {"attended": "coalesce(attended, TRUE)"},
}


def open_ends(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Read a last day in the year 9000 or later as what it means: no last day."""
    for name in {"valid_to", "to_on"} & table.by_name.keys():
        connection.execute(f"UPDATE typed SET {name} = NULL WHERE {name} >= DATE '{NO_END}'")


def fill_units_of_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a training that names only the person the unit where that person then worked."""
    connection.execute("""
        UPDATE typed SET unit_code = post.unit_code FROM (
            SELECT typed.row_id, arg_max(people.unit_code, coalesce(from_on, DATE '1900-01-01'))
                AS unit_code
            FROM typed JOIN people_kept AS people USING (person_key)
            WHERE typed.unit_code IS NULL
                AND typed.started_on >= coalesce(from_on, DATE '1900-01-01')
                AND typed.started_on <= coalesce(to_on, DATE '9999-12-31')
            GROUP BY typed.row_id
        ) AS post WHERE post.row_id = typed.row_id
    """)


def shaped(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    files: Sequence[KeyedFile],
    fields: tuple[str, ...],
) -> pa.Table:
    """The rows of ``typed`` outside ``refused``, in the shape of the warehouse."""
    shape, own = SHAPES[table.name], own_numbers(table, fields)
    derived = DERIVED.get(table.name, {})
    columns = [
        f"{derived.get(name, quoted(name))} AS {quoted(name)}"
        for name in (*shape.names, *own)
        if name not in SOURCE
    ]
    connection.register("files", _files(files))
    rows = connection.sql(f"""
        SELECT {", ".join(columns)}, source_file, {ROW_NUMBER} AS source_row
        FROM typed JOIN files USING (file_index)
        WHERE row_id NOT IN (SELECT row_id FROM refused) ORDER BY row_id
    """).to_arrow_table()
    connection.unregister("files")
    return rows.cast(_with_own(shape, own))


def _files(files: Sequence[KeyedFile]) -> pa.Table:
    return pa.table(
        {
            "file_index": list(range(len(files))),
            "source_file": [file.sha256[:SHORT] for file in files],
        }
    )


def _with_own(shape: pa.Schema, own: tuple[str, ...]) -> pa.Schema:
    fields = {name: shape.field(name).type for name in shape.names}
    source = {name: fields.pop(name) for name in SOURCE}
    return pa.schema({**fields, **dict.fromkeys(own, NUMBER), **source})
