"""One typed column read as the field of a table: what its cells say, where the value lies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dampak.datapack.columns import Column, Kind
from dampak.warehouse.bulk.clock import on_the_clock
from dampak.warehouse.bulk.kinds import is_text
from dampak.warehouse.bulk.people import KnownPeople
from dampak.warehouse.bulk.texts import (
    bare,
    in_other_words,
    is_short_numbers,
    many_texts,
    numbered,
    of_each,
    trimmed,
)
from dampak.warehouse.conformed.keyed import AS_CAME, REFUSED, WORD
from dampak.warehouse.conformed.parsing.parser import quoted
from dampak.warehouse.conformed.parsing.words import LOOKED_UP, code_of, word_parser
from dampak.warehouse.conformed.shape import ANSWER, DAY, MOMENT, NUMBER, TEXT, WHOLE, YES_NO
from dampak.warehouse.conformed.typed import Said

Cells = Mapping[str, pa.Array | pa.ChunkedArray]

TYPES: Mapping[Kind, pa.DataType] = {
    Kind.DATE: DAY,
    Kind.MONTH: DAY,
    Kind.MOMENT: MOMENT,
    Kind.NUMBER: NUMBER,
    Kind.SHARE: NUMBER,
    Kind.INTEGER: WHOLE,
    Kind.BOOLEAN: YES_NO,
    Kind.ANSWER: ANSWER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A field of some rows: the columns in which it lies, and the SQL of what they say.

    ``lies_in`` names the column that already is the value; None where the SQL makes it.
    """

    cells: Cells
    said: Said
    lies_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the columns of one delivery. ``zone`` is the clock that moments are moved to."""

    zone: str
    people: KnownPeople = field(repr=False)

    def read(self, column: Column, cells: pa.ChunkedArray, *, says_much: bool) -> Read:
        """Read a column of a welcome type; ``says_much``: hardly two rows say the same."""
        if pa.types.is_null(cells.type):
            nothing = cells.cast(TYPES.get(column.kind, TEXT))
            return _lying(column.name, nothing)
        if column.identifies_person:
            return _person(column.name, cells, self.people)
        if column.kind in LOOKED_UP and is_text(cells.type):
            return _words(column, cells)
        if column.kind in OF_KIND:
            return OF_KIND[column.kind](column.name, cells, self.zone)
        if says_much:
            return _names(column.name, cells)
        return _lying(column.name, in_other_words(numbered(cells), bare))


def _lying(name: str, cells: pa.Array | pa.ChunkedArray) -> Read:
    value = quoted(name)
    return Read(cells={name: cells}, said=Said(value=value, shown=value), lies_in=name)


def _names(name: str, cells: pa.ChunkedArray) -> Read:
    """What differs from row to row; whole numbers are written out only where somebody reads."""
    if not is_short_numbers(cells):
        return _lying(name, many_texts(cells))
    text = f"CAST({quoted(name)} AS VARCHAR)"
    whole = cells.cast(pa.int64())
    said = Said(value=text, lies=quoted(name), shown=text)
    return Read(cells={name: whole}, said=said, lies_in=name)


def _person(name: str, cells: pa.ChunkedArray, people: KnownPeople) -> Read:
    came = in_other_words(numbered(cells), trimmed)
    found = people.people_of(came.dictionary)
    own = {name: found.keys, name + REFUSED: found.refused, name + AS_CAME: came.dictionary}
    if not found.refused.null_count < len(found.refused):
        own.pop(name + REFUSED)
    said = Said(
        value=quoted(name),
        fault=quoted(name + REFUSED) if name + REFUSED in own else "NULL",
        shown=quoted(name + AS_CAME),
    )
    columns = {
        each: pa.DictionaryArray.from_arrays(came.indices, words) for each, words in own.items()
    }
    columns = {each: _without_null_words(column) for each, column in columns.items()}
    return Read(cells=columns, said=said, lies_in=name)


def _words(column: Column, cells: pa.ChunkedArray) -> Read:
    """Words of a list; what the parser of words does with cells is done with each word once."""
    came, name = in_other_words(numbered(cells), bare), column.name
    is_open = column.words is not None and not column.words.is_closed
    word = in_other_words(
        came, of_each(lambda cell: code_of(column, cell) or (cell if is_open else None))
    )
    parser = word_parser(column)
    return Read(
        cells={name: came, name + WORD: word},
        said=Said(value=parser.value, fault=parser.fault, shown=quoted(name)),
        lies_in=name + WORD if column.kind is Kind.VOCABULARY else None,
    )


def _day(name: str, cells: pa.ChunkedArray, zone: str) -> Read:
    days = on_the_clock(cells, zone).cast(DAY, safe=False)
    if pa.types.is_date(cells.type):
        return _lying(name, days)
    return _beside(name, days, on_the_clock(cells, zone))


def _month(name: str, cells: pa.ChunkedArray, zone: str) -> Read:
    moments = on_the_clock(cells, zone)
    return _beside(name, pc.floor_temporal(moments.cast(DAY, safe=False), unit="month"), moments)


def _moment(name: str, cells: pa.ChunkedArray, zone: str) -> Read:
    """A day alone is no midnight: it has no clock."""
    moments = on_the_clock(cells, zone)
    if pa.types.is_date(cells.type):
        return _beside(name, moments, cells.cast(DAY))
    said = Said(value=quoted(name), shown=quoted(name), has_clock=f"({quoted(name)} IS NOT NULL)")
    return Read(cells={name: moments}, said=said, lies_in=name)


def _number(name: str, cells: pa.ChunkedArray, _zone: str) -> Read:
    if not pa.types.is_floating(cells.type):
        return _lying(name, cells)
    cells = _without_nan(cells)
    if pc.all(pc.is_finite(cells)).as_py() is not False:
        return _lying(name, cells)
    value, is_number = quoted(name), f"isfinite({quoted(name)})"
    return Read(
        cells={name: cells},
        said=Said(
            value=f"CASE WHEN {is_number} THEN {value} END",
            fault=f"CASE WHEN NOT {is_number} THEN 'no_number' END",
            shown=value,
        ),
    )


def _whole_number(name: str, cells: pa.ChunkedArray, _zone: str) -> Read:
    if pa.types.is_signed_integer(cells.type):
        return _lying(name, cells)
    return _checked(name, cells, "no_whole_number", "BIGINT")


def _answer(name: str, cells: pa.ChunkedArray, _zone: str) -> Read:
    """From 1 to 4, whichever way numbers are kept."""
    if pa.types.is_signed_integer(cells.type):
        ends = pc.min_max(cells).as_py()
        if (ends["min"] or 1) >= 1 and (ends["max"] or 4) <= 4 and ends["min"] != 0:
            return _lying(name, cells.cast(ANSWER))
    return _checked(name, cells, "no_answer_of_1_to_4", "TINYINT", "BETWEEN 1 AND 4")


def _yes_or_no(name: str, cells: pa.ChunkedArray, _zone: str) -> Read:
    if pa.types.is_boolean(cells.type):
        return _lying(name, cells)
    is_known = f"{quoted(name)} IN (0, 1)"
    return Read(
        cells={name: cells},
        said=Said(
            value=f"CASE WHEN {is_known} THEN {quoted(name)} = 1 END",
            fault=f"CASE WHEN NOT ({is_known}) THEN 'no_yes_or_no' END",
            shown=quoted(name),
        ),
    )


OF_KIND: Mapping[Kind, Callable[[str, pa.ChunkedArray, str], Read]] = {
    Kind.DATE: _day,
    Kind.MONTH: _month,
    Kind.MOMENT: _moment,
    Kind.NUMBER: _number,
    Kind.SHARE: _number,
    Kind.INTEGER: _whole_number,
    Kind.BOOLEAN: _yes_or_no,
    Kind.ANSWER: _answer,
}


def _checked(
    name: str, cells: pa.ChunkedArray, fault: str, kind: str, within: str = "IS NOT NULL"
) -> Read:
    """A number that has to be whole, and within some bounds."""
    if pa.types.is_floating(cells.type):
        cells = _without_nan(cells)
    value, whole = quoted(name), f"TRY_CAST({quoted(name)} AS {kind})"
    is_good = f"({whole} = {value} AND {whole} {within})"
    return Read(
        cells={name: cells},
        said=Said(
            value=f"CASE WHEN {is_good} THEN {whole} END",
            fault=f"CASE WHEN {value} IS NOT NULL AND {is_good} IS NOT TRUE THEN '{fault}' END",
            shown=value,
        ),
    )


def _beside(name: str, values: pa.ChunkedArray, came: pa.ChunkedArray) -> Read:
    """A value that is not what stands in the file, which is shown where it is at fault."""
    return Read(
        cells={name: values, name + AS_CAME: came},
        said=Said(value=quoted(name), shown=quoted(name + AS_CAME)),
        lies_in=name,
    )


def _without_nan(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Programs that know no empty cell write that it is not a number."""
    is_nan = pc.is_nan(cells)
    if not pc.any(is_nan).as_py():
        return cells
    return pc.if_else(is_nan, pa.scalar(None, cells.type), cells)


def _without_null_words(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same column; a row whose word is NULL holds none."""
    if not column.dictionary.null_count:
        return column
    is_word = np.asarray(column.dictionary.is_valid())
    place = np.cumsum(is_word, dtype=np.int32) - 1
    indices = pa.array(place, mask=~is_word).take(column.indices)
    return pa.DictionaryArray.from_arrays(indices, column.dictionary.drop_null())
