"""Safe copies: taken while the site is used, proved by restoring them, brought back in one step."""

from dampak.operations.backup.refusing import CannotBackUp, CannotRestore
from dampak.operations.backup.restoring import restore_backup
from dampak.operations.backup.taking import Taken, Wanted, take_backup

__all__ = ["CannotBackUp", "CannotRestore", "Taken", "Wanted", "restore_backup", "take_backup"]
