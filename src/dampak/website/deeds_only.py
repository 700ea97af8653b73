"""An address that does something, opened like a page: a page that says so instead of a blank."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from dampak.website.refusals import deeds_only

GetResponse = Callable[[HttpRequest], HttpResponse]


class DeedsOnlyMiddleware:
    """Somebody reloads, or changes the language, where only a button leads."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != 405 or response.content:
            return response
        page = deeds_only(request)
        page.headers["Allow"] = response.headers["Allow"]
        return page
