"""What somebody may see of the served data: the one place where evidence is cut to a scope."""

from dataclasses import dataclass

from dampak.accounts.access import Scope
from dampak.indicators.definition import Definition
from dampak.intake.selectors import served_snapshot
from dampak.organisations.selectors.served import codes_inside
from dampak.publication.readings import by_unit, some_together, together
from dampak.publication.shown_months import Shown
from dampak.publication.units_shown import Units, units_named
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import EVERYWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A snapshot as far as somebody may see it: the units inside, and numbers made of them alone.

    ``codes`` are those of the units inside, None for everything. A unit of the data is one of the
    tree if it has its code, and the data do not have it below a unit of others; one that the tree
    does not know is seen with everything only.
    """

    snapshot: Snapshot
    codes: frozenset[str] | None

    @property
    def is_whole(self) -> bool:
        return self.codes is None

    @property
    def units(self) -> Units:
        """The units shown that lie inside."""
        named = units_named(self.snapshot)
        return named if self.codes is None else named.among(self.codes)

    def covers(self, unit_code: str) -> bool:
        """Whether a unit lies inside; all units together do where nothing is kept back."""
        return self.is_whole or (unit_code != EVERYWHERE and unit_code in self.units.names)

    def by_unit(self, definition: Definition) -> tuple[Shown, ...]:
        """The indicator in every unit inside, by month."""
        found, names = by_unit(self.snapshot, definition), self.units.names
        return found if self.is_whole else tuple(e for e in found if e.unit_code in names)

    def together(self, definition: Definition) -> tuple[Shown, ...]:
        """The indicator over all units inside at once, by month."""
        if self.is_whole:
            return together(self.snapshot, definition)
        names = self.units.names
        return some_together(self.snapshot, definition, frozenset(names)) if names else ()


def evidence_within(scope: Scope) -> Evidence | None:
    """The served data as far as a scope reaches; None before the first import."""
    snapshot = served_snapshot()
    if snapshot is None:
        return None
    if scope.everything:
        return Evidence(snapshot=snapshot, codes=None)
    return Evidence(snapshot=snapshot, codes=codes_inside(scope.paths))
