"""The account of all rows at the end of a command: in, kept, set aside, and whether it adds up."""

from collections.abc import Collection

from dampak.cli.speaking import tell
from dampak.foundation.text import Sentence
from dampak.warehouse.accounts import TableAccount


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
