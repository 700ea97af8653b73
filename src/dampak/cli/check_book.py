"""`dampak check-book`: read the whole audit book again and say whether its seals agree."""

import getpass
from datetime import datetime

import click

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

PARTS_OF_A_HEAD = 3


@click.command(
    "check-book",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Seal the audit book and read every sealed line again. Says which lines were changed, "
        "removed or put in past the database's guards, and ends with 3 if there are any."
    ),
)
@click.option(
    "--head",
    "written",
    multiple=True,
    metavar="'DAY NUMBER SEAL'",
    help=gettext_noop("A seal that somebody wrote down, as the page of the audit book shows it."),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
def check_book(*, written: tuple[str, ...], by: str) -> None:
    """Seal, read, tell, and write down that it was checked."""
    from dampak.audit.chain import Head, heads_kept, seal_pages, verify
    from dampak.audit.services import record
    from dampak.jobs.pen import Pen

    heads = []
    for text in written:
        parts = text.split()
        if len(parts) != PARTS_OF_A_HEAD or not parts[1].isdecimal():
            raise Refused([Sentence(_NO_HEAD, {"found": text})])
        heads.append(Head(parts[0], int(parts[1]), parts[2]))
    now = datetime.now().astimezone()
    pen = Pen()
    seal_pages(now, lambda _made: pen.lay_down())
    faults = verify(_tell_progress, tuple(heads))
    record("book.checked", by=by, at=now, faults=len(faults))
    if faults:
        raise Refused(faults)
    kept = heads_kept()
    tell(Sentence("The audit book agrees with its seals. The last: %(head)s", {
        "head": str(kept[-1]) if kept else "-",
    }))  # fmt: skip


_NO_HEAD = gettext_noop(
    "--head is a day, a number and a seal; found: %(found)s. Copy the whole line from the page of "
    "the audit book, in quotation marks."
)
AT_A_TIME = 2000


def _tell_progress(done: int, of: int) -> None:
    if done % AT_A_TIME == 0:
        values = {"done": done, "of": of}
        tell(Sentence("Page %(done)s of %(of)s", values), on_stderr=True)
