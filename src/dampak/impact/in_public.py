"""A finding as everybody sees it, where its numbers are made of what people answered.

What the door cannot judge stays inside: the plain means of a group and the picture by month stand
on some units in one month, and nobody wrote down how many people that were. The verdict, which
rests on all months, leaves with the decimals of the page. People are counted to a multiple of the
base.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dampak.disclosure.rounding import said_of, to_base
from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.language.numbers import rounded

Object = dict[str, Any]
COUNTING = 3  # the last room in which rows are counted
NUMBERS_OF_ESTIMATE = ("value", "low", "high", "standard_error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A finding as one audience sees it; ``said`` is what must stand once beside its numbers."""

    study: Object
    rooms: list[Object]
    said: Sentence | None = None


def public_edition(study: Object, rooms: Sequence[Object]) -> Object | None:
    """What is kept of a finding when it is released; None where everything leaves as it is."""
    definition = CATALOGUE.get(study["outcome"])
    if definition is None or not definition.public_base:
        return None
    return {
        "base": definition.public_base,
        "study": _study(study),
        "rooms": rounded_rooms(rooms, definition.public_base),
    }


def edition_kept(kept: Mapping[str, Any]) -> Edition:
    """What was kept when a finding was released."""
    return Edition(study=kept["study"], rooms=kept["rooms"], said=said_of(kept["base"]))


def rounded_rooms(rooms: Sequence[Object], base: int) -> list[Object]:
    """The way of a number with its rows rounded, so that each room still adds up.

    Only what goes no further is rounded, reason by reason, and what is counted in the end. All that
    came in before is their sum: sums rounded for themselves would unpick them.
    """
    made: list[Object] = []
    before: tuple[int, int] | None = None  # what came into the next room, exactly and rounded
    for room in reversed(rooms):
        if room["room"] > COUNTING:
            made.append(room)
            continue
        goes_on = before is not None and room["rows_out"] == before[0]
        out = before[1] if before and goes_on else to_base(room["rows_out"], base)
        made.append(_room(room, out, base))
        before = room["rows_in"], made[-1]["rows_in"]
    return made[::-1]


def _room(room: Object, rows_out: int, base: int) -> Object:
    left_out = [each | {"rows": to_base(each["rows"], base)} for each in room["left_out"]]
    explained = sum(each["rows"] for each in room["left_out"]) == room["set_aside"]
    aside = (
        sum(each["rows"] for each in left_out) if explained else to_base(room["set_aside"], base)
    )
    return room | {
        "rows_in": rows_out + aside,
        "rows_out": rows_out,
        "set_aside": aside,
        "left_out": left_out,
    }


def _study(study: Object) -> Object:
    left = study | {"baseline": None, "event_study": None, "group_means": []}
    if "estimate" in study:
        decimals = study["decimals"] + (2 if study["is_share"] else 0)
        left["estimate"] = study["estimate"] | {
            name: _at(study["estimate"][name], decimals) for name in NUMBERS_OF_ESTIMATE
        }
    return left


def _at(value: float | None, decimals: int) -> float | None:
    return None if value is None else float(rounded(value, decimals))
