"""The rows of one table that do not go on, with all the reasons against each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dampak.warehouse.conformed import reasons
from dampak.warehouse.conformed.checking import Found
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.rejections import Rejections
from dampak.warehouse.conformed.repeats import Repeats, RowIds, key_of
from dampak.warehouse.conformed.typed import Typed
from dampak.warehouse.landing import ROW_NUMBER


class Refusals:
    """Collects reasons against rows of ``typed`` and keeps the relation ``refused`` true."""

    def __init__(self, typed: Typed, files: Sequence[KeyedFile]) -> None:
        self._connection, self._table, self._files = typed.connection, typed.table, files
        self._file_of = np.asarray(typed.cells["file_index"])
        self._number_of = np.asarray(typed.cells[ROW_NUMBER])
        self._found: list[Found] = []
        self._duplicates = self._superseded = self.row_ids = np.zeros(0, np.int64)
        self._show_refused()

    def add(self, found: Iterable[Found]) -> None:
        """Note reasons; their rows no longer go on."""
        new = list(found)
        self._found += new
        self._refuse(np.asarray(each.row_ids, np.int64) for each in new)

    def add_repeats(self, repeats: Repeats) -> None:
        """Note rows that give way to another row."""
        self._duplicates = repeats.row_ids[repeats.is_duplicate]
        self._superseded = repeats.row_ids[~repeats.is_duplicate]
        self._found += self._giving_way(repeats)
        self._refuse([repeats.row_ids])

    def kept_by_file(self) -> Counter[int]:
        """Rows that go on, counted by place of the file."""
        kept = np.bincount(self._file_of, minlength=len(self._files))
        kept -= np.bincount(self._file_of[self.row_ids], minlength=len(self._files))
        return Counter(dict(enumerate(kept.tolist())))

    def by_file(self) -> tuple[Counter[int], Counter[int], Counter[int]]:
        """Refused, duplicate and superseded rows, counted by place of the file."""
        repeated = np.concatenate([self._duplicates, self._superseded])
        refused = np.setdiff1d(self.row_ids, repeated, assume_unique=True)
        return self._count(refused), self._count(self._duplicates), self._count(self._superseded)

    def rejections(self) -> Rejections:
        """All reasons, with those of landing."""
        return Rejections(
            files=self._files,
            found=tuple(self._found),
            file_of=tuple(self._file_of.take(each.row_ids) for each in self._found),
            numbers=tuple(self._number_of.take(each.row_ids) for each in self._found),
        )

    def _giving_way(self, repeats: Repeats) -> Iterator[Found]:
        """The reasons against repeated rows, those of one kind and file together."""
        file_of = self._file_of[repeats.row_ids]
        for index in np.unique(file_of).tolist():
            of_file, headers = file_of == index, self._key_in(self._files[index])
            for is_duplicate in (True, False):
                here = of_file & (repeats.is_duplicate == is_duplicate)
                if here.any():
                    keys = {} if is_duplicate else {"key": headers}
                    yield self._one_kind(repeats.row_ids[here], repeats.instead[here], keys)

    def _one_kind(self, row_ids: RowIds, instead: RowIds, keys: dict[str, str]) -> Found:
        numbers, files = self._number_of[instead].tolist(), self._file_of[instead].tolist()
        return Found(
            row_ids=row_ids.tolist(),
            field="",
            cells=[""] * row_ids.size,
            message=reasons.SUPERSEDED if keys else reasons.DUPLICATE,
            values={
                "row": list(map(str, numbers)),  # names of rows, not amounts
                "file": [self._files[index].name for index in files],
                **{name: [value] * row_ids.size for name, value in keys.items()},
            },
        )

    def _key_in(self, file: KeyedFile) -> str:
        names = (name for name in key_of(self._table) if name in file.columns)
        return ", ".join(file.header_of(name) for name in names)

    def _count(self, row_ids: RowIds) -> Counter[int]:
        return Counter(self._file_of[row_ids].tolist())

    def _refuse(self, row_ids: Iterable[NDArray[np.int64]]) -> None:
        self.row_ids = np.unique(np.concatenate([self.row_ids, *row_ids]))
        self._show_refused()

    def _show_refused(self) -> None:
        self._connection.register("refused", pa.table({"row_id": self.row_ids}))
