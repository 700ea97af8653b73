"""The front door, and the switches on every page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dampak.accounts.access import Permission, scope_of
from dampak.website.evidence.notes import notes_on
from dampak.website.health import health
from dampak.website.home.openings import openings_for
from dampak.website.home.selectors import needs_of, released_verdict
from dampak.website.layout import THEMES
from dampak.website.studies.selectors import current_verdicts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs you today; for somebody who has not signed in, what dampak is."""
    if not request.user.is_authenticated:
        finding = released_verdict()
        notes = notes_on(finding) if finding else []
        return render(request, "home/stranger.html", {"finding": finding, "notes": notes})
    scope = scope_of(request.user, Permission.READ_EVIDENCE)
    needs = needs_of(request.user, at=now())
    context = {
        "needs": needs,
        "openings": [] if needs else openings_for(request.user),
        "verdicts": current_verdicts(scope),
        "reads": not scope.is_empty,
    }
    return render(request, "home/home.html", context)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Turn light into dark or back, or into the one that a script has already turned to."""
    other = next(name for name in THEMES if name != request.COOKIES.get("theme", THEMES[0]))
    wanted = request.POST.get("wanted", other)
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        "theme",
        wanted if wanted in THEMES else other,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.HTTPS_ONLY,
        httponly=True,
    )
    return response


@require_safe
@never_cache
def sehat(request: HttpRequest) -> HttpResponse:
    """Whether the site can work: 200 if it can, 503 if it cannot."""
    is_well, told = health()
    return JsonResponse(told, status=200 if is_well else 503)


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else "/"
