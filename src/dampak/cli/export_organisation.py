"""`dampak export-organisation`: the tree and the postings of the ledger as files of a data pack."""

import csv
from collections.abc import Iterable
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.spreadsheets import harmless
from dampak.foundation.text import Sentence, gettext_noop


@click.command(
    "export-organisation",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Write the units, with their days and successors, and the postings of all people into "
        "FOLDER, as units.csv and people.csv, which `dampak import` and `dampak evaluate` take. "
        "People are known there by a key that says nothing; neither names nor NIPs are written."
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_organisation(*, folder: Path) -> None:
    """Write both files."""
    from dampak.cli.demo import open_home
    from dampak.organisations.exports import PEOPLE_COLUMNS, UNIT_COLUMNS, people_rows, unit_rows

    open_home()
    files = [folder / "units.csv", folder / "people.csv"]
    _refuse_to_replace(files)
    folder.mkdir(parents=True, exist_ok=True)
    units = _write(files[0], UNIT_COLUMNS, unit_rows())
    postings = _write(files[1], PEOPLE_COLUMNS, people_rows())
    tell(
        Sentence(
            "%(units)s rows of units and %(postings)s postings are in %(folder)s.",
            {"units": units, "postings": postings, "folder": str(folder)},
        )
    )


def _refuse_to_replace(files: Iterable[Path]) -> None:
    faults = [
        Sentence("%(file)s is there already. Name a new folder.", {"file": str(file)})
        for file in files
        if file.exists()
    ]
    if faults:
        raise Refused(faults)


def _write(file: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> int:
    written = 0
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(cell) for cell in row])
            written += 1
    return written
