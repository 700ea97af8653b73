"""Which cells of a table stay in, so that no small group can be worked out from the others."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dampak.disclosure.algebra import Matrix, narrowest_worked_out, sums_within, which_sums

Name = TypeVar("Name", bound=Hashable)
Atom = TypeVar("Atom", bound=Hashable)
NOBODY = -1.0


def withheld(
    cells: Mapping[Name, Collection[Atom]],
    people: Mapping[Atom, float],
    *,
    smallest: float,
    already: Collection[Collection[Atom]] = (),
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
    """
    gone = {name for name, atoms in cells.items() if 0 < _people(atoms, people) < smallest}
    past = [frozenset(atoms) for atoms in already]
    while leak := _leak(cells, people, gone, smallest, past):
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
) -> Sequence[Name]:
    """The cells from which some small group follows; empty if none does."""
    names = [name for name, atoms in cells.items() if name not in gone and _people(atoms, people)]
    shown, spare = _groups([*(frozenset(cells[name]) for name in names), *past], people)
    while True:
        inside = spare + 1 < smallest
        found = narrowest_worked_out(sums_within(shown, inside), spare) if inside.any() else None
        if found is None or found[0] >= smallest:
            return []
        sums = which_sums(shown, found[1])
        if giving := [names[number] for number in sums if number < len(names)]:
            return giving
        spare[found[1] != 0] = NOBODY  # known since long: nothing that is withheld now hides it


def _groups(
    shown: Sequence[Collection[Atom]], people: Mapping[Atom, float]
) -> tuple[Matrix, NDArray[np.float64]]:
    """Atoms that always occur together are one group: which cells hold it, and its spare people."""
    holders: dict[Atom, list[int]] = {}
    for number, atoms in enumerate(shown):
        for atom in atoms:
            holders.setdefault(atom, []).append(number)
    parts: dict[tuple[int, ...], list[float]] = {}
    for atom, numbers in holders.items():
        parts.setdefault(tuple(numbers), []).append(people[atom])
    matrix = np.zeros((len(shown), len(parts)), dtype=np.int64)
    for column, key in enumerate(parts):
        matrix[list(key), column] = 1
    return matrix, np.array([_spare(each) for each in parts.values()], dtype=np.float64)


def _spare(people: Sequence[float]) -> float:
    """How many there are beyond one for each part that holds somebody."""
    somebody = [each for each in people if each]
    return sum(somebody) - len(somebody) if somebody else NOBODY
