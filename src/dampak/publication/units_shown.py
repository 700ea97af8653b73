"""The units that pages and programs speak of, by name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dampak.publication.kept import kept
from dampak.warehouse.levels import units_shown
from dampak.warehouse.organising import organised
from dampak.warehouse.roster import units_on_roll
from dampak.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units shown, each by its code and name, and how many there are in all.

    Of a nation they are those above the others, each with all that stand below it. ``left_of``
    has what is left of units that were divided, with the code of the unit it was.
    """

    names: Mapping[str, str]
    n_all: int
    left_of: Mapping[str, str]

    @property
    def are_above_others(self) -> bool:
        return len(self.names) < self.n_all

    def among(self, codes: frozenset[str]) -> "Units":
        """Only those whose code is among these, and what is left of them."""
        names = {
            code: name for code, name in self.names.items() if self.left_of.get(code, code) in codes
        }
        n_all = len(codes) if self.are_above_others else len(names)
        return replace(self, names=names, n_all=n_all)


def units_named(snapshot: Snapshot) -> Units:
    """All units shown, each by its name."""
    return Units(
        **json.loads(kept("units.json", lambda: _asked(snapshot), snapshot_id=snapshot.id))
    )


def _asked(snapshot: Snapshot) -> str:
    seen = organised(snapshot)
    on_roll, shown = units_on_roll(seen), units_shown(seen)
    codes = None if shown is None else frozenset(shown)
    names = {unit.code: unit.name for unit in on_roll if codes is None or unit.code in codes}
    real = {unit.code for unit in units_on_roll(snapshot)} if seen.organised else set(names)
    left_of = {code: code.rpartition(" ")[0] for code in names if code not in real}
    return json.dumps({"names": names, "n_all": len(on_roll), "left_of": left_of})
