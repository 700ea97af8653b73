"""`dampak restore`: a copy becomes a home again."""

import os
import subprocess
import sys
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

_LOOKS = "from dampak.cli.main import main; import sys; sys.argv = ['dampak', 'doctor']; main()"


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Bring BACKUP, a folder that `dampak backup` made, back into an empty home. Every file is "
        "checked before anything is touched, every row is counted, and the doctor looks at the "
        "result. The exit code is the doctor's."
    ),
)
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=gettext_noop("The home to bring it back to; a folder that is empty or not there yet."),
)
@click.option(
    "--database-url",
    "url",
    help=gettext_noop(
        "An empty PostgreSQL database for a ledger that came from one "
        "(postgresql://user:password@host:port/name)."
    ),
)
def restore(*, backup: Path, home: Path, url: str | None) -> None:
    """Bring it back, say so, and look."""
    from dampak.operations.backup import CannotRestore, restore_backup
    from dampak.operations.backup.ledgers import CannotCopyLedger, address_of_url

    try:
        address = address_of_url(url) if url else None
        manifest = restore_backup(backup.resolve(), home=home.absolute(), database=address)
    except CannotRestore as refusal:
        raise Refused(refusal.faults) from refusal
    except CannotCopyLedger as refusal:
        raise Refused([refusal.sentence]) from refusal
    values = {
        "home": str(home.absolute()),
        "files": len(manifest.files),
        "rows": sum(manifest.tables.values()),
        "at": manifest.made_at,
    }
    tell(
        Sentence(
            "%(home)s is as it was at %(at)s: %(files)s files, %(rows)s rows of the ledger.", values
        )
    )
    sys.stdout.flush()
    raise SystemExit(_doctor(home.absolute(), url))


def _doctor(home: Path, url: str | None) -> int:
    """A process of its own, whose settings are those of the new home."""
    variables = {**os.environ, "DAMPAK_HOME": str(home), "DAMPAK_DATABASE_URL": url or ""}
    ran = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-c", _LOOKS], env=variables, check=False
    )
    return ran.returncode
