"""What is kept about who asked, for whoever answers: to look at, and to hand over."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dampak.accounts.access import authorised, signed_in
from dampak.privacy.selectors.one_person import as_csv, kept_about
from dampak.privacy.selectors.whose import subject_behind
from dampak.privacy.services.handing_over import hand_over
from dampak.privacy.services.refusals import CannotAnswer
from dampak.privacy.views.own import download
from dampak.privacy.views.requests import RIGHT, asked_by_number, is_doubtful, records_seen, said


@require_safe
@never_cache
@authorised(RIGHT)
def kept(request: HttpRequest, asked: int) -> HttpResponse:
    """All that the ledger says of them; nothing before somebody checked who asks."""
    found = asked_by_number(request, asked)
    if is_doubtful(request, found):
        return redirect(found)
    is_known = found.identified_at is not None
    context = {
        "asked": found,
        "kept": kept_about(subject_behind(found)) if is_known else None,
        "records": records_seen(request, found),
    }
    return render(request, "privacy/kept.html", context)


@require_safe
@never_cache
@authorised(RIGHT)
def kept_file(request: HttpRequest, asked: int, kind: str) -> HttpResponse:
    """The same as a file, to be handed to them."""
    found = asked_by_number(request, asked)
    if found.identified_at is None or kind not in {"csv", "json"}:
        raise Http404
    try:
        told = hand_over(found, by=signed_in(request), at=now())
    except CannotAnswer as refusal:
        messages.warning(request, said(refusal))
        return redirect(found)
    name = f"permintaan-{found.pk}.{kind}"
    if kind == "csv":
        return download("\ufeff" + as_csv(told), "text/csv", name)
    text = json.dumps(told.tables(), ensure_ascii=False, indent=1)
    return download(text, "application/json", name)
