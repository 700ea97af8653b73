"""What people see of the API: its document, and a manual made from it."""
# ruff: noqa: ARG001 - not every operation reads its request

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dampak.accounts.access import for_everybody
from dampak.api.document import api
from dampak.api.examples import with_examples
from dampak.api.manual import operations_by_tag


@cache
def document_made() -> dict[str, Any]:
    """The document, made once for each process."""
    return with_examples(dict(api.get_openapi_schema(path_prefix="/api/v1/")))


@require_safe
@for_everybody
def document(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document."""
    return JsonResponse(document_made())


@require_safe
@for_everybody
def manual(request: HttpRequest) -> HttpResponse:
    """The document as a page for people."""
    site = f"{request.scheme}://{request.get_host()}"
    context = {"rooms": operations_by_tag(document_made(), site=site), "site": site}
    return render(request, "api/manual.html", context)
