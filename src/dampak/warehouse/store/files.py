"""The files that a snapshot stands on, kept so that the next delivery can be checked with them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dampak.warehouse.conformed import Account, KeyedFile
from dampak.warehouse.fingerprint import whole
from dampak.warehouse.kept_rejects import rejects_in, rejects_table
from dampak.warehouse.sentences import from_json
from dampak.warehouse.store.disk import Disk
from dampak.warehouse.store.manifest import file_as_json
from dampak.warehouse.store.objects import put_table


def put_file(folder: Path, file: KeyedFile, account: Account, disk: Disk) -> dict[str, Any]:
    """Keep the cells of a file, people already keyed; returns its entry in the manifest."""
    return file_as_json(file, account) | {
        "cells": put_table(folder, file.rows, disk),
        "set_aside": put_table(folder, rejects_table(file.set_aside), disk),
    }


def kept_files(folder: Path, manifest: Mapping[str, Any]) -> Sequence[KeyedFile]:
    """The files of a snapshot, ready to be conformed again; `CannotRead` if one is damaged."""
    return tuple(_kept_file(folder, file) for file in manifest["files"])


def _kept_file(folder: Path, entry: Mapping[str, Any]) -> KeyedFile:
    return KeyedFile(
        name=entry["file"],
        table=entry["table"],
        sha256=entry["sha256"],
        size_bytes=entry["size_bytes"],
        encoding=entry["encoding"],
        is_sheet=entry["is_sheet"],
        writes_month_first=entry["writes_month_first"],
        zone=entry.get("zone"),
        calendar=entry.get("calendar"),
        columns=entry["columns"],
        records_in=entry["rows_in"],
        rows=pq.ParquetFile(whole(folder / f"{entry['cells']}.parquet")).read(),
        set_aside=tuple(rejects_in(whole(folder / f"{entry['set_aside']}.parquet"))),
        notices=tuple(from_json(notice) for notice in entry["notices"]),
        is_collected=entry.get("is_collected", False),
    )
