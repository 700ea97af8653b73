"""`dampak backup-key`: a pair of keys, of which the server needs only the public half."""

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop


@click.command(
    cls=SpeakingCommand,
    name="backup-key",
    help=gettext_noop(
        "Make a pair of keys for encrypted copies. The private key is written to FILE, which must "
        "not be there yet; the public one is shown, for `dampak backup --recipient` or "
        "DAMPAK_BACKUP_RECIPIENTS. Best done on a machine that is not the server."
    ),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(*, file: Path) -> None:
    """The public half alone goes to stdout, so that a script can take it."""
    from dampak.operations.backup import CannotMakeKey, make_key

    home = Path(settings.DAMPAK_HOME)
    try:
        public = make_key(file.absolute(), home=home, at=datetime.now().astimezone())
    except CannotMakeKey as refusal:
        raise Refused([refusal.sentence]) from refusal
    tell(public)
    tell(Sentence(_KEEP_APART, {"file": str(file)}), on_stderr=True)


_KEEP_APART = gettext_noop(
    "The private key is in %(file)s. Whoever has it opens every copy; whoever loses it opens none, "
    "and nobody can help. Keep it away from the server and from the copies, in two places: for "
    "example on a USB stick and printed, in two safes. Then delete it here."
)
