"""Deeds on the tree of units and on where people are posted."""

from dampak.organisations.services.posting import (
    Place,
    change_number,
    end_posting,
    enter_person,
    post_person,
)
from dampak.organisations.services.refusals import CannotGiveCode, CannotPost, CannotReorganise
from dampak.organisations.services.reorganising import (
    close_unit,
    move_unit,
    open_unit,
    rename_unit,
)
from dampak.organisations.services.respelling import NewUnit
from dampak.organisations.services.succeeding import (
    Part,
    merge_units,
    recode_unit,
    split_unit,
)
from dampak.organisations.services.taking_over import take_over_units

__all__ = [
    "CannotGiveCode",
    "CannotPost",
    "CannotReorganise",
    "NewUnit",
    "Part",
    "Place",
    "change_number",
    "close_unit",
    "end_posting",
    "enter_person",
    "merge_units",
    "move_unit",
    "open_unit",
    "post_person",
    "recode_unit",
    "rename_unit",
    "split_unit",
    "take_over_units",
]
