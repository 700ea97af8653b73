"""`dampak import`: take files into the warehouse, and say what was taken and what was not."""

import getpass
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

import click

from dampak.cli.home import warehouse
from dampak.cli.office_days import asks_whose_days
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.telling_rows import now_served
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing import CannotLand, LandedFile, land_packs
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import InputFile, Snapshot
from dampak.warehouse.store import CannotPublish, deliver

SHOWN = 5  # refused rows told of each file; all of them are kept


@click.command(
    "import",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Take FILES (tables, or folders of tables) into the warehouse. The tables they hold are "
        "replaced, the others stay. Nothing is taken in part: either all files or none."
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who hands them over."))
@asks_whose_days
def import_files(
    files: tuple[Path, ...], by: str, calendar: Calendar | None, zone: str | None
) -> None:
    """Land, conform, publish; then give an account."""
    landed = _landed(files)
    try:
        store = warehouse()
        before = store.head()
        snapshot = deliver(
            landed,
            store,
            at=datetime.now().astimezone(),
            by=by,
            sources=_sources(files),
            calendar=calendar,
            zone=zone,
        )
    except TooManyRefused as refusal:
        raise Refused([refusal.sentence, *map(_told, refusal.first)]) from refusal
    except CannotPublish as refusal:
        raise Refused([refusal.sentence]) from refusal
    _tell_account(snapshot, {file.table for file in landed})
    tell(_outcome(snapshot, before))


def _landed(files: Sequence[Path]) -> tuple[LandedFile, ...]:
    """All files landed together, or every fault of every file told at once."""
    try:
        return land_packs(tuple(dict.fromkeys(files)), must_be_whole=False)
    except CannotLand as refusal:
        raise Refused(refusal.faults) from refusal


def _sources(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        yield from (each for each in path.iterdir() if each.is_file()) if path.is_dir() else (path,)


def _tell_account(snapshot: Snapshot, tables: set[str]) -> None:
    for file in snapshot.inputs:
        if file.table in tables:
            tell(_account(file))
            for notice in file.notices:
                tell(notice)
            _tell_rejected(row for row in snapshot.rejected() if _is_of(row, file))


def _tell_rejected(rejected: Iterable[RejectedRow]) -> None:
    rejected = iter(rejected)
    for row in islice(rejected, SHOWN):
        tell(_told(row))
    more = sum(1 for _ in rejected)
    if more:
        tell(Sentence("  and %(more)s more reasons, kept with the snapshot.", {"more": more}))


def _is_of(row: RejectedRow, file: InputFile) -> bool:
    return (row.file, row.table) == (file.file, file.table)


def _account(file: InputFile) -> Sentence:
    return Sentence(
        "%(file)s (%(table)s): %(rows_in)s rows, %(kept)s taken, %(set_aside)s set aside.",
        {
            "file": file.file,
            "table": file.table,
            "rows_in": file.rows_in,
            "kept": file.rows_kept,
            "set_aside": file.rows_set_aside,
        },
    )


def _told(row: RejectedRow) -> Sentence:
    values = {"file": row.file, "row": str(row.row_number), "reason": row.reason}
    return Sentence("  %(file)s, row %(row)s: %(reason)s", values)


def _outcome(snapshot: Snapshot, before: Snapshot | None) -> Sentence:
    if before is not None and before.number == snapshot.number:
        return Sentence(
            "Nothing changed: snapshot %(number)s (%(id)s) already holds exactly this.",
            {"number": snapshot.number, "id": snapshot.id[:12]},
        )
    return now_served(snapshot)
