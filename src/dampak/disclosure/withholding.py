"""Which cells of a table stay in, so that no small group can be worked out from the others."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from dampak.disclosure.algebra import (
    Matrix,
    Sizes,
    WorkedOut,
    narrowest_worked_out,
    sums_within,
    which_sums,
)

Name = TypeVar("Name", bound=Hashable)
Atom = TypeVar("Atom", bound=Hashable)


def withheld(
    cells: Mapping[Name, Collection[Atom]],
    people: Mapping[Atom, float],
    *,
    smallest: float,
    already: Collection[Collection[Atom]] = (),
    maybe_empty: Collection[Atom] = (),
) -> frozenset[Name]:
    """The cells that must not be shown: too small themselves, or giving a small group away.

    A cell shows a sum over its atoms: the people of a unit in a month, say, or of all units. A
    group of atoms with more than nobody and fewer than ``smallest`` people in it must not follow
    from the cells that are shown, by whatever adding and taking away: a total less its other
    parts, two filters that differ by three people, a quarter less its months.

    Neither may the parts of a group follow from its being full: three units that are known to hold
    somebody and three people together are three times one. A group has room for as many as it has
    people, less one for every part but the first; the room, too, must be ``smallest``.

    Cells below ``smallest`` go first. Then, as long as a small group follows from the others, the
    smallest of the cells that give it away goes, too. What is left is proved by elimination, not
    hoped for. Nobody in a cell is no secret: that is shown.

    Parameters
    ----------
    cells
        By name, what each is made of.
    people
        How many stand behind each atom.
    smallest
        The smallest number of people of whom something may be known together.
    already
        What each sum is made of that was shown before and cannot be taken back.
    maybe_empty
        Atoms of which nobody outside knows whether they hold anybody.
    """
    full = {atom for atom, count in people.items() if count} - set(maybe_empty)
    gone = {name for name, atoms in cells.items() if 0 < _people(atoms, people) < smallest}
    past = [frozenset(atoms) for atoms in already]
    while leak := _leak(cells, people, gone, smallest, past, full):
        gone.add(min(leak, key=lambda name: (_people(cells[name], people), str(name))))
    return frozenset(gone)


def _people(atoms: Collection[Atom], people: Mapping[Atom, float]) -> float:
    return sum(people[atom] for atom in atoms)


def _leak(
    cells: Mapping[Name, Collection[Atom]],
    people: Mapping[Atom, float],
    gone: Collection[Name],
    smallest: float,
    past: Sequence[Collection[Atom]],
    full: Collection[Atom],
) -> Sequence[Name]:
    """The cells from which some small group follows; empty if none does."""
    names = [name for name, atoms in cells.items() if name not in gone and _people(atoms, people)]
    # The old sums come first, so that a new one is blamed only for what they do not tell alone.
    shown, sizes = _groups([*past, *(frozenset(cells[name]) for name in names)], people, full)
    while True:
        inside = sizes.of_each() < smallest
        found = narrowest_worked_out(sums_within(shown, inside), sizes) if inside.any() else None
        if found is None or found.room >= smallest:
            return []
        giving = which_sums(shown, found.groups) if found.is_sure else _touching(shown, found)
        if new := [names[number - len(past)] for number in giving if number >= len(past)]:
            return new
        sizes.people[found.groups != 0] = 0  # known since long: nothing withheld now hides it


def _touching(shown: Matrix, found: WorkedOut) -> Sequence[int]:
    return [int(number) for number in np.flatnonzero(shown @ found.groups)]


def _groups(
    shown: Sequence[Collection[Atom]], people: Mapping[Atom, float], full: Collection[Atom]
) -> tuple[Matrix, Sizes]:
    """Atoms that always occur together are one group: which cells hold it, and its sizes."""
    holders: dict[Atom, list[int]] = {}
    for number, atoms in enumerate(shown):
        for atom in atoms:
            holders.setdefault(atom, []).append(number)
    groups: dict[tuple[int, ...], list[Atom]] = {}
    for atom, numbers in holders.items():
        groups.setdefault(tuple(numbers), []).append(atom)
    matrix = np.zeros((len(shown), len(groups)), dtype=np.int64)
    for column, key in enumerate(groups):
        matrix[list(key), column] = 1
    return matrix, Sizes(
        people=np.array([_people(each, people) for each in groups.values()], dtype=np.float64),
        parts=np.array([sum(atom in full for atom in each) for each in groups.values()]),
    )
