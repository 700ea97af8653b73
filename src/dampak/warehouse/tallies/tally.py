"""The tally of a set of rows of one table."""

from dataclasses import dataclass

from dampak.warehouse.tallies.bag import Bag, added, bag_of, empty_bag, taken_away
from dampak.warehouse.tallies.sheet import Sheet
from dampak.warehouse.tallies.sorting import SERVICE_BITS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """What the rows of one table came to: a bag for each drawer of the sheet."""

    sheet: Sheet
    bags: tuple[Bag, ...]

    def is_same(self, other: "Tally") -> bool:
        """Whether both came to the same."""
        pairs = zip(self.bags, other.bags, strict=True)
        return self.sheet == other.sheet and all(one.is_same(two) for one, two in pairs)


def nothing(sheet: Sheet) -> Tally:
    """The tally of no rows."""
    return Tally(
        sheet=sheet, bags=tuple(empty_bag(len(drawer.addends)) for drawer in sheet.drawers)
    )


def together(first: Tally, *others: Tally) -> Tally:
    """The tally of all these rows."""
    bags = zip(*(tally.bags for tally in (first, *others)), strict=True)
    return Tally(sheet=first.sheet, bags=tuple(added(*each) for each in bags))


def without(tally: Tally, part: Tally) -> Tally:
    """The tally of the rows that remain when a part of them goes.

    Raises ValueError if the part was not in the tally.
    """
    pairs = zip(tally.bags, part.bags, strict=True)
    return Tally(sheet=tally.sheet, bags=tuple(taken_away(bag, less) for bag, less in pairs))


def without_services(tally: Tally) -> Tally:
    """The same, services no longer told apart, which takes a fraction of the room."""
    bags = (bag_of(bag.keys & ~SERVICE_BITS, bag.counts) for bag in tally.bags)
    return Tally(sheet=tally.sheet, bags=tuple(bags))
