"""`dampak check`: is everything that is served there and whole?"""

import getpass
from datetime import datetime

import click

from dampak.cli.home import warehouse
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.telling_rows import now_served
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.store import CannotPublish, CannotRead, Store
from dampak.warehouse.tallies.auditing import CannotRecount, audited

NOT_WHOLE = 1


@click.command(
    "check",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Read through every file that is served and say which are missing or damaged. Exit code 1 "
        "if any is, or if a number that is served is not what its rows come to."
    ),
)
@click.option(
    "--fall-back",
    "falls_back",
    is_flag=True,
    help=gettext_noop("Serve the last whole snapshot again if the one that is served is not."),
)
@click.option(
    "--recount",
    "recounts",
    is_flag=True,
    help=gettext_noop(
        "Count all rows again too, and compare what they come to with the tallies and the cube."
    ),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
def check(*, falls_back: bool, recounts: bool, by: str) -> None:
    """Look, say, recount and fall back where that is asked for."""
    store = warehouse()
    health = store.check()
    for fault in health.faults:
        tell(fault)
    if health.is_whole or not falls_back:
        tell(health.advice)
        is_right = not recounts or not health.is_whole or _recounted(store)
        raise SystemExit(0 if health.is_whole and is_right else NOT_WHOLE)
    try:
        snapshot = store.fall_back(at=datetime.now().astimezone(), by=by)
    except (CannotPublish, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    tell(now_served(snapshot))


def _recounted(store: Store) -> bool:
    """Count what is served again; whether everything comes to what is told."""
    snapshot = store.head()
    if snapshot is None:
        return True
    try:
        audit = audited(snapshot, CATALOGUE.values())
    except (CannotRecount, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    for difference in audit.differences:
        tell(difference)
    values = {"rows": audit.rows, "parts": audit.parts}
    if audit.differences:
        tell(
            Sentence(
                "%(rows)s rows in %(parts)s parts were counted again. Do not publish these "
                "numbers: `dampak compact --recount` counts all months anew. Tell whoever "
                "maintains dampak, too.",
                values,
            )
        )
    else:
        tell(
            Sentence(
                "%(rows)s rows in %(parts)s parts were counted again: all tallies and the whole "
                "cube are what the rows come to.",
                values,
            )
        )
    return not audit.differences
