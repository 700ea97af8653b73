"""How large a nation is, and how it is cut into blocks that can be made one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dampak.foundation.months import months_later

FIRST_MONTH = date(2025, 1, 1)
ROWS_A_UNIT_AND_MONTH = 2_500 / 12
UNITS_A_BLOCK = 512
FEWEST_ROWS, MOST_ROWS = 20_000, 1_000_000_000
FEWEST_UNITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of neighbouring units, ``first`` to before ``after``, that is drawn by itself."""

    number: int
    first: int
    after: int

    @property
    def n_units(self) -> int:
        """How many units it has."""
        return self.after - self.first


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What decides a nation, down to the last byte of its files.

    ``rows`` is about how many service requests come in over all months; the other tables follow
    in proportion. ``is_null`` is the twin in which the same happens and training changes nothing.
    """

    rows: int
    seed: int = 7
    n_months: int = 12
    is_null: bool = False

    @property
    def n_units(self) -> int:
        """Serving units: some 208 requests each in a month, at every size of the nation."""
        return max(FEWEST_UNITS, round(self.rows / self.n_months / ROWS_A_UNIT_AND_MONTH))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months of the window, in order."""
        return tuple(months_later(FIRST_MONTH, index) for index in range(self.n_months))

    def blocks(self) -> Iterator[Block]:
        """All units, a block at a time."""
        for number, first in enumerate(range(0, self.n_units, UNITS_A_BLOCK)):
            after = min(first + UNITS_A_BLOCK, self.n_units)
            yield Block(number=number, first=first, after=after)

    def block_of(self, unit: int) -> Block:
        """The block in which a unit is drawn."""
        first = unit // UNITS_A_BLOCK * UNITS_A_BLOCK
        after = min(first + UNITS_A_BLOCK, self.n_units)
        return Block(number=unit // UNITS_A_BLOCK, first=first, after=after)
