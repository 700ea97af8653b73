"""A tally as it lies on the disk: the bags one below the other, compared with their neighbours."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dampak.warehouse.tallies.bag import Bag
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.tally import Tally

FORMAT = "dampak-tally/1"
KEY = "key"


class OtherSheet(ValueError):
    """The tally was made for other indicators than those that are asked for now."""


def written_tally(tally: Tally) -> bytes:
    """A tally in a Parquet file; a bag that has fewer columns than others leaves them nought."""
    keys = np.concatenate([bag.keys for bag in tally.bags]).view(np.int64)
    widest = max(bag.columns for bag in tally.bags)
    columns = [_column(tally, column) for column in range(widest)]
    told = {
        "format": FORMAT,
        "rows": [len(bag.keys) for bag in tally.bags],
        "meanings": meanings(tally.sheet),
    }
    names = [KEY, *(str(column) for column in range(widest))]
    table = pa.table([pa.array(each) for each in (keys, *columns)], names=names)
    sink = pa.BufferOutputStream()
    pq.write_table(
        table.replace_schema_metadata({"tally": json.dumps(told)}),
        sink,
        compression="zstd",
        compression_level=1,
        use_dictionary=names[1:],
        column_encoding={KEY: "DELTA_BINARY_PACKED"},
        write_statistics=False,
    )
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def read_tally(written: bytes, sheet: Sheet) -> Tally:
    """The tally that `written_tally` wrote.

    Raises
    ------
    OtherSheet
        If what was counted then is not what the sheet counts now.
    """
    table = pq.ParquetFile(pa.BufferReader(written)).read(use_threads=False)
    told = json.loads(table.schema.metadata[b"tally"])
    if (told["format"], told["meanings"]) != (FORMAT, meanings(sheet)):
        raise OtherSheet(f"The tally of {sheet.table} was made for other indicators.")
    ends = np.cumsum(told["rows"])
    return Tally(
        sheet=sheet,
        bags=tuple(
            _bag(table.slice(end - rows, rows), len(drawer.addends))
            for end, rows, drawer in zip(ends, told["rows"], sheet.drawers, strict=True)
        ),
    )


def meanings(sheet: Sheet) -> list[list[list[str]]]:
    """What each drawer counts, as it is told beside the counts."""
    return [[list(each.meaning) for each in drawer.addends] for drawer in sheet.drawers]


def _column(tally: Tally, column: int) -> np.ndarray:
    return np.concatenate(
        [
            bag.counts[:, column] if column < bag.columns else np.zeros(len(bag.keys), np.int64)
            for bag in tally.bags
        ]
    )


def _bag(rows: pa.Table, columns: int) -> Bag:
    counts = [rows[str(column)].to_numpy() for column in range(columns)]
    return Bag(keys=rows[KEY].to_numpy().view(np.uint64), counts=np.column_stack(counts))
