"""What a number's journey leaves behind in each room it passes."""

from dataclasses import dataclass

from dampak.foundation.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows that went no further, for one reason."""

    because: Sentence
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One room on the way of a number: what came in, what went on, what stayed and why.

    ``rows_in`` is always ``rows_out + set_aside``, counted in ``counted_in``. ``version`` names
    the rule of the room and ``sha256`` the file, the tables or the text it worked with.
    """

    room: int  # 1 to 8, as in the journey of a number
    what: Sentence
    counted_in: Sentence
    rows_in: int
    rows_out: int
    set_aside: int
    version: str
    sha256: str
    left_out: tuple[LeftOut, ...] = ()

    def __post_init__(self) -> None:
        if self.rows_in != self.rows_out + self.set_aside:
            raise AssertionError(f"Room {self.room}: rows were lost or doubled: {self!r}")
