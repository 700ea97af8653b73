"""The list of accounts on the screen, and the search in it: names stand in no address."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dampak.accounts.access import Permission, authorised, scope_of
from dampak.accounts.choosing.kept_words import SEARCH, keep_words, words_behind
from dampak.accounts.choosing.search import is_number
from dampak.accounts.managing.selectors import accounts_page
from dampak.foundation.addresses import number_in


@require_http_methods(["GET", "HEAD", "POST"])
@authorised(Permission.MANAGE_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that one looks after, by name."""
    if request.method == "POST":
        return _search(request)
    ticket, after = request.GET.get(SEARCH, ""), number_in(request.GET.get("sesudah", ""))
    wanted = words_behind(request.session, ticket)
    scope = scope_of(request.user, Permission.MANAGE_ACCOUNTS)
    context = {
        "page": accounts_page(scope, wanted=wanted, after=after),
        "wanted": wanted,
        "ticket": ticket if wanted else "",
        "is_forgotten": bool(ticket and not wanted),
        "is_first": after is None,
    }
    return render(request, "managing/accounts.html", context)


def _search(request: HttpRequest) -> HttpResponse:
    """Keep the words and lead to the page that finds by them; a NIP is kept nowhere."""
    words, here = request.POST.get("cari", ""), reverse("managing:accounts")
    if is_number(words):
        told = _("Accounts are found by name or user name, not by a NIP. It was not kept.")
        messages.error(request, told)
        return redirect(here)
    ticket = keep_words(request.session, words)
    return redirect(f"{here}?{urlencode({SEARCH: ticket})}" if ticket else here)
