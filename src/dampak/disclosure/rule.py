"""The one door through which a number leaves: too few behind it, and it stays.

Whatever is rounded is rounded here, after it was decided with the exact numbers what may leave.
"""

from dataclasses import dataclass
from enum import StrEnum

from dampak.disclosure.rounding import decimals_in_public, in_public
from dampak.foundation.answers import NoAnswer, Silence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition, Reading


class Audience(StrEnum):
    """Who will read the number."""

    INSIDE = "inside"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A reading as this audience may see it. Nothing but `disclose` makes one.

    ``decimals`` are those that its value may be printed with, of percent where it is a share.
    """

    reading: Reading
    audience: Audience

    @property
    def decimals(self) -> int:
        definition = CATALOGUE[self.reading.indicator]
        if self.audience is Audience.INSIDE:
            return definition.decimals
        return decimals_in_public(definition, self.reading.denominator)


def disclose(
    reading: Reading, *, audience: Audience, people: int | None = None
) -> Disclosed | NoAnswer:
    """Let a reading out, unless fewer stand behind it than its definition asks for.

    Parameters
    ----------
    people
        What everybody is told instead of the denominator, where that is not its nearest multiple.

    Raises
    ------
    KeyError
        If no indicator of the catalogue has the reading's code: what is not defined stays in.
    """
    definition = CATALOGUE[reading.indicator]
    needed = smallest_shown(definition, audience=audience)
    if reading.denominator < needed:
        # How many there were is what must not be told.
        return NoAnswer(why=Silence.SMALL_CELL, needed=needed)
    if audience is Audience.PUBLIC:
        reading = in_public(reading, definition, people=people)
    return Disclosed(reading=reading, audience=audience)


def smallest_shown(definition: Definition, *, audience: Audience) -> int:
    """The smallest denominator that this audience is shown; never more to the public."""
    if audience is Audience.PUBLIC:
        return max(definition.smallest_inside, definition.smallest_public)
    return definition.smallest_inside
