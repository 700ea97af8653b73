"""`dampak compact`: months that lie in many parts are written together again."""

import getpass
from collections.abc import Sequence
from datetime import datetime

import click

from dampak.cli.home import warehouse
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.cli.stopping import NOTHING_NEW_IS_SERVED, end_stopped
from dampak.cli.telling_rows import now_served
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.bulk.terms import counted, terms_of
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import (
    CannotPublish,
    CannotRead,
    Crowded,
    Store,
    compact,
    crowded_months,
)

MEGABYTE = 1_000_000


@click.command(
    "compact",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Write every month together again that lies in many parts, or holds rows that later "
        "deliveries replaced: fewer files, read faster. No number changes. Ctrl-C stops; the same "
        "command goes on where it stopped. Until it is through, nothing of it is served. The old "
        "parts go with `dampak tidy`."
    ),
)
@click.option(
    "--recount",
    is_flag=True,
    help=gettext_noop(
        "Write all months, and count them by the definitions of this dampak: needed after an "
        "upgrade that changed any."
    ),
)
@click.option("--dry-run", is_flag=True, help=gettext_noop("Only show what would be written."))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
@click.option(
    "--wait", is_flag=True, help=gettext_noop("Wait while somebody else publishes, then begin.")
)
def compact_months(*, recount: bool, dry_run: bool, by: str, wait: bool) -> None:
    """Show, write, and give an account."""
    store = warehouse()
    before = _in_parts(store)
    crowded = crowded_months(before.parts, everything=recount)
    for month in crowded:
        tell(_shown(month))
    if not crowded:
        tell(Sentence("Every month lies in one part already. Nothing to do."))
    if dry_run or not crowded:
        return
    after = _compacted(store, before, recount=recount, by=by, wait=wait)
    _tell_account(crowded, before, after)


def _in_parts(store: Store) -> Snapshot:
    snapshot = store.head()
    if snapshot is None or not snapshot.parts:
        raise Refused(
            [
                Sentence(
                    "%(home)s serves no records that grow month by month, so there is nothing to "
                    "write together. They come in with `dampak build`.",
                    {"home": str(store.home)},
                )
            ]
        )
    return snapshot


def _shown(month: Crowded) -> Sentence:
    return Sentence(
        "%(table)s %(month)s: %(parts)s parts, %(rows)s rows, and %(dead)s that were replaced.",
        {
            "table": month.table,
            "month": f"{month.month:%Y-%m}",
            "parts": len(month.parts),
            "rows": month.living,
            "dead": month.dead_rows,
        },
    )


def _compacted(store: Store, before: Snapshot, *, recount: bool, by: str, wait: bool) -> Snapshot:
    try:
        terms = counted(terms_of(store, before), CATALOGUE.values())
        after = compact(
            store,
            terms,
            at=datetime.now().astimezone(),
            by=by,
            recount=recount,
            wait=wait,
            told=lambda month, done, of: tell_progress(_begun(month), done, of),
        )
    except (CannotPublish, CannotRead) as refusal:
        raise Refused([refusal.sentence]) from refusal
    except KeyboardInterrupt as stop:
        end_stopped(NOTHING_NEW_IS_SERVED, stop)
    return after or before


def _begun(month: Crowded) -> Sentence:
    values = {"table": month.table, "month": f"{month.month:%Y-%m}"}
    return Sentence("Writing %(table)s %(month)s together", values)


def _tell_account(crowded: Sequence[Crowded], before: Snapshot, after: Snapshot) -> None:
    tell(
        Sentence(
            "%(by)s, %(at)s: %(months)s months written together. %(parts_before)s parts became "
            "%(parts_after)s, %(size_before)s MB became %(size_after)s MB; %(dead)s replaced rows "
            "are gone from them.",
            {
                "by": after.published_by,
                "at": after.published_at.isoformat(sep=" ", timespec="seconds"),
                "months": len(crowded),
                "parts_before": len(before.parts),
                "parts_after": len(after.parts),
                "size_before": _megabytes(before),
                "size_after": _megabytes(after),
                "dead": sum(month.dead_rows for month in crowded),
            },
        )
    )
    tell(now_served(after))


def _megabytes(snapshot: Snapshot) -> float:
    return round(sum(part.bytes for part in snapshot.parts) / MEGABYTE, 1)
