"""The page on which a form stood, as far as the browser tells and it is a page of this site."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

DOOR = "account_login"
ONLY_LOOKS = frozenset({"GET", "HEAD"})


def page_of_form(request: HttpRequest) -> str:
    """A path of this site that shows a page, or nothing.

    The header is what somebody sent: another site, a script, or a path that browsers would read
    as the name of another site, must never become a link or a way onward.
    """
    try:
        told, ours = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (ValueError, DisallowedHost):
        return ""
    path = f"{told.path}?{told.query}" if told.query else told.path
    is_ours = told.scheme in {"http", "https"} and told.netloc == ours
    if not is_ours or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    return path if _is_a_page(told.path) else ""


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Ask to sign in, and lead on from there: to the page asked for, or to the form once more."""
    if request.method in ONLY_LOOKS:
        return redirect_to_login(request.get_full_path())
    told = _(
        "You were not signed in any more, so what you sent just now was not kept. "
        "Sign in, then fill it in once more."
    )
    messages.warning(request, told, fail_silently=True)
    return redirect_to_login(page_of_form(request) or reverse("home"))


def is_door(address: str) -> bool:
    """Who has signed in is led on from the door; there they would go round and round."""
    return urlsplit(address).path == reverse(DOOR)


def _is_a_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return not is_door(path)
