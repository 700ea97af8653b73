"""How many people of which sort each unit had on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dampak.organisations.models import Posting
from dampak.organisations.ranks import rank_group
from dampak.organisations.selectors.days import on_day
from dampak.organisations.selectors.units import UnitOnDay, in_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """How many people of one sort a unit itself had on a day."""

    unit: UnitOnDay
    employment: str
    rank_group: str
    position_kind: str
    people: int


def staff_report_as_of(day: date, *, units: Sequence[UnitOnDay]) -> list[StaffLine]:
    """How many people of which sort each unit itself had on a day, as it was known then and since.

    A later reorganisation changes nothing in it: it is counted from postings by their dates.
    """
    by_id = {unit.id: unit for unit in units}
    counts: dict[tuple[int, str, str, str], int] = {}
    for some in in_runs(list(by_id)):
        rows = (
            Posting.objects.filter(on_day(day), unit__in=some)
            .values_list("unit_id", "employment", "rank", "position_kind")
            .annotate(people=Count("id"))
            .order_by()
        )
        for unit_id, employment, rank, position_kind, people in rows:
            key = (unit_id, employment, rank_group(employment, rank), position_kind)
            counts[key] = counts.get(key, 0) + people
    lines = [
        StaffLine(
            unit=by_id[key[0]],
            employment=key[1],
            rank_group=key[2],
            position_kind=key[3],
            people=people,
        )
        for key, people in counts.items()
    ]
    return sorted(
        lines,
        key=lambda each: (each.unit.code, each.employment, each.rank_group, each.position_kind),
    )
