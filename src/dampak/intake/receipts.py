"""The receipt of an accepted delivery: what was taken of it then, and every row that was not.

Made from the snapshot it was published as, once and for all: later deliveries change what is
served, and old snapshots are removed, but not what became of these files.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dampak.intake.models import Delivery
from dampak.intake.previewing import written_whole
from dampak.intake.selectors import store
from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.kept_rejects import REJECTS, keep_rejects
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import InputFile, Snapshot

COUNTED = {"file", "table", "sha256", "rows_in", "rows_kept", "rows_set_aside"}


def keep_receipt(delivery: Delivery, snapshot: Snapshot) -> None:
    """Write down what a snapshot took of a delivery; the account last, so that it is whole."""
    inputs = _inputs_of(delivery, snapshot)
    with written_whole(refused_rows_at(delivery)) as draft:
        keep_rejects(_rejected(inputs, snapshot), draft)
    account = [_account(each, name=name) for each, name in inputs]
    with written_whole(_account_at(delivery)) as draft:
        draft.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")


def remove_receipt(delivery: Delivery) -> None:
    """Take away what was written down of a delivery that was not accepted after all."""
    shutil.rmtree(_folder(delivery), ignore_errors=True)


def account_of(delivery: Delivery) -> list[dict[str, Any]] | None:
    """The rows of each table of an accepted delivery: found, kept and set aside.

    None if it was accepted before receipts were kept, or its receipt was lost or damaged, and its
    snapshot is there no more.
    """
    account = _whole_account(delivery)
    if account is None and _is_made_late(delivery):
        account = _whole_account(delivery)
    return account


def refused_rows_at(delivery: Delivery) -> Path:
    """The file with every row that was not taken; there whenever `account_of` has an answer."""
    return _folder(delivery) / "refused.parquet"


def _whole_account(delivery: Delivery) -> list[dict[str, Any]] | None:
    """None unless both files of the receipt can be read and are such as we write."""
    try:
        with pq.ParquetFile(refused_rows_at(delivery)) as rows:
            account: list[dict[str, Any]] = json.loads(_account_at(delivery).read_bytes())
            is_ours = rows.schema_arrow.equals(REJECTS) and _is_account(account)
    except (OSError, ValueError):  # pyarrow's and json's faults are kinds of these
        return None
    return account if is_ours else None


def _is_account(found: object) -> bool:
    return isinstance(found, list) and all(
        isinstance(each, dict) and each.keys() == COUNTED for each in found
    )


def _is_made_late(delivery: Delivery) -> bool:
    number = delivery.snapshot_number
    try:
        snapshot = store().snapshot(number) if number is not None else None
        if snapshot is None or snapshot.id != delivery.snapshot_id:
            return False
        keep_receipt(delivery, snapshot)
    except CannotRead:
        return False
    return True


def _inputs_of(delivery: Delivery, snapshot: Snapshot) -> list[tuple[InputFile, str]]:
    """Each table with the file's name in this delivery: the same bytes may have had another."""
    files = list(delivery.files.all())
    own = {(file.sha256, file.name) for file in files}
    names = {file.sha256: file.name for file in files}
    return [
        (each, each.file if (each.sha256, each.file) in own else names[each.sha256])
        for each in snapshot.inputs
        if each.sha256 in names and not each.is_collected
    ]


def _rejected(inputs: Sequence[tuple[InputFile, str]], of: Snapshot) -> Iterator[RejectedRow]:
    """Without rows under a name that answers of citizens bear too: nobody knows whose they are.

    Only versions of dampak that gave them a name which a file may have left such snapshots.
    """
    of_citizens = {(each.file, each.table) for each in of.inputs if each.is_collected}
    names = {(each.file, each.table): name for each, name in inputs}
    names = {place: name for place, name in names.items() if place not in of_citizens}
    for row in of.rejected():
        if (row.file, row.table) in names:
            yield replace(row, file=names[row.file, row.table])


def _account(found: InputFile, *, name: str) -> dict[str, Any]:
    return {
        "file": name,
        "table": found.table,
        "sha256": found.sha256,
        "rows_in": found.rows_in,
        "rows_kept": found.rows_kept,
        "rows_set_aside": found.rows_set_aside,
    }


def _account_at(delivery: Delivery) -> Path:
    return _folder(delivery) / "account.json"


def _folder(delivery: Delivery) -> Path:
    """Beside the files, and copied with them: it cannot be worked out again for ever."""
    return delivery.folder().with_name(f"{delivery.pk}-receipt")
