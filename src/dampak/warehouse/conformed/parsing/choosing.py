"""Which parser reads which column."""

from collections.abc import Iterable

from dampak.datapack.columns import Column, Kind, Table
from dampak.warehouse.conformed.parsing.moments import day_parser, moment_parser
from dampak.warehouse.conformed.parsing.months import month_parser
from dampak.warehouse.conformed.parsing.numbers import (
    number_parser,
    share_parser,
    whole_number_parser,
)
from dampak.warehouse.conformed.parsing.parser import Parser, part, quoted
from dampak.warehouse.conformed.parsing.words import LOOKED_UP, text_parser, word_parser

OF_TIME = {Kind.DATE: day_parser, Kind.MOMENT: moment_parser, Kind.MONTH: month_parser}
PLAIN = {Kind.INTEGER: whole_number_parser, Kind.SHARE: share_parser}


def parsers_of(table: Table, names: Iterable[str], *, zone: str) -> dict[str, Parser]:
    """A parser for each of the columns ``names``; a column of the office's own holds numbers."""
    names, known = tuple(names), table.by_name
    numbers = tuple(name for name in names if name not in known or known[name].kind is Kind.NUMBER)
    return {
        name: _parser(known[name], numbers, zone)
        if name in known
        else number_parser(name, neighbours=numbers)
        for name in names
    }


def _parser(column: Column, numbers: tuple[str, ...], zone: str) -> Parser:
    name = column.name
    if column.identifies_person:
        return Parser(stages=(), value=quoted(name), fault=part(name, "refused"))
    if column.kind in LOOKED_UP:
        return word_parser(column)
    if column.kind in OF_TIME:
        return OF_TIME[column.kind](name, zone=zone)
    if column.kind is Kind.NUMBER:
        return number_parser(name, neighbours=numbers)
    return PLAIN.get(column.kind, text_parser)(name)
