"""Somebody who keeps every table, adds and subtracts: plain Python, nothing of the door's own."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil

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


def sums_behind(value: float, decimals: int, people: int, elements: int = 9) -> list[int]:
    """The points that so many full answers may have together, if their index is printed so.

    The index is 25 times the mean of all answers, each from 1 to 4.
    """
    half = Fraction(1, 2 * 10**decimals)
    printed = Fraction(round(value * 10**decimals), 10**decimals)
    each = Fraction(people * elements, 25)
    first, end = ceil((printed - half) * each), ceil((printed + half) * each)
    least = people * elements
    return list(range(max(first, least), min(end, 4 * least + 1)))


def unpicked(
    answers: Mapping[tuple[int, ...], Hashable],
) -> Iterator[tuple[tuple[int, ...], list[frozenset[int]]]]:
    """What somebody works out who knows the rule by heart and tries every table there could be.

    ``answers`` holds what is shown of each table of counts. Of each table it gives, unit by unit,
    all that may be in it for somebody who sees nothing but what is shown.
    """
    alike: dict[Hashable, list[tuple[int, ...]]] = {}
    for counts, shown in answers.items():
        alike.setdefault(shown, []).append(counts)
    for tables in alike.values():
        may_be = [frozenset(column) for column in zip(*tables, strict=True)]
        yield from ((counts, may_be) for counts in tables)
