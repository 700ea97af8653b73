"""Requests closed for every working day of every official."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import CLOSED, NOT_WITHDRAWN
from dampak.indicators.definition import Better, PerStaffDay

PRODUCTIVITY = PerStaffDay(
    code="productivity",
    version=1,
    title=gettext_noop("Requests closed per staff-day"),
    why=gettext_noop("Whether the same people get more done, and not only more people."),
    unit=gettext_noop("requests per staff-day"),
    source="service_requests",
    dated_by="closed_on",
    among=(CLOSED, NOT_WITHDRAWN),
    better=Better.HIGHER,
    decimals=2,
    caveats=(
        gettext_noop(
            "A staff-day is one official posted to the unit on one working day; leave, "
            "sickness and part-time work are not known."
        ),
        gettext_noop(
            "A unit is followed from the first to the last month in which it closed a request."
        ),
        gettext_noop("Requests differ in weight: compare a unit with itself, not with others."),
    ),
    # Sixty staff-days are about three officials in a month: fewer would show one person's work.
    smallest_public=60,
)
