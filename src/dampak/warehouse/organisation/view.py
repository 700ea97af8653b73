"""A view of the organisation over time: for whom the rows of each unit count, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Because(StrEnum):
    """Why the rows of a unit count for no unit that stands on the day."""

    DIVIDED = "divided"  # among several, and nobody knows which row would be whose
    MERGED_LATER = "merged later"  # the day lies before it was made of several
    NO_SUCCESSOR = "no successor"  # it ended, and nobody is known who took over
    NOT_YET = "not yet"  # the day lies before it, and nobody is known whose work it does


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """From a month on (None: from the first) the rows of a unit count for a node."""

    code: str
    from_month: date | None
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned:
    """Rows that stay with a unit that does not stand on the day; they are counted there, once.

    ``code`` is the unit whose rows they are, in the months from ``from_month`` (None: from the
    first) to ``to_month`` (None: to the last). ``node`` is where they are counted, ``below`` the
    unit that it is shown under (None: at the top), ``among`` the units that their work is with.
    """

    code: str
    from_month: date | None
    to_month: date | None
    because: Because
    node: str
    below: str | None
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A tree of nodes, and where the rows of each unit count in it.

    ``above`` has every node and the one above it. ``runs`` are in the order of units and months;
    each unit has one from the first month on. Nodes in ``shown_as`` are one unit at several times,
    and are read together under its code.
    """

    above: Mapping[str, str | None]
    runs: tuple[Run, ...]
    shown_as: Mapping[str, str] = field(default_factory=dict)
    unassigned: tuple[Unassigned, ...] = ()
