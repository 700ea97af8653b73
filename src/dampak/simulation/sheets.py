"""A table as an office fills it in: text in every cell."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows of text under the columns of one table of the data pack."""

    table: str
    columns: tuple[str, ...]
    rows: list[list[str]]

    def column(self, name: str) -> int:
        """Where a column stands."""
        return self.columns.index(name)


def sheet_of(table: str, **columns: NDArray[np.generic] | Sequence[str]) -> Sheet:
    """A sheet from columns of equal length, in the order given."""
    cells = [c.tolist() if isinstance(c, np.ndarray) else list(c) for c in columns.values()]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Sheet(table=table, columns=tuple(columns), rows=rows)
