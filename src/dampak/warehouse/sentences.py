"""Sentences written down as JSON and read back, so that they can be said in any language later."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dampak.foundation.text import Sentence


def as_json(sentence: Sentence) -> dict[str, Any]:
    """The sentence and its values in types that JSON knows; days keep that they are days."""
    return {
        "message": sentence.message,
        "values": {name: _written(value) for name, value in sentence.values.items()},
    }


def from_json(written: Mapping[str, Any]) -> Sentence:
    """The sentence that `as_json` wrote."""
    message = written["message"]
    return Sentence(message, {name: _read(value) for name, value in written["values"].items()})


def values_as_text(sentence: Sentence) -> str:
    """The values alone, as one line of JSON; the same values always give the same line."""
    return json.dumps(as_json(sentence)["values"], ensure_ascii=False, sort_keys=True)


def _written(value: Any) -> Any:
    match value:
        case Sentence():
            return {"sentence": as_json(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case None | str() | bool() | int() | float():
            return value
        case list() | tuple():
            return [_written(each) for each in value]
        case _:
            return str(value)


def _read(value: Any) -> Any:
    match value:
        case {"sentence": written}:
            return from_json(written)
        case {"moment": written}:
            return datetime.fromisoformat(written)
        case {"day": written}:
            return date.fromisoformat(written)
        case {"decimal": written}:
            return Decimal(written)
        case list():
            return tuple(_read(each) for each in value)
        case _:
            return value
