"""Where the header stands: under titles, over one row or two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dampak.datapack.columns import Table
from dampak.datapack.mapping import Mapping
from dampak.datapack.recognition import known_headers
from dampak.datapack.vocabulary import plain
from dampak.warehouse.landing.source import HeadRow

_NUMBERING = re.compile(r"\(?(\d{1,3})\)?\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header that was found: its labels, the rows it takes, and the first row below it."""

    labels: tuple[str, ...]
    rows: tuple[HeadRow, ...]
    first_row_below: int
    n_known: int

    @property
    def row_number(self) -> int:
        """The row of the header; the last of two."""
        return self.rows[-1].row_number


def find_header(
    head: Sequence[HeadRow], tables: Iterable[Table], mapping: Mapping | None = None
) -> Header | None:
    """The row, or the two merged rows, with the most headers that one table knows.

    A single row is preferred to two, and an upper row to a lower one.
    """
    told = frozenset(map(plain, mapping.columns.values())) if mapping else frozenset()
    known = [known_headers(table) | told for table in tables]
    best: Header | None = None
    for height in (1, 2):
        for place in range(len(head) - height + 1):
            if best and _width(head[place : place + height]) <= best.n_known:
                continue  # every one of its cells could be known, and it would be no better
            for headers in known:
                found = _read(head, place, height, headers)
                if found.n_known > (best.n_known if best else 0):
                    best = found
    return best


def _width(rows: Sequence[HeadRow]) -> int:
    return max(len(row.cells) for row in rows)


def n_recognised(
    head: Sequence[HeadRow], tables: Iterable[Table], mapping: Mapping | None = None
) -> int:
    """How many headers are known in the best row."""
    found = find_header(head, tables, mapping)
    return found.n_known if found else 0


def _read(head: Sequence[HeadRow], place: int, height: int, known: frozenset[str]) -> Header:
    rows = tuple(head[place : place + height])
    labels = rows[0].cells if height == 1 else _joined(rows[0].cells, rows[1].cells, known)
    below = rows[-1].next_row
    following = head[place + height : place + height + 1]
    if following and _is_numbering(following[0].cells):
        below = following[0].next_row
    return Header(
        labels=labels,
        rows=rows,
        first_row_below=below,
        n_known=len({plain(label) for label in labels} & known),
    )


def _joined(top: Sequence[str], bottom: Sequence[str], known: frozenset[str]) -> tuple[str, ...]:
    """Two rows as one: a merged cell above speaks for every column under it."""
    width = max(len(top), len(bottom))
    above = (*top, *[""] * (width - len(top)))
    below = (*bottom, *[""] * (width - len(bottom)))
    labels, spanning = [], ""
    for own, under in zip(map(str.strip, above), map(str.strip, below), strict=True):
        spanning = own or spanning
        both = f"{spanning} {under}".strip() if under else own
        labels.append(under if plain(under) in known and plain(both) not in known else both)
    return tuple(labels)


def _is_numbering(cells: Sequence[str]) -> bool:
    """Whether the row only numbers the columns, as forms in government do: (1) (2) (3)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = [found[1] for cell in filled if (found := _NUMBERING.fullmatch(cell))]
    in_order = [str(number) for number in range(1, len(filled) + 1)]
    return len(filled) > 2 and numbers == in_order
