"""The doctor's quick lines as a page, and the numbers of the running site."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dampak.accounts.access import Permission, authorised, for_everybody
from dampak.operations.doctor import State, Visit, examine, is_well
from dampak.operations.metrics.page import CONTENT_TYPE, may_read_numbers, numbers_page

# What a proxy adds; whoever asks directly has none of them.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP")
# The page has signs and words; the order is that of the work to do.
SIGNS = {
    State.BAD: ("alert-triangle", "bad"),
    State.DOUBT: ("help-circle", "doubt"),
    State.GOOD: ("check", "good"),
}


@require_safe
@never_cache
@authorised(Permission.SEE_HEALTH, everywhere=True)
def wellness(request: HttpRequest) -> HttpResponse:
    """What is wrong first, then what is worth a thought, then the rest."""
    visit = Visit(home=Path(settings.DAMPAK_HOME), at=now(), is_quick=True)
    found = list(examine(visit))
    lines = [
        {"finding": each, "sign": sign, "tone": tone}
        for state, (sign, tone) in SIGNS.items()
        for each in found
        if each.state is state
    ]
    return render(
        request, "wellness/wellness.html", {"lines": lines, "is_well": is_well(found), "at": now()}
    )


@require_safe
@never_cache
@for_everybody
def metrics(request: HttpRequest) -> HttpResponse:
    """For machines that watch: from networks that are allowed, or with the secret."""
    is_allowed = may_read_numbers(
        address=request.META.get("REMOTE_ADDR", ""),
        was_forwarded=any(name in request.headers for name in FORWARDED),
        bearer=request.headers.get("Authorization", ""),
        networks=settings.METRICS_NETWORKS,
        secret=settings.METRICS_SECRET,
    )
    if not is_allowed:
        raise PermissionDenied
    return HttpResponse(numbers_page(at=now()), content_type=CONTENT_TYPE)
