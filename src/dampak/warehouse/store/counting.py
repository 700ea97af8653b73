"""What is counted of rows while they are at hand: the border to the room of tallies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from dampak.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCube:
    """The cube of a snapshot, and by name the ``sums`` that the next one can be made from.

    Of sums that lie in ``objects`` already the name of the file is told instead of its bytes.
    """

    cube: bytes | bytearray
    sums: Mapping[str, bytes | str]


class Counting(Protocol):
    """Counts rows when they are published, so that nobody has to read them again."""

    @property
    def marks(self) -> str:
        """Names the definitions and the calendar: parts with other marks are counted otherwise."""

    def take_up(self, numbers: pa.Table) -> None:
        """Go on with the numbers that units and services were given before."""

    def numbers(self) -> pa.Table | None:
        """The numbers given so far, as `take_up` takes them."""

    def marked(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows, in their order, with columns more whose names begin with ``~``.

        Words may come as dictionaries.
        """

    def columns_counted(self, table: str) -> Sequence[str]:
        """The columns that `tallied` reads, among them all that are marked."""

    def tallied(self, table: str, rows: pa.Table) -> bytes | None:
        """What can be added up of rows as they lie in a part, with `columns_counted` at least."""

    def cube(self, now: Snapshot, before: Snapshot | None) -> NextCube | None:
        """Everything that is read off the tallies, for pages and panels.

        ``now`` is what will be served, still without its cube; ``before`` what is served until
        then, with the cube that was made of it. What is made does not depend on ``before``, only
        how soon it is made.
        """


class Uncounted:
    """Keeps the rows and counts nothing; readings then come from the rows alone."""

    marks = ""

    def take_up(self, numbers: pa.Table) -> None:
        """Nothing is numbered."""

    def numbers(self) -> pa.Table | None:
        """None are given."""
        return None

    def marked(self, table: str, rows: pa.Table) -> pa.Table:  # noqa: ARG002
        """The rows as they are."""
        return rows

    def columns_counted(self, table: str) -> Sequence[str]:  # noqa: ARG002
        """None."""
        return ()

    def tallied(self, table: str, rows: pa.Table) -> bytes | None:  # noqa: ARG002
        """Nothing."""
        return None

    def cube(self, now: Snapshot, before: Snapshot | None) -> NextCube | None:  # noqa: ARG002
        """Nothing."""
        return None
