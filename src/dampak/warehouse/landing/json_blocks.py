"""Some thousand lines of JSON at once; only where one of them is odd is each read by itself.

What a strict reader takes for rows of texts, whole numbers and marks means the same to everybody.
It takes no line that `json_rows` would refuse, and the texts it makes are the same.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

from dampak.foundation.text import Sentence
from dampak.warehouse.landing.json_rows import SHOWN, Row, row_of, text_of
from dampak.warehouse.landing.records import OTHER_ENCODING, Refused

LOOKED_AT = 100  # lines whose values tell what the columns hold
TYPES = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}


@dataclass(slots=True)
class Block:
    """Rows of some lines: a column of texts for each key, and the number of each row's line."""

    columns: Mapping[str, pa.Array]
    numbers: list[int]
    refused: list[Refused] = field(default_factory=list)
    several: list[tuple[str, int, str]] = field(default_factory=list)  # key, row and what stands


def block_of(lines: Sequence[bytes], *, first: int, unread: frozenset[int]) -> Block:
    """The rows of the lines, of which the first has the number ``first``; empty ones are none."""
    numbered = {first + place: line for place, bare in enumerate(lines) if (line := bare.strip())}
    at_once = None if unread & numbered.keys() else _at_once(list(numbered.values()))
    if at_once is not None:
        return Block(columns=at_once, numbers=list(numbered))
    return _one_by_one(numbered, unread)


def _at_once(lines: Sequence[bytes]) -> dict[str, pa.Array] | None:
    kinds = _kinds(lines[:LOOKED_AT])
    text = b"\n".join(lines)
    if not kinds or b"\\u0000" in text or not all(map(_is_whole, lines)):
        return None
    try:
        rows = arrow_json.read_json(
            pa.BufferReader(text),
            read_options=arrow_json.ReadOptions(use_threads=False, block_size=len(text) + 1),
            parse_options=arrow_json.ParseOptions(
                explicit_schema=pa.schema(kinds), unexpected_field_behavior="error"
            ),
        )
    except pa.ArrowInvalid:
        return None
    if rows.num_rows != len(lines):
        return None
    return {name: pc.fill_null(rows[name].combine_chunks().cast(pa.string()), "") for name in kinds}


def _is_whole(line: bytes) -> bool:
    """Of objects over two lines, and two on one, the numbers might make up for each other."""
    return line.startswith(b"{") and line.endswith(b"}")


def _kinds(lines: Sequence[bytes]) -> dict[str, pa.DataType] | None:
    """The type of each key's values; None where one is neither text, whole number nor mark."""
    kinds: dict[str, type | None] = {}
    for line in lines:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(row, dict) or not all(_is_plain(value) for value in row.values()):
            return None
        for name, value in row.items():
            kinds[name] = kinds.get(name) or (None if value is None else type(value))
    return {name: TYPES[kind or str] for name, kind in kinds.items()}


def _is_plain(value: Any) -> bool:
    return value is None or type(value) in TYPES


def _one_by_one(lines: Mapping[int, bytes], unread: frozenset[int]) -> Block:
    rows: list[Row] = []
    found = Block(columns={}, numbers=[])
    for number, line in lines.items():
        text = line.decode()
        row = OTHER_ENCODING if number in unread else row_of(text)
        if isinstance(row, Sentence):
            found.refused.append(Refused(row_number=number, value=text[:SHOWN], reason=row))
        else:
            rows.append(row)
            found.numbers.append(number)
    names = dict.fromkeys(name for row in rows for name in row)
    found.columns = {name: _texts(name, rows, found) for name in names}
    return found


def _texts(name: str, rows: Sequence[Row], found: Block) -> pa.Array:
    for place, row in enumerate(rows):
        value = row.get(name)
        if isinstance(value, list | dict):
            shown = json.dumps(value, ensure_ascii=False)[:SHOWN]
            found.several.append((name, place, shown))
    return pa.array([text_of(row.get(name)) for row in rows], pa.string())
