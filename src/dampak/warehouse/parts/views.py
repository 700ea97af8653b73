"""A table in parts as one view, in exactly the shape of the warehouse, without its dead rows."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from dampak.warehouse.conformed.parsing.parser import text_literal
from dampak.warehouse.conformed.shape import SHAPES
from dampak.warehouse.parts.coding import read_as
from dampak.warehouse.parts.part import Part


def view_sql(table: str, parts: Sequence[Part], folder: Path) -> str:
    """The statement that makes the view; ``folder`` holds the files."""
    together = "\nUNION ALL ".join(_sources(parts, folder))
    return f"CREATE VIEW {table} AS {together}"


def _sources(parts: Sequence[Part], folder: Path) -> Iterator[str]:
    """Parts that are coded alike and have no dead rows are read together."""
    whole = sorted((part for part in parts if not part.dead), key=_coding)
    for _coded, alike in groupby(whole, key=_coding):
        some = sorted(alike, key=lambda part: (part.month, part.number))
        paths = ", ".join(_text(folder / part.file) for part in some)
        yield f"SELECT {_columns(some[0])} FROM read_parquet([{paths}])"  # nosec B608 - names and expressions of our own tables, values are bound
    for part in parts:
        if part.dead:
            yield _living(part, folder)


def _living(part: Part, folder: Path) -> str:
    rows = f"read_parquet({_text(folder / part.file)}, file_row_number = true)"
    dead = f"read_parquet({_text(folder / str(part.dead))})"
    return (
        f"SELECT {_columns(part)} FROM {rows} AS lying"
        f" ANTI JOIN {dead} AS dead ON lying.file_row_number = dead.row"  # nosec B608 - names and expressions of our own tables, values are bound
    )


def _columns(part: Part) -> str:
    return ", ".join(read_as(name, part.codings) for name in SHAPES[part.table].names)


def _coding(part: Part) -> str:
    return repr(sorted(part.codings.items()))


def _text(path: Path) -> str:
    return text_literal(str(path))
