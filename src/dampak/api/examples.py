"""An example of each operation, as the demo answers it, long texts cut short."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

EXAMPLES: Final[dict[str, dict[str, Any]]] = json.loads(
    Path(__file__).with_name("examples.json").read_text(encoding="utf-8")
)
JSON: Final = "application/json"


def with_examples(document: dict[str, Any]) -> dict[str, Any]:
    """The document, each operation with what is sent to it and what it answers."""
    for operation in _operations(document):
        example = EXAMPLES[operation["operationId"]]
        answers = operation["responses"].items()
        good = next(told for status, told in answers if int(status) < 300)
        good["content"][JSON]["example"] = example["answer"]
        if "sent" in example:
            operation["requestBody"]["content"][JSON]["example"] = example["sent"]
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()
