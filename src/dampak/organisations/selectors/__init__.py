"""Questions about people and units, now and on a day."""

from dampak.organisations.selectors.days import on_day
from dampak.organisations.selectors.people import (
    PeoplePage,
    people_below,
    people_named,
    person_by_nip,
    postings_page,
)
from dampak.organisations.selectors.posts import posts_of, supervisors_for
from dampak.organisations.selectors.staff import StaffLine, staff_report_as_of
from dampak.organisations.selectors.units import (
    UnitOnDay,
    ancestors_as_of,
    children_as_of,
    inner_units,
    subtree_as_of,
    tree_as_of,
    units_as_of,
)

__all__ = [
    "PeoplePage",
    "StaffLine",
    "UnitOnDay",
    "ancestors_as_of",
    "children_as_of",
    "inner_units",
    "on_day",
    "people_below",
    "people_named",
    "person_by_nip",
    "postings_page",
    "posts_of",
    "staff_report_as_of",
    "subtree_as_of",
    "supervisors_for",
    "tree_as_of",
    "units_as_of",
]
