"""The completion time that nine in ten requests do not exceed."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import CLOSED, IN_ORDER, NOT_WITHDRAWN, RECEIVED
from dampak.indicators.definition import Better, Quantile

P90_COMPLETION_TIME = Quantile(
    code="p90-completion-time",
    version=1,
    title=gettext_noop("Completion time (nine in ten requests)"),
    why=gettext_noop(
        "What those wait who wait long: nine requests in ten are answered within this time."
    ),
    unit=gettext_noop("working days"),
    source="service_requests",
    dated_by="closed_on",
    among=(CLOSED, NOT_WITHDRAWN, RECEIVED, IN_ORDER),
    from_day="received_on",
    to_day="closed_on",
    q=0.9,
    better=Better.LOWER,
    decimals=1,
    caveats=(
        gettext_noop(
            "A request belongs to the month in which it was closed. An office that clears "
            "old files looks slow in that month: read it beside the open backlog."
        ),
        gettext_noop("With fewer than ten requests in a month this is close to the slowest one."),
        gettext_noop(
            "The day of receipt is day nought; the next working day is day one. Weekends, "
            "national holidays and collective leave are not working days."
        ),
    ),
)
