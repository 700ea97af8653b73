"""The receipt of an accepted delivery: what was taken of it then, and every row that was not.

Made from the snapshot it was published as, once and for all: later deliveries change what is
served, and old snapshots are removed, but not what became of these files.

Whoever imports for some units reads another one: what these rows were worth by themselves at that
moment. A row that was taken, or refused, because of somebody's post tells where they serve.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dampak.intake.models import Delivery
from dampak.intake.previewing import found_alone, written_whole
from dampak.intake.reading import CannotReadDelivery
from dampak.intake.selectors import store
from dampak.warehouse.conformed import Account
from dampak.warehouse.fingerprint import CannotRead
from dampak.warehouse.kept_rejects import REJECTS, keep_rejects
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import InputFile, Snapshot

REFUSED, ACCOUNT = "refused.parquet", "account.json"
COUNTED = {"file", "table", "sha256", "rows_in", "rows_kept", "rows_set_aside"}


def keep_receipt(delivery: Delivery, snapshot: Snapshot) -> None:
    """Write down what a snapshot took of a delivery, and what was found in its own rows."""
    inputs = _inputs_of(delivery, snapshot)
    taken = [_account(each, name=name) for each, name in inputs]
    _write(_folder(delivery, everything=True), taken, _rejected(inputs, snapshot))
    if delivery.units.exists():
        with suppress(CannotReadDelivery):  # somebody said another mapping a moment ago
            found = found_alone(delivery, snapshot)
            alone = [_account_alone(each) for each in found.accounts]
            _write(_folder(delivery, everything=False), alone, found.all_rejected)


def remove_receipt(delivery: Delivery) -> None:
    """Take away what was written down of a delivery that was not accepted after all."""
    shutil.rmtree(_folder(delivery, everything=True), ignore_errors=True)


def account_of(delivery: Delivery, *, everything: bool) -> list[dict[str, Any]] | None:
    """The rows of each table of an accepted delivery: found, kept and set aside.

    None if it was accepted before receipts were kept, or its receipt was lost or damaged, and its
    snapshot is there no more.
    """
    folder = _folder(delivery, everything=everything)
    account = _whole_account(folder)
    if account is None and _is_made_late(delivery):
        account = _whole_account(folder)
    return account


def refused_rows_at(delivery: Delivery, *, everything: bool) -> Path:
    """The file with every row that was not taken; there whenever `account_of` has an answer."""
    return _folder(delivery, everything=everything) / REFUSED


def _write(
    folder: Path, account: Sequence[Mapping[str, Any]], rejected: Iterable[RejectedRow]
) -> None:
    """The account last, so that it is whole."""
    with written_whole(folder / REFUSED) as draft:
        keep_rejects(rejected, draft)
    with written_whole(folder / ACCOUNT) as draft:
        draft.write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")


def _whole_account(folder: Path) -> list[dict[str, Any]] | None:
    """None unless both files of the receipt can be read and are such as we write."""
    try:
        with pq.ParquetFile(folder / REFUSED) as rows:
            account: list[dict[str, Any]] = json.loads((folder / ACCOUNT).read_bytes())
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


def _account_alone(found: Account) -> dict[str, Any]:
    return {
        "file": found.file,
        "table": found.table,
        "sha256": found.sha256,
        "rows_in": found.records_in,
        "rows_kept": found.kept,
        "rows_set_aside": found.set_aside,
    }


def _folder(delivery: Delivery, *, everything: bool) -> Path:
    """Beside the files, and copied with them: it cannot be worked out again for ever."""
    folder = delivery.folder().with_name(f"{delivery.pk}-receipt")
    return folder if everything else folder / "alone"
