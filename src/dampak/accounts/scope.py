"""How far a right reaches: over everything, over some parts of the tree, or nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from dampak.organisations.paths import is_within, within

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The units over which somebody has a right, by the paths of the topmost of each part."""

    everything: bool = False
    paths: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.everything and not self.paths

    def covers(self, path: str | None) -> bool:
        """Whether a unit lies inside; None stands for the installation as a whole."""
        if self.everything or path is None:
            return self.everything
        return any(is_within(path, top) for top in self.paths)

    def holds(self, other: "Scope") -> bool:
        """Whether another scope lies inside this one, all of it."""
        if self.everything or other.everything:
            return self.everything
        return all(self.covers(path) for path in other.paths)

    def narrow(self, queryset: QuerySet[M], field: str) -> QuerySet[M]:
        """Only the rows whose path lies inside; ``field`` may lead over relations."""
        if self.everything:
            return queryset
        return queryset.filter(self.condition(field))

    def condition(self, field: str) -> Q:
        """The same as a condition."""
        return Q() if self.everything else within(field, self.paths)


EVERYTHING, NOWHERE = Scope(everything=True), Scope()


def scope_over(paths: Iterable[str | None]) -> Scope:
    """The scope over units; None stands for the installation as a whole."""
    tops: list[str] = []
    for path in sorted(paths, key=lambda each: each or ""):
        if path is None:
            return EVERYTHING
        if not any(is_within(path, top) for top in tops):
            tops.append(path)
    return Scope(paths=tuple(tops))
