"""Whether two things that were sent are the same thing."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest


def fingerprint_of(content: bytes) -> str:
    """Of plain bytes."""
    return sha256(content).hexdigest()


def fingerprint_of_request(request: HttpRequest) -> str:
    """Of the address and everything that was sent to it, whatever marked its parts."""
    where = f"{request.method} {request.get_full_path()}\n".encode()
    is_in_parts = request.content_type == "multipart/form-data"
    return fingerprint_of(where + (_parts(request) if is_in_parts else _ordered(request.body)))


def _parts(request: HttpRequest) -> bytes:
    """The fields, and of each file its name and the fingerprint of its bytes."""
    told: list[list[Any]] = [[name, request.POST.getlist(name)] for name in sorted(request.POST)]
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            content = sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            told.append([name, file.name, content.hexdigest()])
    return json.dumps(told).encode()


def _ordered(body: bytes) -> bytes:
    """JSON with its keys in order; two that differ in nothing else are the same."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except ValueError:
        return body
