"""`dampak import-people`: take over the tree of units and the staff, or only say what changes."""

import getpass
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dampak.cli.demo import open_home
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.foundation.text import Sentence, gettext_noop

if TYPE_CHECKING:
    from dampak.organisations.importing.models import StaffImport

SHOWN = 5  # reasons told at the terminal; every refused row is in the file
PIECE = 1 << 20


class FileOnDisk:
    """A file of this machine, as an upload would bring it."""

    def __init__(self, path: Path) -> None:
        self.name: str | None = path.name
        self._path = path

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces."""
        with self._path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


@click.command(
    "import-people",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Take FILES (lists of units and of people, CSV or Excel) over into the tree and the staff. "
        "All or nothing; what cannot be used is named with its reason. Importing the same files "
        "again changes nothing."
    ),
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--complete",
    "is_complete",
    is_flag=True,
    help=gettext_noop("The list is complete: whoever is missing from it has left."),
)
@click.option("--dry-run", is_flag=True, help=gettext_noop("Only say what would change."))
@click.option(
    "--on",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help=gettext_noop("The day of which the list speaks; today if left out."),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who hands them over."))
def import_people(
    *, files: tuple[Path, ...], is_complete: bool, dry_run: bool, on: datetime | None, by: str
) -> None:
    """Read, tell what changes, and take it over."""
    from dampak.organisations.importing.services import (
        CannotImport,
        discard_lists,
        look_through,
        receive_lists,
        take_over,
    )

    open_home()
    at = datetime.now().astimezone()
    came = receive_lists(
        map(FileOnDisk, files),
        on=on.date() if on else date.today(),  # noqa: DTZ011 - the day on this desk
        is_complete=is_complete,
        paths=None,
        by=by,
        at=at,
    )
    look_through(came, tell=tell_progress)
    _tell_preview(came)
    if came.told:
        discard_lists(came, by=by, at=at)
        raise Refused([Sentence(fault[language_of()]) for fault in came.told])
    if dry_run:
        discard_lists(came, by=by, at=at)
        tell(Sentence("Nothing was changed."))
        return
    try:
        take_over(came, by=by, at=at, tell=tell_progress)
    except CannotImport as refusal:
        raise Refused(refusal.faults) from refusal
    tell(Sentence("Taken over as list %(number)s.", {"number": came.pk}))


def _tell_preview(came: "StaffImport") -> None:
    from dampak.organisations.importing.previewing import preview_of, refused_rows_at

    if not came.counts:
        return
    tell(
        Sentence(
            "Units: %(units_new)s new, %(units_changed)s changed, %(units_unchanged)s unchanged.",
            came.counts,
        )
    )
    tell(
        Sentence(
            "People: %(new)s new, %(moved)s moved, %(changed)s changed, %(unchanged)s unchanged, "
            "%(leaving)s leaving.",
            came.counts,
        )
    )
    if came.counts["without_supervisor"]:
        told = "%(without_supervisor)s name a supervisor whom nobody knows; they stay without one."
        tell(Sentence(told, came.counts))
    if came.counts["refused"]:
        for reason in preview_of(came)["reasons"][:SHOWN]:
            tell(f"  {reason['rows']}: {reason['reason'][language_of()]}")
        told = "%(rows)s rows were refused; all of them with their reasons: %(file)s"
        values = {"rows": came.counts["refused"], "file": str(refused_rows_at(came))}
        tell(Sentence(told, values))
