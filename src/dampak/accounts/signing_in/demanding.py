"""Of whom a second factor is demanded, and the page that leads there."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse

from dampak.accounts.access import held_by
from dampak.accounts.models import Role, User
from dampak.accounts.signing_in.factors import factors_of

# These two can do the most harm: they are advised to have one even where nobody demands it.
ADVISED = frozenset({Role.ADMINISTRATOR, Role.STEWARD})
# The API is opened by tokens alone, never by a session, and answers no system with a page.
ALWAYS_OPEN = ("/api/", "/akun/", "/keluar/", "/masuk/", "/bahasa/", "/tampilan/", "/sehat", "/s/")


def is_demanded_of(user: User) -> bool:
    """Whether one of the person's roles opens nothing without a second factor."""
    demanded = set(settings.SECOND_FACTOR_ROLES)
    return any(each.role in demanded for each in held_by(user)) if demanded else False


def is_advised_to(user: User) -> bool:
    return any(each.role in ADVISED for each in held_by(user))


class SecondFactorDemandedMiddleware:
    """Leads whoever must have a second factor and has none to their account, and no further."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_ROLES and not request.path.startswith(ALWAYS_OPEN):
            user = request.user
            if isinstance(user, User) and is_demanded_of(user) and not factors_of(user).opens:
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)
