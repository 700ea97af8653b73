"""How many columns a table may have; beyond that it is a table turned on its side."""

from collections.abc import Sequence

from dampak.datapack.headers import Match
from dampak.foundation.text import Sentence
from dampak.warehouse.landing.landed_file import ROW_NUMBER

MOST_COLUMNS = 2_000  # no register has a tenth of it
MOST_OWN_NUMBERS = 200  # each is read in every style of numbers: 200 take seconds, 600 a minute


def own_numbers(found: Match) -> tuple[str, ...]:
    """Headers of the office's own numbers; the name of the row numbers is taken."""
    if not found.table.takes_other_numbers:
        return ()
    return tuple(label for label in found.ignored if label.strip() != ROW_NUMBER)


def too_wide(place: str, labels: Sequence[str]) -> Sentence | None:
    """What to say where the header has far too many columns."""
    found = sum(bool(label.strip()) for label in labels)
    if found <= MOST_COLUMNS:
        return None
    return Sentence(
        "%(file)s has %(found)s columns, where %(most)s are the most. Hand in the columns of the"
        " template only; if units or months stand side by side, write them below each other.",
        {"file": place, "found": found, "most": MOST_COLUMNS},
    )


def too_many_own_numbers(place: str, found: Match) -> Sentence | None:
    """What to say where an office brings more numbers of its own than can be read."""
    own = own_numbers(found)
    if len(own) <= MOST_OWN_NUMBERS:
        return None
    return Sentence(
        "%(file)s has %(found)s columns of the office's own, where %(most)s are the most. Keep the"
        " ones that are to be studied; if months stand side by side, write them below each other.",
        {"file": place, "found": len(own), "most": MOST_OWN_NUMBERS},
    )
