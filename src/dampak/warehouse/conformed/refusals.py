"""The rows of one table that do not go on, with all the reasons against each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.foundation.text import Sentence
from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.checking import Found
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.repeats import Repeat, key_of
from dampak.warehouse.conformed.typed import Typed
from dampak.warehouse.landing import ROW_NUMBER
from dampak.warehouse.rejects import RejectedRow


class Refusals:
    """Collects reasons against rows of ``typed`` and keeps the relation ``refused`` true."""

    def __init__(self, typed: Typed, files: Sequence[KeyedFile]) -> None:
        self._connection, self._table, self._files = typed.connection, typed.table, files
        self._file_of = np.asarray(typed.cells["file_index"])
        self._number_of = np.asarray(typed.cells[ROW_NUMBER])
        self._found: list[Found] = []
        self._duplicates: set[int] = set()
        self._superseded: set[int] = set()
        self._show_refused()

    def add(self, found: Iterable[Found]) -> None:
        """Note reasons; their rows no longer go on."""
        self._found.extend(found)
        self._show_refused()

    def add_repeats(self, repeats: Iterable[Repeat]) -> None:
        """Note rows that give way to another row."""
        for repeat in repeats:
            (self._duplicates if repeat.is_duplicate else self._superseded).add(repeat.row_id)
            self._found.append(self._giving_way(repeat))
        self._show_refused()

    @property
    def row_ids(self) -> NDArray[np.int64]:
        """The rows that do not go on."""
        return np.unique(np.fromiter((found.row_id for found in self._found), dtype=np.int64))

    def kept_by_file(self) -> Counter[int]:
        """Rows that go on, counted by place of the file."""
        kept = np.bincount(self._file_of, minlength=len(self._files))
        kept -= np.bincount(self._file_of[self.row_ids], minlength=len(self._files))
        return Counter(dict(enumerate(kept.tolist())))

    def by_file(self) -> tuple[Counter[int], Counter[int], Counter[int]]:
        """Refused, duplicate and superseded rows, counted by place of the file."""
        repeated = self._duplicates | self._superseded
        refused = {found.row_id for found in self._found} - repeated
        return self._count(refused), self._count(self._duplicates), self._count(self._superseded)

    def rejected(self) -> Iterator[RejectedRow]:
        """All reasons, with those of landing, in the order of files and rows."""
        by_file = [list(file.set_aside) for file in self._files]
        for found in self._found:
            by_file[self._file_of[found.row_id]].append(self._rejected(found))
        for rows in by_file:
            yield from sorted(rows, key=lambda row: row.row_number)

    def _rejected(self, found: Found) -> RejectedRow:
        file = self._files[self._file_of[found.row_id]]
        header = file.header_of(found.field) if found.field else ""
        blanks = {"column": header, "value": found.value, **found.values}
        used = {name: value for name, value in blanks.items() if f"%({name})s" in found.message}
        return RejectedRow(
            file=file.name,
            table=file.table,
            row_number=int(self._number_of[found.row_id]),
            column=header,
            value=found.value,
            reason=Sentence(found.message, used),
        )

    def _giving_way(self, repeat: Repeat) -> Found:
        file = self._files[self._file_of[repeat.row_id]]
        values = {
            "row": str(self._number_of[repeat.instead]),  # a name of the row, not an amount
            "file": self._files[self._file_of[repeat.instead]].name,
        }
        if not repeat.is_duplicate:
            values["key"] = ", ".join(
                file.header_of(name) for name in key_of(self._table) if name in file.columns
            )
        message = reasons.DUPLICATE if repeat.is_duplicate else reasons.SUPERSEDED
        return Found(row_id=repeat.row_id, field="", value="", message=message, values=values)

    def _count(self, row_ids: set[int]) -> Counter[int]:
        return Counter(int(self._file_of[row_id]) for row_id in row_ids)

    def _show_refused(self) -> None:
        self._connection.register("refused", pa.table({"row_id": self.row_ids}))
