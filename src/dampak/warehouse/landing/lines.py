"""Every physical line of a delimited text measured at once, so that only odd ones are read twice.

Nothing here decides anything: a line is measured as if it were a record of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEWLINE, _RETURN, _QUOTE, _NUL, _SPACE, _TAB = 10, 13, 34, 0, 32, 9
_BLOCK_BYTES = 4 << 20
_LOOK_BYTES = 1 << 16
_FEW = 100  # one line in so many may be looked at alone

Text = bytes | memoryview


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One entry per physical line.

    ``starts`` and ``ends`` bound the line without its line break; ``fields`` counts its fields if
    its quotation marks are in order; ``is_odd`` marks lines whose quotation marks or control
    characters need a closer look; ``leaves_open`` those with an odd number of quotation marks;
    ``has_quotes``, ``has_nul`` and ``is_blank`` say what they say.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    fields: NDArray[np.int64]
    is_odd: NDArray[np.bool_]
    has_quotes: NDArray[np.bool_]
    leaves_open: NDArray[np.bool_]
    has_nul: NDArray[np.bool_]
    is_blank: NDArray[np.bool_]


def measured(text: Text, delimiter: str) -> Lines:
    """Measure all lines, block by block so that memory stays small beside the file."""
    parts = [_measured_block(block, start, ord(delimiter)) for block, start in _blocks(text)] or [
        _measured_block(np.zeros(0, np.uint8), 0, ord(delimiter))
    ]
    return Lines(
        **{
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in Lines.__dataclass_fields__
        }
    )


def _blocks(text: Text) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Blocks of whole lines."""
    letters, start = np.frombuffer(text, np.uint8), 0
    while start < letters.size:
        end = end_of_line(letters, min(start + _BLOCK_BYTES, letters.size))
        yield letters[start:end], start
        start = end


def end_of_line(letters: NDArray[np.uint8], place: int) -> int:
    """Behind the first line break from ``place`` on."""
    while place < letters.size:
        breaks = np.flatnonzero(letters[place : place + _LOOK_BYTES] == _NEWLINE)
        if breaks.size:
            return place + int(breaks[0]) + 1
        place += _LOOK_BYTES
    return int(letters.size)


def _measured_block(block: NDArray[np.uint8], offset: int, delimiter: int) -> Lines:
    starts, ends = _bounds(block)
    quotes = np.flatnonzero(block == _QUOTE)
    quotes_before = np.searchsorted(quotes, starts)
    n_quotes = np.diff(np.append(quotes_before, quotes.size))
    is_odd = _lone_returns(block, starts, ends)
    _mark_odd_quotes(is_odd, block, delimiter, (starts, ends), (quotes, quotes_before))
    return Lines(
        starts=starts + offset,
        ends=ends + offset,
        fields=_fields(block, delimiter, starts, quotes, quotes_before),
        is_odd=is_odd | (n_quotes % 2 == 1),
        has_quotes=n_quotes > 0,
        leaves_open=n_quotes % 2 == 1,
        has_nul=_lines_with_nul(block, starts),
        is_blank=_blank(block, delimiter, starts, ends),
    )


def _bounds(block: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    breaks = np.flatnonzero(block == _NEWLINE)
    starts = np.concatenate(([0], breaks + 1)).astype(np.int64)
    ends = np.append(breaks, block.size).astype(np.int64)
    if starts[-1] == block.size:  # the last line was ended: nothing follows it
        starts, ends = starts[:-1], ends[:-1]
    ends_in_return = (ends > starts) & (block[np.maximum(ends - 1, 0)] == _RETURN)
    return starts, ends - ends_in_return


def _fields(
    block: NDArray[np.uint8],
    delimiter: int,
    starts: NDArray[np.int64],
    quotes: NDArray[np.int64],
    quotes_before: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Delimiters outside quotation marks, and one."""
    delimiters = np.flatnonzero(block == delimiter)
    if quotes.size:
        line = np.searchsorted(starts, delimiters, side="right") - 1
        inside = (np.searchsorted(quotes, delimiters) - quotes_before[line]) % 2 == 1
        delimiters = delimiters[~inside]
    before = np.searchsorted(delimiters, starts)
    return np.diff(np.append(before, delimiters.size)) + 1


def _mark_odd_quotes(
    is_odd: NDArray[np.bool_],
    block: NDArray[np.uint8],
    delimiter: int,
    bounds: tuple[NDArray[np.int64], NDArray[np.int64]],
    where: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    """An opening mark follows a delimiter, a closing one precedes it; a doubled one is a letter."""
    (starts, ends), (quotes, quotes_before) = bounds, where
    if not quotes.size:
        return
    line = np.searchsorted(starts, quotes, side="right") - 1
    opens = (np.arange(quotes.size) - quotes_before[line]) % 2 == 0
    before = np.where(quotes > starts[line], block[quotes - 1], delimiter)
    after = np.where(
        quotes + 1 < ends[line], block[np.minimum(quotes + 1, block.size - 1)], delimiter
    )
    neighbour = np.where(opens, before, after)
    is_odd[line[(neighbour != delimiter) & (neighbour != _QUOTE)]] = True


def _lone_returns(
    block: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Lines with a carriage return in their midst."""
    found = np.zeros(starts.size, bool)
    is_return = block == _RETURN
    n_at_ends = np.count_nonzero(is_return[ends[ends < block.size]])
    if np.count_nonzero(is_return) > n_at_ends:
        returns = np.flatnonzero(is_return)
        line = np.searchsorted(starts, returns, side="right") - 1
        found[line[returns < ends[line]]] = True
    return found


def _lines_with_nul(block: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    found = np.zeros(starts.size, bool)
    found[np.searchsorted(starts, np.flatnonzero(block == _NUL), side="right") - 1] = True
    return found


def _blank(
    block: NDArray[np.uint8],
    delimiter: int,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Lines of blanks and delimiters only; most show by their first letter that they are not."""
    blanks = np.zeros(256, bool)
    blanks[[delimiter, _SPACE, _TAB, _RETURN, _NEWLINE]] = True
    is_blank = blanks[block[starts]]
    doubtful = np.flatnonzero(is_blank)
    if doubtful.size * _FEW < starts.size:
        is_blank[doubtful] = [blanks[block[starts[line] : ends[line]]].all() for line in doubtful]
    elif starts.size:
        is_blank = np.logical_and.reduceat(blanks[block], starts)
    return is_blank
