"""Rows that were set aside, kept by reason: to be handed on as records, or as a table of many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed.checking import Found
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.kept_rejects import REJECTS, rejects_table
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.sentences import each_as_text

Blanks = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """The reasons against rows of ``files``, with those of landing.

    For each of ``found``, ``file_of`` holds the place of the file of each of its rows and
    ``numbers`` the row as a spreadsheet shows it.
    """

    files: Sequence[KeyedFile] = field(repr=False)
    found: tuple[Found, ...]
    file_of: tuple[NDArray[np.int32], ...]
    numbers: tuple[NDArray[np.int64], ...]

    def by_file(self) -> Iterator[tuple[KeyedFile, tuple[RejectedRow, ...]]]:
        """Each file with one record for each reason, in the order of files and rows."""
        for index, file in enumerate(self.files):
            of_file = list(file.set_aside)
            for found, numbers, here in self._of_file(index):
                of_file += _records(found, file, numbers, here)
            yield file, tuple(sorted(of_file, key=lambda row: row.row_number))

    def of_file(self, index: int) -> pa.Table:
        """The same of one file as a table, in the columns of `kept_rejects.REJECTS`."""
        file = self.files[index]
        tables = [rejects_table(file.set_aside)]
        tables += [
            _table(found, file, numbers, here) for found, numbers, here in self._of_file(index)
        ]
        together = pa.concat_tables(tables)
        order = np.argsort(np.asarray(together["row_number"]), kind="stable")
        return together.take(pa.array(order))

    def _of_file(self, index: int) -> Iterator[tuple[Found, list[int], list[int]]]:
        """What was found in a file: numbers of rows, and their places among those of the reason."""
        for found, files, numbers in zip(self.found, self.file_of, self.numbers, strict=True):
            here = np.flatnonzero(files == index)
            if here.size:
                yield found, numbers[here].tolist(), here.tolist()


def _records(
    found: Found, file: KeyedFile, numbers: Sequence[int], here: Sequence[int]
) -> Iterator[RejectedRow]:
    blanks = _blanks(found, file, here)
    for place, (number, at) in enumerate(zip(numbers, here, strict=True)):
        yield RejectedRow(
            file=file.name,
            table=file.table,
            row_number=number,
            column=_header(found, file),
            value=found.cells[at],
            reason=Sentence(found.message, {name: each[place] for name, each in blanks.items()}),
        )


def _table(found: Found, file: KeyedFile, numbers: Sequence[int], here: Sequence[int]) -> pa.Table:
    same = {
        "file": file.name,
        "table": file.table,
        "column": _header(found, file),
        "message": found.message,
    }
    columns = {name: pa.repeat(pa.scalar(value), len(here)) for name, value in same.items()}
    columns |= {
        "row_number": pa.array(numbers),
        "value": pa.array([found.cells[at] for at in here], pa.string()),
        "values": pa.array(each_as_text(_blanks(found, file, here), len(here)), pa.string()),
    }
    return pa.table({name: columns[name] for name in REJECTS.names}, REJECTS)


def _blanks(found: Found, file: KeyedFile, here: Sequence[int]) -> Blanks:
    """What stands in the blanks of the sentence, row by row."""
    blanks = {
        "column": [_header(found, file)] * len(found.cells),
        "value": found.cells,
        **found.values,
    }
    return {
        name: [values[at] for at in here]
        for name, values in blanks.items()
        if f"%({name})s" in found.message
    }


def _header(found: Found, file: KeyedFile) -> str:
    return file.header_of(found.field) if found.field else ""
