"""What people see of the API: its document, and a manual made from it."""
# ruff: noqa: ARG001 - not every operation reads its request

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dampak.accounts.access import for_everybody
from dampak.api.document import api


@cache
def _document() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


@require_safe
@for_everybody
def document(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document."""
    return JsonResponse(_document())


@require_safe
@for_everybody
def manual(request: HttpRequest) -> HttpResponse:
    """The document as a page for people."""
    return render(request, "api/manual.html", {"document": _document()})
