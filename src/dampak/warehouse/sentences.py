"""Sentences written down as JSON and read back, so that they can be said in any language later."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
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
    return _TEXT.encode(as_json(sentence)["values"])


def each_as_text(values: Mapping[str, Sequence[Any]], n_sentences: int) -> list[str]:
    """The same lines for many sentences with the same blanks, each blank in a column."""
    columns = [
        [f"{encode_basestring(name)}: {_as_text(value)}" for value in column]
        for name, column in sorted(values.items())
    ]
    if not columns:
        return ["{}"] * n_sentences
    return ["{" + ", ".join(blanks) + "}" for blanks in zip(*columns, strict=True)]


def _as_text(value: Any) -> str:
    # the encoder asks much before it writes a text, of which there are hundreds of thousands
    is_text = isinstance(value, str)
    return encode_basestring(value) if is_text else _TEXT.encode(_written(value))


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


_TEXT = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


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
