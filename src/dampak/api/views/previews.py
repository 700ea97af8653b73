"""Previews: what a delivery would change, table by table, before anything is changed."""

from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from dampak.accounts.access import Permission
from dampak.api.declaring import Room
from dampak.api.gate import scope_behind
from dampak.api.values import Number, Texts
from dampak.api.views.deliveries import delivery_within
from dampak.intake.previewing import preview_for

room = Room(tags=["deliveries"])


class RowTold(Schema):
    """One of the refused rows, to show what is meant."""

    row: int
    value: str
    reason: Texts


class ReasonTold(Schema):
    """A kind of reason in one column, with how many rows it keeps away."""

    column: str
    rows: int
    reason: Texts
    examples: list[RowTold]


class FilePreviewed(Schema):
    """One table of one file: how it was read, and what becomes of its rows."""

    file: str
    table: Texts
    sha256: str
    bytes: int
    encoding: str
    sheet: str
    header_row: int
    was_mapped: bool
    notices: list[Texts] = Field(description="What is worth knowing though nothing is wrong.")
    rows_in: int
    rows_kept: int
    rows_set_aside: int
    duplicates: int = Field(description="Rows set aside that say the same as another.")
    superseded: int = Field(description="Rows set aside for a later one of the same thing.")
    reasons: list[ReasonTold] = Field(description="The most frequent first.")


class UnreadTold(Schema):
    """A file that could not be read, and why."""

    file: str
    faults: list[Texts]
    can_be_mapped: bool = Field(
        description="Somebody can say on its page which of its columns is which of ours."
    )


class ReplacedTold(Schema):
    """A table whose rows would give way to others."""

    table: Texts
    is_delivered: bool = Field(
        description="False where rows are lost because the delivered list lacks their units."
    )
    rows_before: int
    rows_after: int


class PreviewTold(Schema):
    """What a delivery would change, in the words of the page.

    A token over some units is told what is found of the delivery's own rows, checked against the
    units and people of its own part alone: the same whatever rows others have. Whether all goes
    together is told to tokens over all units.
    """

    can_be_accepted: bool = Field(
        description="Nothing keeps it from being accepted; for a token over some units, nothing in "
        "its own rows."
    )
    is_unchanged: bool = Field(
        description="All of it is being served already; never true for a token over some units."
    )
    faults: list[Texts] = Field(description="What keeps the delivery from being accepted.")
    rows_kept: int
    rows_set_aside: int
    files: list[FilePreviewed]
    unread: list[UnreadTold]
    replaced: list[ReplacedTold] = Field(
        description="Told to tokens over all units only: rows of others are among them."
    )


@room.ask("/deliveries/{number}/preview", PreviewTold, permission=Permission.IMPORT_DATA)
def read_preview(request: HttpRequest, number: Number) -> dict[str, Any]:
    """What a delivery would change.

    Computed at the first asking, which may take as long as reading the files.
    """
    delivery = delivery_within(request, number)
    return preview_for(delivery, everything=scope_behind(request).everything)
