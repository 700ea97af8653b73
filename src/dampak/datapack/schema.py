"""The tables as Table Schema (Data Package), so that other tools can check a file beforehand."""

from typing import Any

from dampak.datapack.columns import Column, Kind, Table

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.CODE: {"type": "string"},
    Kind.DATE: {"type": "date", "format": "any"},
    Kind.MONTH: {"type": "yearmonth"},
    Kind.MOMENT: {"type": "datetime", "format": "any"},
    Kind.NUMBER: {"type": "number"},
    Kind.INTEGER: {"type": "integer"},
    Kind.BOOLEAN: {
        "type": "boolean",
        "trueValues": ["Ya", "ya", "yes", "Yes", "true", "1"],
        "falseValues": ["Tidak", "tidak", "no", "No", "false", "0"],
    },
    Kind.SHARE: {"type": "number"},
    Kind.ANSWER: {"type": "integer"},
    Kind.VOCABULARY: {"type": "string"},
}


def table_schema(table: Table, *, language: str = "en") -> dict[str, Any]:
    """The Table Schema of a table, with English or Indonesian headers.

    It describes the strictest way to fill the table. dampak itself also takes other headers,
    other date styles and the words of real offices; what it makes of them is in the manual.
    """
    names = {
        column.name: column.indonesian if language == "id" else column.name
        for column in table.columns
    }
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": table.name.replace("_", "-"),
        "title": table.indonesian,
        "description": table.grain,
        "fieldsMatch": "partial",
        "fields": [_field(column, names[column.name]) for column in table.columns],
        "missingValues": [""],
    }
    required_key = [name for name in table.key if table.by_name[name].required]
    if table.key and len(required_key) == len(table.key):
        schema["primaryKey"] = [names[name] for name in table.key]
    return schema


def _field(column: Column, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": column.indonesian,
        "description": column.explanation,
        **_TYPES[column.kind],
        "constraints": _constraints(column),
    }


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": column.required}
    if column.least is not None:
        found["minimum"] = int(column.least)
    if column.most is not None:
        found["maximum"] = int(column.most)
    if column.kind is Kind.VOCABULARY and column.words and column.words.is_closed:
        found["enum"] = [
            *column.words.codes,
            *(word.indonesian for word in column.words.words if word.indonesian != word.code),
        ]
    return found
