"""When so much of a table is refused that nothing should be taken from it."""

from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.conformed.finished import Finished
from dampak.warehouse.conformed.records import TooManyRefused

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


def refuse_if_too_many(finished: Finished) -> None:
    """Raise `TooManyRefused` if the table lost more rows than it may.

    Rows that say what another row says are no loss. Rows that a later row contradicts are: a file
    full of them has a key that does not tell its rows apart.
    """
    accounts = tuple(account for _, account in finished.accounts())
    rows = sum(account.records_in for account in accounts)
    refused = sum(account.set_aside - account.duplicates for account in accounts)
    limit = finished.table.largest_refused_share
    if not rows or (refused <= limit * rows and finished.rows.num_rows):
        return
    values = {
        "refused": refused,
        "rows": rows,
        "table": finished.table.name,
        "limit": int(limit * rows),
    }
    raise TooManyRefused(
        table=finished.table.name,
        share=refused / rows,
        limit=limit,
        sentence=Sentence(TOO_MANY, values)
        if refused < rows
        else Sentence(ALL, {"rows": rows, "table": finished.table.name}),
        first=finished.rejected[:SHOWN],
        accounts=accounts,
    )
