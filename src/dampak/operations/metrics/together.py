"""Where the processes of one site count together, so that `/metrik` tells of all of them.

Each counts in files of its own, which are mapped into its memory; whoever is asked reads them all.
A mapped file for which the disk has no room kills the process that writes to it. So its room is
taken beforehand, and where there is none each process counts for itself.
"""

import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
KINDS = ("counter", "histogram")
ROOM_BYTES = 2**20  # several times what all pages, methods and statuses need


def counted_together_in(running: Path) -> dict[str, str]:
    """The variables of processes that count together below this folder."""
    return {FOLDER: str(running / "metrics")}


def take_room(variables: MutableMapping[str, str]) -> None:
    """Make the files of this process, before the first count; without room forget the others."""
    folder = variables.get(FOLDER)
    if folder is None:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            _keep_room(Path(folder) / f"{kind}_{os.getpid()}.db")
    except OSError:
        del variables[FOLDER]


def _keep_room(file: Path) -> None:
    """Whole or not at all: one file without a beginning, and nobody could read the others."""
    draft = file.with_suffix(".draft")
    try:
        draft.write_bytes(bytes(ROOM_BYTES))
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def processes_in(folder: Path) -> Iterator[int]:
    """The numbers of the processes that count there, also of those that ended."""
    for file in folder.glob(f"{KINDS[0]}_*.db"):
        yield int(file.stem.rpartition("_")[2])
