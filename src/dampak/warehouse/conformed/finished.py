"""One table after conforming: its rows, what was set aside, and the account of its files."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from dampak.datapack.columns import Table
from dampak.warehouse.conformed.keyed import KeyedFile
from dampak.warehouse.conformed.records import Account
from dampak.warehouse.conformed.rejections import Rejections


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """``kept``, ``refused``, ``duplicates`` and ``superseded`` count rows by place of the file."""

    table: Table
    files: Sequence[KeyedFile]
    rows: pa.Table
    rejected: Rejections
    kept: Counter[int]
    refused: Counter[int]
    duplicates: Counter[int]
    superseded: Counter[int]

    def accounts(self) -> Iterator[tuple[KeyedFile, Account]]:
        """Each file with the account of its rows; an account that does not add up raises."""
        for index, file in enumerate(self.files):
            repeated = self.duplicates[index] + self.superseded[index]
            account = Account(
                file=file.name,
                table=file.table,
                sha256=file.sha256,
                records_in=file.records_in,
                kept=self.kept[index],
                set_aside=len(file.set_aside) + self.refused[index] + repeated,
                duplicates=self.duplicates[index],
                superseded=self.superseded[index],
            )
            yield file, account
