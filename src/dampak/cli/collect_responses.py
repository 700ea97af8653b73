"""`dampak collect-responses`: what citizens answered becomes the table of satisfaction."""

import getpass
from datetime import datetime

import click

from dampak.cli.demo import open_home
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop


@click.command(
    "collect-responses",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Hand the responses to surveys on to the warehouse, each exactly once. What an office "
        "delivered itself stays beside them. Fit to be run every night."
    ),
)
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who collects them."))
def collect_responses(by: str) -> None:
    """Collect, then say what is being served."""
    from dampak.listening import collecting

    open_home()
    try:
        done = collecting.collect_responses(by=by, at=datetime.now().astimezone())
    except collecting.CannotCollect as refusal:
        raise Refused(refusal.faults) from refusal
    values = {"count": done.responses, "number": done.snapshot_number}
    tell(Sentence("%(count)s responses are counted, in snapshot %(number)s.", values))
