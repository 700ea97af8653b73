"""`dampak check`: is everything that is served there and whole?"""

import getpass
import os
from datetime import datetime
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.store import CannotPublish, CannotRead, Store

NOT_WHOLE = 1


@click.command(
    "check",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Read through every file that is served and say which are missing or damaged. Exit code 1 "
        "if any is."
    ),
)
@click.option(
    "--fall-back",
    "falls_back",
    is_flag=True,
    help=gettext_noop("Serve the last whole snapshot again if the one that is served is not."),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
def check(*, falls_back: bool, by: str) -> None:
    """Look, say, and fall back where that is asked for."""
    store = Store(Path(os.environ.get("DAMPAK_HOME", "var")) / "warehouse")
    health = store.check()
    for fault in health.faults:
        tell(fault)
    if health.is_whole or not falls_back:
        tell(health.advice)
        raise SystemExit(0 if health.is_whole else NOT_WHOLE)
    try:
        snapshot = store.fall_back(at=datetime.now().astimezone(), by=by)
    except (CannotPublish, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    tell(
        Sentence(
            "Snapshot %(number)s (%(id)s) is now being served.",
            {"number": snapshot.number, "id": snapshot.id[:12]},
        )
    )
