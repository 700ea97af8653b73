"""The same request under the same key is done once, and answered alike as often as it comes."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now  # noqa: TID251 - the edge of the house
from django.utils.translation import gettext as _
from ninja import Schema, Status
from ninja.responses import NinjaJSONEncoder

from dampak.api.fingerprints import fingerprint_of_request
from dampak.api.gate import KEY, token_behind
from dampak.api.models import KEPT_FOR, KeptAnswer, Token
from dampak.api.refusals import Refused

Deed = Callable[..., Any]


def answered(deed: Deed, *, status: int) -> Deed:
    """Let a deed answer with its own status."""

    @wraps(deed)
    def doing(request: HttpRequest, **values: Any) -> Any:
        return Status(status, deed(request, **values))

    return doing


def once(deed: Deed, *, status: int) -> Deed:
    """Let a deed be done once for each ``Idempotency-Key``; without the header as often as asked.

    The key is written down in the transaction of the deed, before it: of two that come at once
    the database lets the second wait for the first; and a crash leaves neither deed nor key.
    """

    @wraps(deed)
    def kept(request: HttpRequest, **values: Any) -> Any:
        key = request.headers.get(KEY)
        if key is None:
            return Status(status, deed(request, **values))
        token, print_ = token_behind(request), fingerprint_of_request(request)
        with transaction.atomic():
            row = _begun(token, key, print_, at=now())
            if row is None:
                return _again(token, key, print_)
            answer: Schema = deed(request, **values)
            row.status, row.body = status, _as_sent(answer)
            row.save(update_fields=["status", "body"])
        return JsonResponse(row.body, status=status)

    return kept


def _as_sent(answer: Schema) -> Any:
    """As every other answer is written, moments too: to the millisecond."""
    return json.loads(json.dumps(answer.model_dump(), cls=NinjaJSONEncoder))


def _begun(token: Token, key: str, print_: str, *, at: datetime) -> KeptAnswer | None:
    """The key, taken for this request; None if another has taken it."""
    KeptAnswer.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(token=token, key=key, fingerprint=print_, kept_at=at)
    except IntegrityError:
        return None


def _again(token: Token, key: str, print_: str) -> JsonResponse:
    known = KeptAnswer.objects.get(token=token, key=key)
    if known.fingerprint != print_:
        raise Refused(
            409,
            _("This key came with something else before. Take a new key for a new request."),
            code="key_in_use",
        )
    return JsonResponse(known.body, status=known.status, headers={"Idempotency-Replayed": "true"})
