"""The manifest: which objects make a snapshot, and which files stand behind it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from dampak.warehouse.conformed import Account, KeyedFile
from dampak.warehouse.parts.part import part_from_json
from dampak.warehouse.sentences import as_json, from_json
from dampak.warehouse.snapshot import InputFile, Snapshot

OF_THE_INPUT = (
    *("file", "table", "sha256", "size_bytes", "encoding"),
    *("rows_in", "rows_kept", "rows_set_aside"),
)


def file_as_json(file: KeyedFile, account: Account) -> dict[str, Any]:
    """One file of the snapshot, as the manifest keeps it; its cells are objects beside it."""
    return {
        "file": file.name,
        "table": file.table,
        "sha256": file.sha256,
        "size_bytes": file.size_bytes,
        "encoding": file.encoding,
        "is_sheet": file.is_sheet,
        "writes_month_first": file.writes_month_first,
        "zone": file.zone,
        "calendar": file.calendar,
        "is_collected": file.is_collected,
        "columns": dict(file.columns),
        "rows_in": account.records_in,
        "rows_kept": account.kept,
        "rows_set_aside": account.set_aside,
        "notices": [as_json(notice) for notice in file.notices],
    }


def identity(files: Sequence[Mapping[str, Any]], contents: Mapping[str, str]) -> str:
    """The snapshot's id: what the files were and what the tables came to hold, and no clock."""
    told = ("table", "sha256", "rows_in", "rows_kept", "rows_set_aside")
    lines = sorted([str(file[name]) for name in told] for file in files)
    said = json.dumps({"files": lines, "contents": dict(contents)}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def snapshot_of(manifest: Mapping[str, Any], home: Path, hold: object = None) -> Snapshot:
    """The snapshot that a manifest describes, with the places of its objects in ``home``."""
    folder = home / "objects"

    def place(name: str) -> Path:
        return folder / f"{name}.parquet"

    return Snapshot(
        id=manifest["id"],
        number=manifest["number"],
        published_at=datetime.fromisoformat(manifest["published_at"]),
        published_by=manifest["published_by"],
        inputs=tuple(_input(file) for file in manifest["files"]),
        objects={table: place(name) for table, name in sorted(manifest["tables"].items())},
        working_days=place(manifest["working_days"]),
        calendar=manifest.get("calendar", ""),
        zone=manifest.get("zone", ""),
        rejects=place(manifest["rejects"]),
        folder=folder,
        parts=tuple(part_from_json(part) for part in manifest.get("parts", ())),
        more_rejects=tuple(place(name) for _, name in manifest.get("more_rejects", ())),
        cube=folder / manifest["cube"] if manifest.get("cube") else None,
        sums={name: folder / file for name, file in manifest.get("sums", {}).items()},
        marks=manifest.get("marks", ""),
        numbers=place(manifest["numbers"]) if manifest.get("numbers") else None,
        hold=hold,
    )


def files_named(manifest: Mapping[str, Any]) -> set[str]:
    """The names of all files in ``objects`` that a snapshot needs."""
    tables = [*manifest["tables"].values(), manifest["working_days"], manifest["rejects"]]
    cells = [file.get(name) for file in manifest["files"] for name in ("cells", "set_aside")]
    rejects = [name for _, name in manifest.get("more_rejects", ())]
    parts = [part_from_json(part) for part in manifest.get("parts", ())]
    whole = (*tables, *cells, *rejects, manifest.get("numbers"))
    return {
        *(f"{name}.parquet" for name in whole if name),
        *(name for part in parts for name in part.files),
        *([manifest["cube"]] if manifest.get("cube") else []),
        *manifest.get("sums", {}).values(),
    }


def _input(file: Mapping[str, Any]) -> InputFile:
    notices = tuple(from_json(notice) for notice in file["notices"])
    is_collected = file.get("is_collected", False)
    told = {name: file[name] for name in OF_THE_INPUT}
    return InputFile(**told, notices=notices, is_collected=is_collected)
