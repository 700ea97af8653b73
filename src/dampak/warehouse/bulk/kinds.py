"""Which types of a typed file hold what a column of a table is meant to hold."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from dampak.datapack.columns import Column, Kind
from dampak.foundation.text import gettext_noop

IsType = Callable[[pa.DataType], bool]


def is_text(kind: pa.DataType) -> bool:
    """Text, as it is or as a list of words and a number a row."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def is_day(kind: pa.DataType) -> bool:
    """Days, or moments: a moment lies in a day."""
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def is_number(kind: pa.DataType) -> bool:
    """Numbers, whole or not."""
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    )


def _is_code(kind: pa.DataType) -> bool:
    return is_text(kind) or bool(pa.types.is_integer(kind))


def _is_yes_or_no(kind: pa.DataType) -> bool:
    return is_text(kind) or bool(pa.types.is_boolean(kind) or pa.types.is_integer(kind))


def _is_answer(kind: pa.DataType) -> bool:
    return is_text(kind) or is_number(kind)


_TEXT = gettext_noop("text")
_CODE = gettext_noop("text or whole numbers")
_DAY = gettext_noop("dates or timestamps")
_NUMBER = gettext_noop("numbers")
_YES_NO = gettext_noop("true or false")

WELCOME: Mapping[Kind, tuple[IsType, str]] = {
    Kind.TEXT: (_is_code, _CODE),
    Kind.CODE: (_is_code, _CODE),
    Kind.DATE: (is_day, _DAY),
    Kind.MONTH: (is_day, _DAY),
    Kind.MOMENT: (is_day, _DAY),
    Kind.NUMBER: (is_number, _NUMBER),
    Kind.SHARE: (is_number, _NUMBER),
    Kind.INTEGER: (is_number, _NUMBER),
    Kind.BOOLEAN: (_is_yes_or_no, _YES_NO),
    Kind.ANSWER: (_is_answer, _NUMBER),
    Kind.VOCABULARY: (is_text, _TEXT),
}


def is_welcome(column: Column, kind: pa.DataType) -> bool:
    """Whether a column of this type can hold what ``column`` is meant to hold."""
    return bool(pa.types.is_null(kind)) or WELCOME[column.kind][0](kind)


def wanted(column: Column) -> str:
    """What the column should hold, in words of whoever exports files; to be translated."""
    return WELCOME[column.kind][1]
