"""The landed rows in the office's agreed words: what a mapping says, applied to every cell."""

import pyarrow as pa

from dampak.datapack.mapping import Mapping
from dampak.warehouse.landing.landed_file import ROW_NUMBER, LandedFile


def mapped(landed: LandedFile) -> pa.Table:
    """The rows with trims, null words, values and constants of the mapping applied.

    Row numbers and order are those of ``landed.rows``, so a value can be shown as it came. Without
    a mapping the rows come back as they are.
    """
    if landed.mapping is None:
        return landed.rows
    rows = landed.rows
    for place, name in enumerate(rows.column_names):
        if name != ROW_NUMBER:
            column = _translated(rows.column(name), name, landed.mapping)
            rows = rows.set_column(place, name, column)
    for name, value in landed.mapping.constants.items():
        if name not in landed.columns:
            rows = rows.append_column(name, pa.repeat(pa.scalar(value), rows.num_rows))
    return rows


def _translated(column: pa.ChunkedArray, name: str, mapping: Mapping) -> pa.ChunkedArray:
    """Each different cell is translated once, however often it occurs."""
    chunks = []
    for chunk in column.dictionary_encode().chunks:
        words = pa.array(
            (mapping.translated(name, word) for word in chunk.dictionary.to_pylist()), pa.string()
        )
        chunks.append(words.take(chunk.indices))
    return pa.chunked_array(chunks, pa.string())
