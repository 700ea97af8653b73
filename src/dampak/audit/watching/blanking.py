"""The one change that the book allows: a line loses what it says of somebody, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanked:
    """Which columns of a line stay as they were, and what the others become."""

    kept: tuple[str, ...]
    emptied: Mapping[str, str]


# Of a page and its parts nothing may ever change.
BLANKED: Mapping[str, Blanked | None] = {
    "audit_entry": Blanked(
        kept=("id", "at", "by", "deed", "subject_kind", "subject_id"),
        emptied={"subject": "''", "details": "'{}'"},
    ),
    "audit_change": Blanked(
        kept=("id", "table_name", "row_id", "kind", "actor", "reason", "at"),
        emptied={"before": "NULL", "after": "NULL"},
    ),
    "audit_page": None,
    "audit_part": None,
}
