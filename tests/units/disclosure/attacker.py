"""Somebody who keeps every table, adds and subtracts: plain Python, nothing of the door's own."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Atom = Hashable
Sum = frozenset[Atom]


def follows(group: Collection[Atom], sums: Sequence[Collection[Atom]]) -> bool:
    """Whether the sum over a group is a combination of the sums that were shown."""
    atoms = sorted({atom for each in [*sums, group] for atom in each}, key=str)
    equations = [
        [Fraction(atom in each) for each in sums] + [Fraction(atom in group)] for atom in atoms
    ]
    pivot_rows = 0
    for column in range(len(sums)):
        found = next((n for n in range(pivot_rows, len(atoms)) if equations[n][column]), None)
        if found is None:
            continue
        equations[pivot_rows], equations[found] = equations[found], equations[pivot_rows]
        lead = equations[pivot_rows]
        for number, row in enumerate(equations):
            if number != pivot_rows and row[column]:
                factor = row[column] / lead[column]
                equations[number] = [a - factor * b for a, b in zip(row, lead, strict=True)]
        pivot_rows += 1
    return not any(row[-1] for row in equations[pivot_rows:])


def small_groups(people: Mapping[Atom, int], smallest: int) -> Iterator[Sum]:
    """Every set of atoms that holds somebody, but fewer than may be told of."""
    somebody = [atom for atom, n in people.items() if 0 < n < smallest]
    for size in range(1, smallest):
        for chosen in combinations(somebody, size):
            if sum(people[atom] for atom in chosen) < smallest:
                yield frozenset(chosen)


def recovered(
    sums: Sequence[Collection[Atom]], people: Mapping[Atom, int], smallest: int
) -> list[Sum]:
    """The small groups that this attacker finds out; atoms of nobody change nothing."""
    counted = [frozenset(a for a in each if people[a]) for each in sums]
    return [group for group in small_groups(people, smallest) if follows(group, counted)]
