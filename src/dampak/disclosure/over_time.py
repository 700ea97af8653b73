"""What was shown before decides what may be shown next: one person more would be that person."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dampak.disclosure.withholding import withheld

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """A table as it stood once: how many people were behind each atom, and which cells were shown.

    ``people`` also holds those of cells that were withheld, and is therefore never shown itself.
    """

    people: Mapping[str, float]
    shown: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """People who came to an atom together, and were there from one showing to another."""

    people: float
    first: int
    last: int

    def was_there(self, showing: int) -> bool:
        return self.first <= showing <= self.last


def kept_back(
    cells: Mapping[str, Collection[str]],
    now: Mapping[str, float],
    history: Sequence[Showing],
    *,
    smallest: float,
) -> frozenset[str]:
    """The cells whose new numbers must wait: shown beside the old ones they give few away.

    Whoever keeps last week's table takes it from this week's. Those who came in between are a
    group like any other, and a total less its parts gives them away as it does a small unit. A
    cell that is kept back goes on showing what it showed last, or nothing if it never did.

    Only numbers of people are known here, so that somebody who went while another came is not
    seen. Who left is taken to be who came last.

    Parameters
    ----------
    cells
        By name, the atoms that each is made of; the same in all showings.
    now
        People behind each atom.
    history
        Earlier showings of this table, oldest first.
    """
    latest = len(history)
    batches = {
        (atom, number): batch
        for atom in sorted({*now, *(atom for each in history for atom in each.people)})
        for number, batch in enumerate(
            batches_of([*(each.people.get(atom, 0) for each in history), now.get(atom, 0)])
        )
    }

    def there(name: str, showing: int) -> frozenset[tuple[str, int]]:
        inside = frozenset(cells[name])
        return frozenset(
            key for key, each in batches.items() if key[0] in inside and each.was_there(showing)
        )

    return withheld(
        {name: there(name, latest) for name in cells},
        {key: each.people for key, each in batches.items()},
        smallest=smallest,
        already=[
            there(name, showing)
            for showing, each in enumerate(history)
            for name in each.shown
            if name in cells
        ],
        maybe_empty=[key for key, each in batches.items() if each.first],
    )


def batches_of(counts: Sequence[float]) -> list[Batch]:
    """Who must have come together, if the last to come is the first to leave.

    >>> [(each.people, each.first, each.last) for each in batches_of([5, 8, 6])]
    [(2, 1, 1), (5.0, 0, 2), (1, 1, 2)]
    """
    gone: list[Batch] = []
    there: list[tuple[float, int]] = []
    before = 0.0
    for showing, count in enumerate(counts):
        if count > before:
            there.append((count - before, showing))
        leaving = before - count
        while leaving > 0:
            people, first = there.pop()
            out = min(people, leaving)
            gone.append(Batch(people=out, first=first, last=showing - 1))
            if people > out:
                there.append((people - out, first))
            leaving -= out
        before = count
    last = len(counts) - 1
    return gone + [Batch(people=people, first=first, last=last) for people, first in there]
