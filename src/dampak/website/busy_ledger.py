"""A ledger in which somebody else writes at length is told in words: it is no fault of the program.

Only SQLite says so, as while a list of half a million people is taken over.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dampak.jobs.pen import is_taken
from dampak.website.refusals import ledger_is_busy

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class BusyLedgerMiddleware:
    """A page where a view waited in vain; what breaks outside views comes to `refusals.broken`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Any other fault goes its way."""
        if not is_taken(fault):
            return None
        log.warning("Somebody else wrote in the ledger for too long.")
        return ledger_is_busy(request)
