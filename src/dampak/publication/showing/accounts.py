"""The account of the rows for one reader: what came in was kept or set aside."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dampak.datapack.tables import TABLES
from dampak.language import quantities
from dampak.publication.showing.sources import Pair
from dampak.publication.showing.texts import in_this


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """The rows of one table, with the reasons why some were set aside."""

    table: str
    rows_in: str
    rows_kept: str
    rows_set_aside: str
    reasons: tuple[Pair, ...]


def accounts_shown(document: dict[str, Any]) -> tuple[AccountShown, ...]:
    """Table by table; nothing of a document that was made before accounts were kept."""
    return tuple(_shown(account) for account in document.get("accounts", ()))


def account_said(document: dict[str, Any]) -> str:
    """Whether every row was kept or set aside, in a sentence."""
    accounts = document.get("accounts", [])
    wrong = [_table(account["table"]) for account in accounts if not _adds_up(account)]
    if wrong:
        return _(
            "Rows were lost or are there twice in: %(tables)s. Do not use these numbers before "
            "`dampak check` was run and the data were handed over again."
        ) % {"tables": ", ".join(wrong)}
    return (
        _(
            "Rows in are rows kept plus rows set aside in every table; each of the three was "
            "counted for itself."
        )
        if accounts
        else ""
    )


def files_said(document: dict[str, Any]) -> str:
    """How many files were handed over."""
    count = len(document["inputs"])
    return ngettext("%(count)s file", "%(count)s files", count) % {"count": quantities.count(count)}


def _shown(account: dict[str, Any]) -> AccountShown:
    return AccountShown(
        table=_table(account["table"]),
        rows_in=quantities.count(account["rows_in"]),
        rows_kept=quantities.count(account["rows_kept"]),
        rows_set_aside=quantities.count(account["rows_set_aside"]),
        reasons=tuple(
            Pair(in_this(each["because"]), quantities.count(each["rows"]))
            for each in account["reasons"]
        ),
    )


def _adds_up(account: dict[str, Any]) -> bool:
    return bool(account["rows_in"] == account["rows_kept"] + account["rows_set_aside"])


def _table(code: str) -> str:
    """The table as it is called in the reader's own templates."""
    is_indonesian = (get_language() or "id").startswith("id")
    return TABLES[code].indonesian if is_indonesian and code in TABLES else code
