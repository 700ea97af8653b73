"""A disk that takes nothing more, or gives back something else, is told in words.

Neither is a fault of the program.
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dampak.warehouse.store import CannotRead
from dampak.website.disk_faults import is_of_the_disk
from dampak.website.refusals import cannot_read, disk_refuses

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class RefusingDiskMiddleware:
    """Stands before everything that reads the body, because a large upload is written down then."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.POST  # noqa: B018 - reading it writes the files of the form
        except OSError as fault:
            if is_of_the_disk(fault):
                return disk_refuses(request)
            raise
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """A page where a view met the disk; any other fault goes its way."""
        if isinstance(fault, CannotRead):
            log.error("%s", fault)
            return cannot_read(request)
        return disk_refuses(request) if is_of_the_disk(fault) else None
