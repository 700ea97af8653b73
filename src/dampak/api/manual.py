"""The document told as a page: operations by kind of thing, each with what it takes and answers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dampak.accounts.access import Permission
from dampak.api.examples import EXAMPLES
from dampak.api.rights import RIGHTS

Document = Mapping[str, Any]
BRACES = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What can be sent in the address or a header."""

    name: str
    where: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One operation as the page tells it; ``right`` is a sentence to be translated."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    right: str
    is_public: bool
    is_everywhere: bool
    body: str
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]
    curl: str
    sent: str
    answer: str


def operations_by_tag(document: Document, *, site: str) -> list[tuple[str, str, list[Told]]]:
    """Each kind of thing with its description and operations, in the order of the document."""
    told = list(_all(document, site))
    return [
        (tag["name"], tag["description"], [each for name, each in told if name == tag["name"]])
        for tag in document["tags"]
    ]


def _all(document: Document, site: str) -> Iterator[tuple[str, Told]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield operation["tags"][0], _told(method.upper(), path, operation, site)


def _told(method: str, path: str, operation: Document, site: str) -> Told:
    permission, summary = operation.get("x-permission"), operation["summary"]
    body = next(iter(operation.get("requestBody", {}).get("content", ())), "")
    return Told(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=summary,
        description=told if (told := operation["description"]) != f"{summary}." else "",
        right=RIGHTS.get(Permission(permission), permission) if permission else "",
        is_public="x-public" in operation,
        is_everywhere="x-everywhere" in operation,
        body=body,
        parameters=tuple(_parameter(each) for each in operation["parameters"]),
        answers=tuple(str(status) for status in operation["responses"]),
        curl=_curl(method, f"{site}{path}", body=body, is_public="x-public" in operation),
        sent=_pretty(EXAMPLES[operation["operationId"]].get("sent")),
        answer=_pretty(EXAMPLES[operation["operationId"]]["answer"]),
    )


def _parameter(told: Document) -> Parameter:
    return Parameter(
        name=told["name"],
        where=told["in"],
        is_required=told["required"],
        description=told.get("description", ""),
    )


def _pretty(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False) if example is not None else ""


def _curl(method: str, address: str, *, body: str, is_public: bool) -> str:
    """A line for a shell; what stands in braces becomes a variable of the shell."""
    parts = ["curl"]
    if not is_public:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if method == "POST":
        parts.append("-X POST" if not body else '-H "Idempotency-Key: $(uuidgen)"')
    if body == "application/json":
        parts.append('-H "Content-Type: application/json" -d @content.json')
    if body == "multipart/form-data":
        parts.append("-F files=@units.csv")
    shell = BRACES.sub(lambda found: f"${found[1].upper()}", address)
    return " ".join([*parts, f'"{shell}"'])
