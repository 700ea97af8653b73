"""`dampak build`: a nation's files become the next snapshot, month by month."""

import getpass
from datetime import datetime
from pathlib import Path

import click

from dampak.cli.home import warehouse
from dampak.cli.office_days import asks_whose_days
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.stopping import NOTHING_NEW_IS_SERVED, end_stopped
from dampak.cli.telling_rows import now_served, tell_rows
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.working_days import Calendar
from dampak.warehouse.accounts import accounts_of
from dampak.warehouse.bulk.delivering import Delivery, delivery_in
from dampak.warehouse.bulk.terms import counted
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import CannotPublish, CannotRead, Progress, Store, build


@click.command(
    "build",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Take FOLDER, the files of a nation, into the warehouse month by month, and count every "
        "indicator while its rows are at hand. Files that are served already are passed over. "
        "Ctrl-C stops; the same command goes on where it stopped. Until it is through, nothing of "
        "it is served."
    ),
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who hands them over."))
@asks_whose_days
@click.option(
    "--wait", is_flag=True, help=gettext_noop("Wait while somebody else publishes, then build.")
)
def build_folder(
    *, folder: Path, by: str, calendar: Calendar | None, zone: str | None, wait: bool
) -> None:
    """Open, conform, count, publish; then give an account."""
    try:
        store = warehouse()
        delivery = delivery_in(folder, store, zone=zone, calendar=calendar)
        snapshot = _built(store, delivery, by=by, wait=wait)
    except CannotLand as refusal:
        raise Refused(refusal.faults) from refusal
    except TooManyRefused as refusal:
        raise Refused([refusal.sentence, *(row.reason for row in refusal.first)]) from refusal
    except (CannotPublish, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    except KeyboardInterrupt as stop:
        end_stopped(NOTHING_NEW_IS_SERVED, stop)
    _tell_account(snapshot)


def _built(store: Store, delivery: Delivery, *, by: str, wait: bool) -> Snapshot:
    return build(
        store,
        delivery.promised,
        counted(delivery.terms(), CATALOGUE.values()),
        at=datetime.now().astimezone(),
        by=by,
        wait=wait,
        told=_tell_step,
    )


def _tell_step(step: Progress) -> None:
    values = {"file": step.file, "table": step.table, "rows": step.rows}
    told = Sentence("%(file)s (%(table)s): %(rows)s rows.", values)
    if step.was_there:
        told = Sentence("%(file)s (%(table)s): %(rows)s rows, finished last time.", values)
    tell(told, on_stderr=True)


def _tell_account(snapshot: Snapshot) -> None:
    tell_rows(accounts_of(snapshot))
    tell(now_served(snapshot))
