"""Requests waiting at the end of the month."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import IN_ORDER, NOT_WITHDRAWN, RECEIVED
from dampak.indicators.definition import Better, Condition, Level

OPEN_BACKLOG = Level(
    code="open-backlog",
    version=1,
    title=gettext_noop("Requests still open at the end of the month"),
    why=gettext_noop("What the times of finished requests hide: those who are still waiting."),
    unit=gettext_noop("requests"),
    source="service_requests",
    dated_by="received_on",
    ended_by="closed_on",
    among=(
        RECEIVED,
        NOT_WITHDRAWN,
        Condition(
            holds="closed_on IS NOT NULL OR coalesce(status, 'open') = 'open'",
            otherwise=gettext_noop("ended on a day that was not recorded"),
        ),
        IN_ORDER,
    ),
    better=Better.LOWER,
    decimals=0,
    caveats=(
        gettext_noop(
            "A unit is followed from its first request on, but not before the first request that "
            "was closed in the data; up to the last month in the data. What was open before the "
            "data begin is not known, so the first months are too low."
        ),
        gettext_noop("If the data end before the month does, its last month is not complete."),
    ),
)
