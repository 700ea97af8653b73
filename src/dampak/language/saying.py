"""Say a sentence, written down in a pure room, to a reader of one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils import translation

from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.language import numbers

LANGUAGES = ("id", "en")
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Month:
    """A value of a sentence that is to be read as a month, not as its first day."""

    first_day: date


@dataclass(frozen=True, slots=True)
class InBoth:
    """A value that already exists in both languages, such as a title an office wrote itself."""

    texts: Mapping[str, str]


def say(sentence: Sentence | str, language: str) -> str:
    """The sentence in ``language``, its numbers and days written as that language writes them.

    Values of a `Sentence`: whole numbers and floats are formatted, a `Decimal` keeps exactly its
    decimals, a day becomes a day, a nested sentence is said, text stays as it is; what is called
    ``table`` or ``tables`` gets the name that it has in the reader's templates.
    """
    with translation.override(language):
        return _said(sentence)


def in_both(sentence: Sentence | str) -> dict[str, str]:
    """The sentence in every language that dampak speaks, as documents carry it."""
    return {language: say(sentence, language) for language in LANGUAGES}


def each_in_both(sentences: Iterable[Sentence | str]) -> Iterator[dict[str, str]]:
    """Each sentence as `in_both` says it, for hundreds of thousands of them.

    Changing the language costs more than saying a sentence, so it is done once for many.
    """
    remaining = iter(sentences)
    while some := tuple(islice(remaining, AT_ONCE)):
        for texts in zip(*(_all_said(some, language) for language in LANGUAGES), strict=True):
            yield dict(zip(LANGUAGES, texts, strict=True))


def _all_said(sentences: Iterable[Sentence | str], language: str) -> list[str]:
    with translation.override(language):
        return [_said(sentence) for sentence in sentences]


def _said(sentence: Sentence | str) -> str:
    if isinstance(sentence, str):
        return translation.gettext(sentence)
    said = translation.gettext(sentence.message)
    if not sentence.values:
        return said
    return said % {name: _value(_named(name, value)) for name, value in sentence.values.items()}


def _named(name: str, value: Any) -> Any:
    """The value called ``table`` or ``tables`` as the reader's own templates call the table."""
    if name == "tables" and isinstance(value, list | tuple):
        return tuple(_named("table", each) for each in value)
    is_table = name == "table" and isinstance(value, str) and value in TABLES
    return TABLES[value].indonesian if is_table and translation.get_language() == "id" else value


def _value(value: Any) -> str:
    match value:
        case Sentence():
            return _said(value)
        case InBoth():
            return value.texts[translation.get_language() or LANGUAGES[0]]
        case list() | tuple():
            joint = "; " if any(isinstance(each, Sentence) for each in value) else ", "
            return joint.join(_value(each) for each in value)
        case _:
            return _written(value)


def _written(value: Any) -> str:
    match value:
        case Month():
            return numbers.month(value.first_day)
        case bool():
            return str(value)
        case int() | float() | Decimal():
            return numbers.number(value)
        case date():
            return numbers.day(value)
        case _:
            return str(value)
