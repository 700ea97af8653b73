"""Safe copies: taken while the site is used, proved by restoring them, brought back in one step."""

from dampak.operations.backup.either_kind import check_copy, restore_copy
from dampak.operations.backup.encrypting import make_key, recipients_of
from dampak.operations.backup.places import clear_copies_in
from dampak.operations.backup.refusing import CannotBackUp, CannotMakeKey, CannotRestore
from dampak.operations.backup.restoring import left_beside, restore_backup
from dampak.operations.backup.taking import Taken, Wanted, take_backup
from dampak.operations.backup.workshop import left_over

__all__ = [
    "CannotBackUp",
    "CannotMakeKey",
    "CannotRestore",
    "Taken",
    "Wanted",
    "check_copy",
    "clear_copies_in",
    "left_beside",
    "left_over",
    "make_key",
    "recipients_of",
    "restore_backup",
    "restore_copy",
    "take_backup",
]
