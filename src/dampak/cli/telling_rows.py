"""The account at the end of a command: what became of all rows, and what is served now."""

from collections.abc import Collection

from dampak.cli.speaking import tell
from dampak.foundation.text import Sentence
from dampak.warehouse.accounts import TableAccount
from dampak.warehouse.snapshot import Snapshot


def tell_rows(accounts: Collection[TableAccount]) -> None:
    """One line for each table, and one for all of them together."""
    for account in accounts:
        tell(
            Sentence(
                "%(table)s: %(rows_in)s rows in = %(kept)s kept + %(set_aside)s set aside.",
                {
                    "table": account.table,
                    "rows_in": account.rows_in,
                    "kept": account.rows_kept,
                    "set_aside": account.rows_set_aside,
                },
            )
        )
    wrong = tuple(account.table for account in accounts if not account.adds_up)
    tell(_lost_or_doubled(wrong) if wrong else _together(accounts))


def now_served(snapshot: Snapshot) -> Sentence:
    """Which snapshot readers have from now on."""
    return Sentence(
        "Snapshot %(number)s (%(id)s) is now being served.",
        {"number": snapshot.number, "id": snapshot.id[:12]},
    )


def _together(accounts: Collection[TableAccount]) -> Sentence:
    return Sentence(
        "Every row is accounted for: %(rows_in)s rows in = %(kept)s kept + %(set_aside)s set "
        "aside.",
        {
            "rows_in": sum(account.rows_in for account in accounts),
            "kept": sum(account.rows_kept for account in accounts),
            "set_aside": sum(account.rows_set_aside for account in accounts),
        },
    )


def _lost_or_doubled(tables: tuple[str, ...]) -> Sentence:
    return Sentence(
        "Rows were lost or are there twice in: %(tables)s. Do not use these numbers: run `dampak "
        "check`, and hand the data over again.",
        {"tables": tables},
    )
