"""Whose a code is, by the list of units that is being served and the tree of the ledger together.

The numbers of a unit are found by its code, and nothing makes list and tree agree: whoever may open
units for one agency could otherwise open one under the code that the list has for another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from dampak.organisations.models import Unit
from dampak.organisations.paths import is_within
from dampak.organisations.selectors.inheriting import codes_passed_into
from dampak.organisations.selectors.units import in_runs
from dampak.warehouse.roster import parents_on_roll
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store

Parents = Mapping[str, str | None]


def store() -> Store:
    """The warehouse of this installation."""
    return Store(Path(settings.DAMPAK_HOME) / "warehouse")


def codes_inside(paths: Sequence[str]) -> frozenset[str]:
    """The codes of the units at and below those with these paths, as far as they are theirs.

    One that the list has below a unit of others is not, until the list knows otherwise: it may
    have been taken. Where the units themselves stand in the list does not matter.
    """
    own = dict(Unit.objects.within(paths).values_list("code", "path"))
    above = _parents_served()
    listed = [code for code in own if above.get(code)]
    elsewhere = _standing_elsewhere(_all_above(listed, above) - own.keys(), paths)
    if not elsewhere:
        return frozenset(own)
    tops, passed = {code for code in own if own[code] in paths}, codes_passed_into(paths)
    others = elsewhere - passed
    wanted = tops | passed | others
    taken = {code for code in listed if _nearest(wanted, code, above) in others}
    return frozenset(own.keys() - (taken - tops))


def codes_served_elsewhere(paths: Sequence[str] | None) -> frozenset[str]:
    """The codes of the list that nobody may give to a unit who changes these parts of the tree.

    All but those below a unit of theirs, or below one that passed into theirs. Without ``paths``,
    for who may change everything, there is none.
    """
    above = {} if paths is None else _parents_served()
    if paths is None or not above:
        return frozenset()
    theirs = codes_inside(paths) | codes_passed_into(paths)
    wanted = theirs | _standing_elsewhere({code for code in above.values() if code} - theirs, paths)
    others = above.keys() - theirs
    return frozenset(code for code in others if _nearest(wanted, code, above) not in theirs)


def _standing_elsewhere(codes: Collection[str], paths: Sequence[str]) -> frozenset[str]:
    """Which codes the tree has neither at or below the units with these paths nor above them."""
    return frozenset(
        code
        for some in in_runs(sorted(codes))
        for code, path in Unit.objects.filter(code__in=some).values_list("code", "path")
        if not any(is_within(path, top) or is_within(top, path) for top in paths)
    )


def _all_above(codes: Iterable[str], above: Parents) -> set[str]:
    met: set[str] = set()
    for code in codes:
        for each in _line(code, above):
            if each in met:
                break
            met.add(each)
    return met


def _nearest(wanted: Collection[str], code: str, above: Parents) -> str | None:
    """The first of the wanted codes on the way from a code to the top."""
    return next((each for each in _line(code, above) if each in wanted), None)


def _line(code: str, above: Parents) -> Iterator[str]:
    """What stands above a code, from the nearest up; where it goes in a circle, once round."""
    seen, higher = {code}, above.get(code)
    while higher and higher not in seen:
        yield higher
        seen.add(higher)
        higher = above.get(higher)


@dataclass(frozen=True, slots=True)
class _Served:
    """A snapshot by its id: the same tables have the same."""

    id: str
    snapshot: Snapshot = field(compare=False)


def _parents_served() -> Parents:
    """The code above each code of the list; empty before the first import."""
    snapshot = store().head()
    return _parents(_Served(snapshot.id, snapshot)) if snapshot else {}


@lru_cache(maxsize=1)
def _parents(served: _Served) -> Parents:
    """Asked at every look at numbers, and a nation has 40,000 units."""
    return parents_on_roll(served.snapshot)
