"""Finished trials are remembered, one file each, so that an interrupted run loses none."""

import json
from dataclasses import asdict
from pathlib import Path

from dampak.calibration.fingerprint import fingerprint_of
from dampak.calibration.running import Kept
from dampak.calibration.trial import Trial


def file_of(trial: Trial, folder: Path, *, n_worlds: int, seed: int) -> Path:
    """Where the result of this trial lies, for this version of the code below it."""
    return folder / f"{trial.code}.{n_worlds}-worlds.seed-{seed}.{fingerprint_of(trial)}.json"


def remembered(file: Path) -> Kept | None:
    """What was found earlier; None if nothing was, or if the file was cut short."""
    try:
        return Kept(**json.loads(file.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def remember(kept: Kept, file: Path) -> None:
    """Write a finished trial, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(asdict(kept)) + "\n", encoding="utf-8")
    unfinished.replace(file)
