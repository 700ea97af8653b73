"""Pages of the office take turns, so that a citizen's response never waits behind them.

The web server has many threads, because responses reach the disk together and each waits in one.
Two at once in each process: one is drawn while the other waits for the database. More would only
pass Python's lock from one to the next, keep citizens from it, and need more memory.
"""

from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
AT_ONCE = 2
CITIZENS = "/s/"


class TakingTurnsMiddleware:
    """Lets a few pages be made at once; those of citizens are light and go past."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.turns = BoundedSemaphore(AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(CITIZENS):
            return self.get_response(request)
        with self.turns:
            return self.get_response(request)
