"""When so much of a table is refused that nothing should be taken from it."""

from collections.abc import Iterator
from itertools import islice

from dampak.datapack.columns import Table
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.conformed.records import Account, Conformed, TooManyRefused

SHOWN = 20
TOO_MANY = gettext_noop(
    "%(refused)s of %(rows)s rows of the table %(table)s were refused; at most %(limit)s may be."
    " Nothing was changed. Correct the rows named below, most of them for the same reason, and"
    " import the files again."
)
ALL = gettext_noop(
    "All %(rows)s rows of the table %(table)s were refused. Nothing was changed. Look at the first"
    " reasons below: usually one column is written in another way than expected."
)


NO_UNITS = gettext_noop(
    "There is no table of units, so nobody knows whose numbers these are. Hand it over too, with a"
    " code and a name for every unit."
)


def refusals_of(conformed: Conformed) -> Iterator[TooManyRefused]:
    """Every table that lost more rows than it may; the units first, on which the others rest.

    Rows that say what another row says are no loss. Rows that a later row contradicts are: a file
    full of them has a key that does not tell its rows apart.
    """
    if "units" not in conformed.tables:
        yield TooManyRefused(
            table="units", share=1.0, limit=0.0, sentence=Sentence(NO_UNITS), first=(), accounts=()
        )
        return
    for name, table in TABLES.items():
        accounts = tuple(account for account in conformed.accounts if account.table == name)
        refusal = _refusal(table, accounts, conformed)
        if refusal:
            yield refusal


def _refusal(
    table: Table, accounts: tuple[Account, ...], conformed: Conformed
) -> TooManyRefused | None:
    rows = sum(account.records_in for account in accounts)
    kept = sum(account.kept for account in accounts)
    refused = sum(account.set_aside - account.duplicates for account in accounts)
    limit = table.largest_refused_share
    if not rows or (kept and refused <= limit * rows):
        return None
    values = {"refused": refused, "rows": rows, "table": table.name, "limit": int(limit * rows)}
    everything = Sentence(ALL, {"rows": rows, "table": table.name})
    of_table = (row for row in conformed.rejected if row.table == table.name)
    return TooManyRefused(
        table=table.name,
        share=refused / rows,
        limit=limit,
        sentence=Sentence(TOO_MANY, values) if kept else everything,
        first=tuple(islice(of_table, SHOWN)),
        accounts=accounts,
    )
