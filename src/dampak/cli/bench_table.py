"""The benchmark as a table for a terminal."""

from collections.abc import Sequence

from django.utils import translation

from dampak.benchmark.measuring import Measured
from dampak.benchmark.running import Cell
from dampak.foundation.text import gettext_noop
from dampak.language.quantities import quantity

MEGABYTE = 1_000_000
_HEADS = (
    gettext_noop("Case"),
    gettext_noop("Size"),
    gettext_noop("Ours, s"),
    gettext_noop("Peer, s"),
    gettext_noop("Peer"),
    gettext_noop("Times faster"),
    gettext_noop("Demanded"),
    gettext_noop("Reached"),
    gettext_noop("Peak, MB"),
    gettext_noop("Peak, panels"),
    gettext_noop("Same number"),
)
_YES, _NO = gettext_noop("yes"), gettext_noop("no")
_TEXTS = (0, 1, 4)  # columns written from the left


def as_lines(cells: Sequence[Cell], language: str) -> list[str]:
    """A row a case; below it, the method in words."""
    with translation.override(language):
        heads = [translation.gettext(head) for head in _HEADS]
        rows = [_cells(cell) for cell in cells]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    for cell, row in zip(cells, rows, strict=True):
        lines += [_line(row, widths), f"      {cell.case.title}"]
        lines += [f"      {cell.case.note}"] if cell.case.note else []
    return lines


def _cells(cell: Cell) -> list[str]:
    megabytes = cell.ours.extra_bytes / MEGABYTE if isinstance(cell.ours, Measured) else None
    return [
        cell.case.code,
        cell.case.size,
        _seconds(cell.ours),
        _seconds(cell.peer),
        cell.case.peer.name,
        _number(cell.ratio, 2 if (cell.ratio or 0) < 10 else 0),
        _number(cell.case.demanded, 2 if (cell.case.demanded or 0) < 1 else 0),
        _said(cell.is_reached),
        _number(megabytes, 1),
        _number(cell.panels, 2) + _mark(cell.is_light),
        _said(cell.is_same),
    ]


def _seconds(measured: Measured | str | None) -> str:
    if isinstance(measured, Measured):
        return quantity(measured.seconds, 4)
    return measured or ""


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else quantity(value, decimals)


def _said(is_so: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    return "" if is_so is None else translation.gettext(_YES if is_so else _NO)


def _mark(is_light: bool | None) -> str:  # noqa: FBT001 - an answer, not a switch
    return "" if is_light is None else f" ({_said(is_light)})"


def _line(cells: list[str], widths: list[int]) -> str:
    padded = zip(cells, widths, range(len(cells)), strict=True)
    return "  ".join(
        cell.ljust(width) if column in _TEXTS else cell.rjust(width)
        for cell, width, column in padded
    ).rstrip()
