"""The tally of a set of rows of one table."""

from dataclasses import dataclass

from dampak.warehouse.tallies.bag import Bag, added, empty_bag, taken_away
from dampak.warehouse.tallies.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """What the rows of one table came to: ``plain`` and ``by_days`` as the sheet has them.

    The days of a plain key are nought.
    """

    sheet: Sheet
    plain: Bag
    by_days: tuple[Bag, ...]

    def is_same(self, other: "Tally") -> bool:
        """Whether both came to the same."""
        pairs = zip(self.bags, other.bags, strict=True)
        return self.sheet == other.sheet and all(one.is_same(two) for one, two in pairs)

    @property
    def bags(self) -> tuple[Bag, ...]:
        """All bags, the plain one first."""
        return (self.plain, *self.by_days)


def tally_of(sheet: Sheet, bags: tuple[Bag, ...]) -> Tally:
    """A tally from its bags, the plain one first."""
    return Tally(sheet=sheet, plain=bags[0], by_days=bags[1:])


def nothing(sheet: Sheet) -> Tally:
    """The tally of no rows."""
    days = tuple(empty_bag(1) for _ in sheet.by_days)
    return tally_of(sheet, (empty_bag(len(sheet.plain)), *days))


def together(first: Tally, *others: Tally) -> Tally:
    """The tally of all these rows."""
    bags = zip(*(tally.bags for tally in (first, *others)), strict=True)
    return tally_of(first.sheet, tuple(added(*each) for each in bags))


def without(tally: Tally, part: Tally) -> Tally:
    """The tally of the rows that remain when a part of them goes.

    Raises ValueError if the part was not in the tally.
    """
    pairs = zip(tally.bags, part.bags, strict=True)
    return tally_of(tally.sheet, tuple(taken_away(bag, less) for bag, less in pairs))
