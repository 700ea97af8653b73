"""`dampak backup`: a whole copy, taken while the site is used."""

import getpass
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.stopping import clearing_up
from dampak.foundation.text import Sentence, gettext_noop

MEGABYTE = 1_000_000


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Copy everything into a new folder of FOLDER while the site is used: the ledger, uploads, "
        "the warehouse, keys. The copy is brought back on trial before it gets its name. It holds "
        "keys and personal data: encrypt it with --recipient, or guard it like the home."
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help=gettext_noop("Keep so many copies in FOLDER and remove the oldest; otherwise all stay."),
)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1...",
    help=gettext_noop(
        "Encrypt the copy into one file, for the holder of this public key (`dampak backup-key`); "
        "give it several times for several holders. Otherwise those of DAMPAK_BACKUP_RECIPIENTS."
    ),
)
@click.option(
    "--no-verify",
    "is_unproved",
    is_flag=True,
    help=gettext_noop("Do not bring the copy back on trial."),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
def backup(
    *, folder: Path, keep: int | None, recipients: tuple[str, ...], is_unproved: bool, by: str
) -> None:
    """Take it, then give an account."""
    from dampak.operations.backup import CannotBackUp, Wanted, take_backup
    from dampak.operations.ledger_state import is_begun

    if not is_begun():  # migrating is left to `dampak run`: a copy is wanted before an upgrade
        raise Refused([Sentence(_NO_LEDGER, {"home": str(settings.DAMPAK_HOME)})])
    wanted = Wanted(
        folder=folder.resolve(),
        home=Path(settings.DAMPAK_HOME),
        database=settings.DATABASES["default"],
        by=by,
        at=datetime.now().astimezone(),
        keep=keep,
        proves=not is_unproved,
        recipients=recipients or tuple(settings.BACKUP_RECIPIENTS),
    )
    try:
        with clearing_up():
            taken = take_backup(wanted, told=lambda step: tell(step, on_stderr=True))
    except CannotBackUp as refusal:
        raise Refused(refusal.faults) from refusal
    values = {
        "place": str(taken.place),
        "files": len(taken.manifest.files),
        "size": round(taken.manifest.bytes / MEGABYTE, 1),
        "rows": sum(taken.manifest.tables.values()),
    }
    tell(Sentence("%(place)s: %(files)s files, %(size)s MB, %(rows)s rows of the ledger.", values))
    tell(_PROVED if taken.was_proved else _UNPROVED)
    if taken.recipients:
        tell(Sentence("Encrypted for %(names)s.", {"names": ", ".join(taken.recipients)}))
    if keep:
        _tell_kept(taken.place, taken.removed)


def _tell_kept(place: Path, removed: Sequence[str]) -> None:
    from dampak.operations.backup.places import copies_later_than

    if removed:
        tell(Sentence("Removed: %(names)s.", {"names": ", ".join(removed)}))
    later = [each.name for each in copies_later_than(place)]
    if later:
        tell(Sentence(_LATER, {"names": ", ".join(later)}), on_stderr=True)


_PROVED = Sentence("It was brought back on trial: everything is there.")
_LATER = gettext_noop(
    "--keep neither counts nor removes what is named later than this copy: %(names)s. Is the clock "
    "of this machine right? If so, remove them yourself."
)
_UNPROVED = Sentence("It was not brought back on trial. Try it with `dampak restore`.")
_NO_LEDGER = gettext_noop(
    "There is no ledger that answers for %(home)s. Are DAMPAK_HOME and DAMPAK_DATABASE_URL right?"
)
