"""Deeds of lists of staff: receive, look, take over, discard."""

from dampak.organisations.importing.services.deciding import discard_lists, take_over
from dampak.organisations.importing.services.looking import look_through
from dampak.organisations.importing.services.receiving import receive_lists
from dampak.organisations.importing.services.refusals import CannotImport

__all__ = ["CannotImport", "discard_lists", "look_through", "receive_lists", "take_over"]
