"""Sentences written down as JSON and read back, so that they can be said in any language later."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

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


def said(sentence: Sentence) -> str:
    """The sentence in English, with the sentences in its blanks filled in as well."""
    values = {
        name: said(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return sentence.message % values


def values_as_text(sentence: Sentence) -> str:
    """The values alone, as one line of JSON; the same values always give the same line."""
    return json.dumps(as_json(sentence)["values"], ensure_ascii=False, sort_keys=True)


def _written(value: Any) -> Any:
    for name, kind in _KINDS.items():
        if isinstance(value, kind.of):
            return {name: kind.write(value)}
    if isinstance(value, list | tuple):
        return [_written(each) for each in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        ((name, written),) = value.items()
        return _KINDS[name].read(written)
    return tuple(_read(each) for each in value) if isinstance(value, list) else value


class _Kind(NamedTuple):
    of: type
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


# A moment is a day too, so it is asked for first.
_KINDS = {
    "sentence": _Kind(Sentence, as_json, from_json),
    "moment": _Kind(datetime, datetime.isoformat, datetime.fromisoformat),
    "day": _Kind(date, date.isoformat, date.fromisoformat),
    "decimal": _Kind(Decimal, str, Decimal),
}
