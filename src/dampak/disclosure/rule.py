"""The one door through which a number leaves: too few behind it, and it stays."""

from dataclasses import dataclass
from enum import StrEnum

from dampak.foundation.answers import NoAnswer, Silence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition, Reading


class Audience(StrEnum):
    """Who will read the number."""

    INSIDE = "inside"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A reading that this audience may see. Nothing but `disclose` makes one."""

    reading: Reading
    audience: Audience


def disclose(reading: Reading, *, audience: Audience) -> Disclosed | NoAnswer:
    """Let a reading out, unless fewer stand behind it than its definition asks for.

    Raises
    ------
    KeyError
        If no indicator of the catalogue has the reading's code: what is not defined stays in.
    """
    needed = smallest_shown(CATALOGUE[reading.indicator], audience=audience)
    if reading.denominator < needed:
        # How many there were is what must not be told.
        return NoAnswer(why=Silence.SMALL_CELL, needed=needed)
    return Disclosed(reading=reading, audience=audience)


def smallest_shown(definition: Definition, *, audience: Audience) -> int:
    """The smallest denominator that this audience is shown; never more to the public."""
    if audience is Audience.PUBLIC:
        return max(definition.smallest_inside, definition.smallest_public)
    return definition.smallest_inside
