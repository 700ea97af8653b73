"""Pages of the office take turns, so that a citizen's response never waits behind them.

The web server has many threads, because responses reach the disk together and each waits in one.
Two cores draw no more charts by drawing thirty at once; they only need more memory.
"""

import os
from collections.abc import Callable
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
AT_ONCE = 2 * (os.cpu_count() or 1)
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
