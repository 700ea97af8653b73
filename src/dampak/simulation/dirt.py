"""The damage that files pick up in real offices, added in known number and kind.

A stain either adds a row that must not be counted or rewrites a row that must still be understood.
The clean rows therefore all stay, and an evaluation of the dirty files must come to the same
numbers as one of the clean files.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dampak.simulation.sheets import Sheet

Cells = dict[str, str]


class Treatment(StrEnum):
    """What an honest reader of the files does with the row."""

    REFUSED = "refused"
    DUPLICATE = "duplicate"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stain:
    """One kind of damage: how often, and what it does to the cells of a row.

    ``needs`` is a column that must be filled for the damage to be possible; ``renumbers`` is the
    column that makes an added row a row of its own.
    """

    kind: str
    treatment: Treatment
    in_10_000: float
    smear: Callable[[Cells], Cells]
    needs: str = ""
    renumbers: str = ""

    @property
    def adds_a_row(self) -> bool:
        """Rows that will not be counted are added; rows that will be are rewritten in place."""
        return self.treatment is not Treatment.KEPT


def soiled(
    sheet: Sheet, stains: Iterable[Stain], rng: np.random.Generator
) -> tuple[Sheet, Counter[tuple[str, str]]]:
    """The sheet with its damage, and the number of damaged rows by kind and treatment."""
    rows = [list(row) for row in sheet.rows]
    added: list[tuple[int, list[str]]] = []
    counts: Counter[tuple[str, str]] = Counter()
    for stain in sorted(stains, key=lambda stain: stain.adds_a_row):
        for at in _chosen(sheet, stain, rng):
            row = _stained(rows[at], stain, sheet, number=at)
            counts[stain.kind, stain.treatment.value] += 1
            if stain.adds_a_row:
                added.append((int(rng.integers(at, len(rows))) + 1, row))
            else:
                rows[at] = row
    return Sheet(table=sheet.table, columns=sheet.columns, rows=_inserted(rows, added)), counts


def _stained(row: list[str], stain: Stain, sheet: Sheet, *, number: int) -> list[str]:
    cells = dict(zip(sheet.columns, row, strict=True))
    if stain.renumbers:
        cells[stain.renumbers] += f"-K{number}"
    return list(stain.smear(cells).values())


def _chosen(sheet: Sheet, stain: Stain, rng: np.random.Generator) -> list[int]:
    column = sheet.column(stain.needs) if stain.needs else 0
    fitting = [at for at, row in enumerate(sheet.rows) if row[column] or not stain.needs]
    wanted = max(1, round(len(sheet.rows) * stain.in_10_000 / 10_000))
    return sorted(rng.choice(fitting, min(wanted, len(fitting)), replace=False).tolist())


def _inserted(rows: list[list[str]], added: list[tuple[int, list[str]]]) -> list[list[str]]:
    """The rows with each added one before the row that stood at its position."""
    result: list[list[str]] = []
    begin = 0
    for at, row in sorted(added, key=lambda pair: pair[0]):
        result += [*rows[begin:at], row]
        begin = at
    return [*result, *rows[begin:]]
