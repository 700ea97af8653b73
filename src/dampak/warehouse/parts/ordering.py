"""The order of the rows in a part: unit after unit as the tree has them, each from old to new."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dampak.warehouse.parts.tables import DATED_BY

BITS = 64


def order_of(table: str, rows: pa.Table, units: Sequence[str]) -> NDArray[np.int64]:
    """The order of a part's rows: by place of their unit in ``units``, then by moment.

    Units that are not among ``units`` come last, by their code. Rows of one unit and moment stay
    in the order in which they came.
    """
    places = _places(rows.column("unit_code"), units)
    moments = _moments(rows.column(DATED_BY[table]))
    bits, n = _bits(moments), len(places)
    if _bits(places) + bits + n.bit_length() > BITS:
        together = (places << np.uint64(40)) | moments
        order: NDArray[np.int64] = np.argsort(together, kind="stable")
        return order
    # with its own place behind it each key is another one, and sorting those is far cheaper
    key = ((places << np.uint64(bits)) | moments) << np.uint64(n.bit_length())
    key |= np.arange(n, dtype=np.uint64)
    key.sort()
    return (key & np.uint64((1 << n.bit_length()) - 1)).view(np.int64)


def _bits(numbers: NDArray[np.uint64]) -> int:
    return int(numbers.max(initial=0)).bit_length()


def _places(codes: pa.ChunkedArray, units: Sequence[str]) -> NDArray[np.uint64]:
    words = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes
    words = words if pa.types.is_dictionary(words.type) else words.dictionary_encode()
    place_of = {code: place for place, code in enumerate(units)}
    here = [code for code in words.dictionary.to_pylist() if code is not None]
    unknown = sorted(set(here) - place_of.keys())
    place_of |= {code: len(units) + extra for extra, code in enumerate(unknown)}
    places = np.array([place_of[code] for code in here] + [len(units) + len(unknown)], np.uint64)
    found: NDArray[np.uint64] = places[words.indices.fill_null(len(here)).to_numpy()]
    return found


def _moments(column: pa.ChunkedArray) -> NDArray[np.uint64]:
    """Days, minutes or seconds since the first one; 40 bits hold 34,000 years of seconds."""
    whole = pa.int32() if pa.types.is_date(column.type) else pa.int64()
    moments = column.cast(whole).cast(pa.int64())
    first = pc.min(moments).as_py()
    since = pc.subtract(moments.fill_null(first or 0), first or 0).to_numpy()
    if pa.types.is_timestamp(column.type):
        since = since // 1_000_000
    elapsed: NDArray[np.uint64] = since.astype(np.uint64)
    return elapsed
