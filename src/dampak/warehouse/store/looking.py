"""A delivery of files is looked at beforehand; what is served stays as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import (
    Account,
    Conformed,
    conform_at_any_loss,
    keyed,
)
from dampak.warehouse.landing import LandedFile
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store.delivering import refusals_in, together
from dampak.warehouse.store.keeping import Store
from dampak.warehouse.store.known import Known

SAMPLE = 20  # refused rows shown of each file
CODES_TOLD = 5
NONE_OF_YOURS = gettext_noop(
    "The list of units in use holds none of yours (%(codes)s), so nobody can check these rows yet. "
    "Ask whoever imports for all units to bring that list up to date, then look again. Do not hand "
    "over a list of your own units alone: accepted, it would take the place of everybody's."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A table of the warehouse whose rows change, with their number before and after.

    ``is_delivered`` is false where rows are lost because the delivered list of units lacks theirs.
    """

    table: str
    is_delivered: bool
    rows_before: int
    rows_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a delivery would do, while nothing has been done.

    ``accounts`` says for each delivered file what would be taken and what not; ``rejected`` shows
    the first refused rows of each and ``all_rejected`` every one of these files and of no file
    that stays, ``notices`` what the reader of the file wants to say about it. ``refusals`` is empty
    unless the delivery would be refused as a whole. ``is_unchanged``: all of this is being served
    already. ``replaced`` lists tables that would give way, and those that would lose rows.
    """

    accounts: tuple[Account, ...]
    rejected: tuple[RejectedRow, ...]
    all_rejected: tuple[RejectedRow, ...]
    notices: Mapping[str, tuple[Sentence, ...]]
    refusals: tuple[Sentence, ...]
    is_unchanged: bool
    replaced: tuple[Replaced, ...]


def preview(
    landed: Sequence[LandedFile],
    store: Store,
    *,
    zone: str | None = None,
    calendar: Calendar | None = None,
) -> Preview:
    """Everything that `deliver` would find out; what is served stays as it is."""
    files = together(landed, store)
    conformed = conform_at_any_loss(files, zone=zone, calendar=calendar)
    found = _previewed(conformed, landed)
    return replace(
        found,
        is_unchanged=not found.refusals and store.serves(conformed, files),
        replaced=tuple(_replaced(conformed, landed, store.head())),
    )


def preview_alone(landed: Sequence[LandedFile], store: Store, *, known: Known) -> Preview:
    """What can be said of these files by themselves, whatever else is being served.

    For those who may not know what others have: neither a count nor a yes or no of it rests on
    rows of anybody else, so nothing can be learnt of them by handing in one file after another.
    Only what is ``known`` of their own units stands beside the files. Whether these files go
    together with all that stays is found by `preview` and by `deliver`.
    """
    secret = store.secret()
    files = [keyed(file, secret=secret) for file in landed]
    zone = None if any(file.zone for file in files) else known.zone
    conformed = conform_at_any_loss(files, zone=zone, known=known.tables)
    found = _previewed(conformed, landed)
    if "units" in conformed.tables:
        return found
    codes = ", ".join(sorted(known.codes)[:CODES_TOLD])
    return replace(found, refusals=(Sentence(NONE_OF_YOURS, {"codes": codes}),))


def _previewed(conformed: Conformed, landed: Sequence[LandedFile]) -> Preview:
    """The delivered files are the last of those that were conformed."""
    first_new = len(conformed.accounts) - len(landed)
    rejected = tuple(chain.from_iterable(conformed.rejected_of[first_new:]))
    return Preview(
        accounts=conformed.accounts[first_new:],
        rejected=tuple(_sample(rejected)),
        all_rejected=rejected,
        notices={file.name: file.notices for file in landed},
        refusals=tuple(refusal.sentence for refusal in refusals_in(conformed, landed)),
        is_unchanged=False,
        replaced=(),
    )


def _replaced(
    conformed: Conformed, landed: Sequence[LandedFile], served: Snapshot | None
) -> Iterator[Replaced]:
    delivered = {file.table for file in landed}
    for name, rows in _rows_by_table(served).items():
        after = conformed.tables[name].num_rows
        if name in delivered or rows != after:
            yield Replaced(
                table=name, is_delivered=name in delivered, rows_before=rows, rows_after=after
            )


def _rows_by_table(snapshot: Snapshot | None) -> dict[str, int]:
    rows: dict[str, int] = {}
    for file in snapshot.inputs if snapshot else ():
        rows[file.table] = rows.get(file.table, 0) + file.rows_kept
    return rows


def _sample(rejected: Sequence[RejectedRow]) -> Iterable[RejectedRow]:
    files = dict.fromkeys((row.file, row.table) for row in rejected)
    for file in files:
        yield from islice((row for row in rejected if (row.file, row.table) == file), SAMPLE)
