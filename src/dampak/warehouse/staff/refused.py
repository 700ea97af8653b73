"""Rows that cannot be used, with the code of the reason, kept in columns: there may be millions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.conformed.people import masked

Bools = NDArray[np.bool_]
SHOWN = 200  # letters of a value that are kept
HIDDEN = 8  # digits at the least: as many as tell a day of birth
REFUSED = pa.schema(
    {
        "table": pa.string(),
        "file": pa.int32(),
        "row": pa.int64(),
        "column": pa.string(),  # ours; empty when the whole row is at fault
        "value": pa.string(),
        "reason": pa.string(),  # a code; its sentence is known above
        "about": pa.string(),  # what the sentence names beside the value, such as another row
        "key": pa.binary(),  # of the person, where the number could be read
    }
)


@dataclass(slots=True, kw_only=True)
class Refusals:
    """Reasons against the rows of one portion, and which rows they leave."""

    table: str
    file: int
    rows: NDArray[np.int64]
    found: list[pa.Table] = field(default_factory=list)
    is_refused: Bools = field(init=False)
    keys: pa.Array | None = None

    def __post_init__(self) -> None:
        self.is_refused = np.zeros(len(self.rows), bool)

    def add(
        self,
        mask: Bools,
        *,
        column: str,
        reason: str | Iterable[str],
        values: pa.Array | None = None,
        about: pa.Array | None = None,
        is_number: bool = False,
    ) -> None:
        """Refuse the rows of a mask; ``reason`` is one code for all or one for each row."""
        places = pa.array(np.flatnonzero(mask))
        if not len(places):
            return
        self.is_refused |= mask
        n = len(places)
        shown = [""] * n if values is None else [*map(shown_text, values.take(places).to_pylist())]
        if is_number:
            shown = [shown_number(text) for text in shown]
        self.found.append(
            pa.table(
                {
                    "table": pa.array([self.table] * n),
                    "file": pa.array([self.file] * n, pa.int32()),
                    "row": pa.array(self.rows[mask]),
                    "column": pa.array([column] * n),
                    "value": pa.array(shown, pa.string()),
                    "reason": pa.array([reason] * n if isinstance(reason, str) else list(reason)),
                    "about": pa.array([""] * n) if about is None else about.take(places),
                    "key": pa.nulls(n, pa.binary())
                    if self.keys is None
                    else self.keys.take(places).cast(pa.binary()),
                },
                schema=REFUSED,
            )
        )

    def table_of_all(self) -> pa.Table:
        """Every reason, one line each."""
        return pa.concat_tables(self.found) if self.found else REFUSED.empty_table()


def shown_text(text: str | None) -> str:
    """What may be shown of a cell: never a whole number of a person, and not pages of it."""
    return masked((text or "")[:SHOWN])


def shown_number(text: str) -> str:
    """What may be shown of a cell that should hold a number of a person and does not."""
    if len(text) < HIDDEN:
        return text
    start, end = min(6, len(text) - HIDDEN), 4 if len(text) >= 6 + HIDDEN + 4 else 0
    return text[:start] + "*" * (len(text) - start - end) + text[len(text) - end :]


def refused_row(
    table: str, file: int, row: int, *, column: str, value: str, reason: str, about: str = ""
) -> dict[str, object]:
    """One line of `REFUSED`, for tables that are checked row by row."""
    return {
        "table": table,
        "file": file,
        "row": row,
        "column": column,
        "value": shown_text(value),
        "reason": reason,
        "about": about,
        "key": None,
    }
