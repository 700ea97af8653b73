"""Requests answered by the day the office promised."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import CLOSED, NOT_WITHDRAWN
from dampak.indicators.definition import Better, Condition, Share

FINISHED_BY_PROMISED_DAY = Share(
    code="finished-by-promised-day",
    version=1,
    title=gettext_noop("Requests finished by the promised day"),
    why=gettext_noop("What a citizen notices first when an office works better."),
    unit=gettext_noop("of requests closed"),
    source="service_requests",
    dated_by="closed_on",
    among=(
        CLOSED,
        NOT_WITHDRAWN,
        Condition(
            holds="promised_on IS NOT NULL",
            otherwise=gettext_noop("no promised day"),
        ),
    ),
    of_which="closed_on <= promised_on",
    better=Better.HIGHER,
    decimals=1,
    caveats=(
        gettext_noop("Open requests are not counted: read it beside the open backlog."),
        gettext_noop("The promised day itself is on time."),
    ),
)
