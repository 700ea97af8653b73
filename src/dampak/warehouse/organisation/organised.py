"""For whom the rows of a snapshot count, once its months are seen in the organisation of a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dampak.warehouse.organisation.register import Register
from dampak.warehouse.organisation.view import Because, Run, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Organised:
    """The units of ``view``, as they stood on ``day``, in months up to ``until``; None for all.

    With ``until`` nothing counts that was not known by the day. ``register`` is what the view was
    made of.
    """

    day: date
    register: Register
    view: View
    until: date | None = None

    def covers(self, month: date) -> bool:
        """Whether the month counts."""
        return self.until is None or month <= self.until

    def had_begun(self, code: str) -> bool:
        """Whether the unit had begun by the day."""
        return self.register.spans[code][0].begins_on <= self.day

    @property
    def moved(self) -> tuple[Run, ...]:
        """The runs of units whose rows count for another node in any month."""
        codes = {run.code for run in self.view.runs if run.node != run.code}
        return tuple(run for run in self.view.runs if run.code in codes)

    def node_of(self) -> Callable[[str, date], str]:
        """Tells for which node the rows of a unit count in a month."""
        runs: dict[str, list[Run]] = {}
        for run in self.moved:
            runs.setdefault(run.code, []).append(run)

        def node(code: str, month: date) -> str:
            begun = [run for run in runs.get(code, ()) if (run.from_month or month) <= month]
            return begun[-1].node if begun else code

        return node

    @property
    def joined(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that rows of other units count for, with those that had begun by the day."""
        found: dict[str, list[str]] = {}
        for run in self.view.runs:
            if not _is_its_own(run) and self.had_begun(run.code):
                found.setdefault(run.node, []).append(run.code)
        return {node: tuple(dict.fromkeys(codes)) for node, codes in sorted(found.items())}

    @property
    def divided(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes whose work was divided, with the units that have some of it on the day."""
        return {
            each.node: each.among
            for each in self.view.unassigned
            if each.because is Because.DIVIDED and self.had_begun(each.code)
        }


def _is_its_own(run: Run) -> bool:
    """A node of a unit has its code; one that is left of it, its code and its days."""
    return run.node == run.code or run.node.startswith(f"{run.code} ")
