"""`dampak restore`: a copy becomes a home again."""

import os
import subprocess
import sys
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.stopping import clearing_up
from dampak.foundation.text import Sentence, gettext_noop

_LOOKS = "from dampak.cli.main import main; import sys; sys.argv = ['dampak', 'doctor']; main()"


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Bring BACKUP, a folder or an encrypted file that `dampak backup` made, back into an empty "
        "home. Every file is checked before anything is touched, every row is counted, and the "
        "doctor looks at the result. The exit code is the doctor's."
    ),
)
@click.argument("backup", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
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
@click.option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),  # `read_keys` tells where it is not there
    help=gettext_noop("The file of the private key, for an encrypted copy."),
)
@click.option(
    "--check",
    "is_checked_only",
    is_flag=True,
    help=gettext_noop(
        "Look whether the copy is whole, and bring nothing back; of an encrypted one only its "
        "SHA-256 where --key is not given."
    ),
)
def restore(
    *, backup: Path, home: Path | None, url: str | None, key: Path | None, is_checked_only: bool
) -> None:
    """Look through it, or bring it back, say so, and look."""
    if is_checked_only:
        _check(backup.resolve(), key)
        return
    if home is None:
        raise click.MissingParameter(param_type="option", param_hint="--home")
    _bring_back(backup.resolve(), home.absolute(), url, key)
    sys.stdout.flush()
    raise SystemExit(_doctor(home.absolute(), url))


def _check(backup: Path, key: Path | None) -> None:
    from dampak.operations.backup import CannotRestore, check_copy

    try:
        manifest = check_copy(backup, key=key)
    except CannotRestore as refusal:
        raise Refused(refusal.faults) from refusal
    if manifest is None:
        tell(Sentence(_ONLY_FINGERPRINT, {"file": backup.name}))
        return
    values = {"files": len(manifest.files), "at": manifest.made_at}
    tell(Sentence("All %(files)s files are what was copied at %(at)s.", values))


def _bring_back(backup: Path, home: Path, url: str | None, key: Path | None) -> None:
    from dampak.operations.backup import CannotRestore, restore_copy
    from dampak.operations.backup.ledgers import CannotCopyLedger, address_of_url

    try:
        address = address_of_url(url) if url else None
        with clearing_up():
            manifest = restore_copy(backup, key=key, home=home, database=address)
    except CannotRestore as refusal:
        raise Refused(refusal.faults) from refusal
    except CannotCopyLedger as refusal:
        raise Refused([refusal.sentence]) from refusal
    values = {
        "home": str(home),
        "files": len(manifest.files),
        "rows": sum(manifest.tables.values()),
        "at": manifest.made_at,
    }
    tell(
        Sentence(
            "%(home)s is as it was at %(at)s: %(files)s files, %(rows)s rows of the ledger.", values
        )
    )


_ONLY_FINGERPRINT = gettext_noop(
    "%(file)s agrees with the SHA-256 beside it. Whether it can be opened and is whole, only --key "
    "tells."
)


def _doctor(home: Path, url: str | None) -> int:
    """A process of its own, whose settings are those of the new home."""
    variables = {**os.environ, "DAMPAK_HOME": str(home), "DAMPAK_DATABASE_URL": url or ""}
    ran = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-c", _LOOKS], env=variables, check=False
    )
    return ran.returncode
