"""Whether two things that were sent are the same thing."""

import json
from hashlib import sha256

from django.http import HttpRequest


def fingerprint_of(content: bytes) -> str:
    """Of plain bytes."""
    return sha256(content).hexdigest()


def fingerprint_of_request(request: HttpRequest) -> str:
    """Of the address and everything that was sent to it, whatever marked its parts."""
    hashed = sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        _add_parts(hashed, request)
    else:
        hashed.update(_ordered(request.body))
    return hashed.hexdigest()


def _add_parts(hashed: "sha256", request: HttpRequest) -> None:  # type: ignore[valid-type]
    for name in sorted(request.POST):
        hashed.update(json.dumps([name, request.POST.getlist(name)]).encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            content = sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            hashed.update(json.dumps([name, file.name, content.hexdigest()]).encode())


def _ordered(body: bytes) -> bytes:
    """JSON with its keys in order; two that differ in nothing else are the same."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except ValueError:
        return body
