"""`dampak tidy`: old snapshots, and files that nobody needs any more, leave the disk."""

import getpass
from collections.abc import Sequence
from datetime import datetime, timedelta

import click

from dampak.cli.home import warehouse
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.cli.stopping import end_stopped
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import say
from dampak.warehouse.store import (
    CannotPublish,
    CannotRead,
    Old,
    Removable,
    Removed,
    removable,
    remove_old,
)

MEGABYTE = 1_000_000


@click.command(
    "tidy",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Give the disk room: remove old snapshots, and the files that no other snapshot needs. "
        "Shows what would go, then asks. What is served stays, and so does what somebody reads at "
        "this moment, what a broken-off build may go on with, and every file as it came."
    ),
)
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help=gettext_noop("How many snapshots before the served one stay."),
)
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(min=0),
    help=gettext_noop("Of the others, only those go that are older than so many days."),
)
@click.option("--dry-run", is_flag=True, help=gettext_noop("Only show what would go."))
@click.option("--yes", "is_agreed", is_flag=True, help=gettext_noop("Do not ask."))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
@click.option(
    "--wait", is_flag=True, help=gettext_noop("Wait while somebody else publishes, then begin.")
)
def tidy(
    *, keep: int, days: int | None, dry_run: bool, is_agreed: bool, by: str, wait: bool
) -> None:
    """Show, ask, remove, and give an account."""
    store = warehouse()
    now = datetime.now().astimezone()
    since = None if days is None else now - timedelta(days=days)
    found = removable(store, keep=keep, since=since)
    _show(found)
    if dry_run or not (found.snapshots or found.files):
        return
    if not is_agreed:
        click.confirm(say(gettext_noop("Remove them for good?"), language_of()), abort=True)
    try:
        removed = remove_old(store, keep=keep, since=since, wait=wait)
    except (CannotPublish, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    except KeyboardInterrupt as stop:
        told = Sentence("Stopped. What is served is whole; the same command removes the rest.")
        end_stopped(told, stop)
    _tell_account(removed, by=by, at=now)


def _show(found: Removable) -> None:
    for old in found.snapshots:
        tell(_shown(old))
    if not (found.snapshots or found.files):
        tell(Sentence("Nothing is there that may go."))
        return
    tell(
        Sentence(
            "%(snapshots)s snapshots would go, and %(files)s files (%(size)s MB) that no other "
            "snapshot needs.",
            {
                "snapshots": len(found.snapshots),
                "files": found.files,
                "size": round(found.bytes / MEGABYTE, 1),
            },
        )
    )


def _shown(old: Old) -> Sentence:
    if old.published_at is None:
        return Sentence(
            "Snapshot %(number)s, which cannot be served (any more).", {"number": old.number}
        )
    return Sentence(
        "Snapshot %(number)s of %(at)s.",
        {"number": old.number, "at": old.published_at.isoformat(sep=" ", timespec="seconds")},
    )


def _tell_account(removed: Removed, *, by: str, at: datetime) -> None:
    tell(
        Sentence(
            "%(by)s, %(at)s: removed %(files)s files (%(size)s MB) and these snapshots: "
            "%(snapshots)s.",
            {
                "by": by,
                "at": at.isoformat(sep=" ", timespec="seconds"),
                "files": removed.files,
                "size": round(removed.bytes / MEGABYTE, 1),
                "snapshots": _listed(removed.snapshots),
            },
        )
    )
    if removed.held:
        tell(
            Sentence(
                "Somebody reads these snapshots, so they stay until the next time: %(snapshots)s.",
                {"snapshots": _listed(removed.held)},
            )
        )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers)) or "-"
