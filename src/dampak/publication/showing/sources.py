"""Files, rows and rooms: where the numbers come from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from dampak.language import quantities
from dampak.publication.showing.texts import NOTHING, in_this

SHORT_HASH = 12


class Pair(NamedTuple):
    """A fact with its name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputShown:
    """One file that was handed over, with the account of its rows."""

    file: str
    table: str
    about: str
    fingerprint: str
    rows_in: str
    rows_kept: str
    rows_set_aside: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomShown:
    """One of the eight rooms that a number passed."""

    number: str
    name: str
    what: str
    rows_in: str
    rows_out: str
    set_aside: str
    left_out: tuple[Pair, ...]
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceShown:
    """The way of one figure, room by room."""

    anchor: str
    title: str
    rooms: tuple[RoomShown, ...]


def input_shown(file: dict[str, Any]) -> InputShown:
    """One file of the document."""
    return InputShown(
        file=file["file"],
        table=file["table"],
        about=" · ".join(filter(None, (file["table"], _size(file), file["encoding"]))),
        fingerprint=file["sha256"][:SHORT_HASH],
        rows_in=quantities.count(file["rows_in"]),
        rows_kept=quantities.count(file["rows_kept"]),
        rows_set_aside=quantities.count(file["rows_set_aside"]),
        notices=tuple(in_this(notice) for notice in file["notices"]),
    )


def _size(file: dict[str, Any]) -> str:
    return str(filesizeformat(file["bytes"]))


def totals_shown(inputs: list[dict[str, Any]]) -> tuple[str, str, str]:
    """Rows in, kept and set aside over all files."""
    return (
        quantities.count(sum(file["rows_in"] for file in inputs)),
        quantities.count(sum(file["rows_kept"] for file in inputs)),
        quantities.count(sum(file["rows_set_aside"] for file in inputs)),
    )


def trace_shown(name: str, figure: dict[str, Any]) -> TraceShown:
    """The rooms of one figure of the document."""
    return TraceShown(
        anchor=anchor_of(name),
        title=in_this(figure["title"]),
        rooms=tuple(_room(room) for room in figure["rooms"]),
    )


def anchor_of(figure: str) -> str:
    """Where on the page the way of a figure is told."""
    return "trace-" + "".join(letter if letter.isalnum() else "-" for letter in figure)


def _room(room: dict[str, Any]) -> RoomShown:
    counted_in = in_this(room["counted_in"])

    def rows(key: str) -> str:
        return _optional(room[key], lambda value: f"{quantities.count(value)} {counted_in}")

    return RoomShown(
        number=str(room["room"]),
        name=in_this(room["name"]),
        what=in_this(room["what"]),
        rows_in=rows("rows_in"),
        rows_out=rows("rows_out"),
        set_aside=_optional(room["set_aside"], quantities.count),
        left_out=tuple(
            Pair(in_this(each["because"]), quantities.count(each["rows"]))
            for each in room.get("left_out", [])
        ),
        version=_("version %(version)s") % {"version": room["version"]} if room["version"] else "",
        fingerprint=room["sha256"][:SHORT_HASH],
    )


def _optional(value: float | None, written: Callable[[float], str]) -> str:
    return NOTHING if value is None else written(value)
