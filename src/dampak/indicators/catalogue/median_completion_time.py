"""The middle completion time."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import CLOSED, IN_ORDER, NOT_WITHDRAWN, RECEIVED
from dampak.indicators.definition import Better, Quantile

MEDIAN_COMPLETION_TIME = Quantile(
    code="median-completion-time",
    version=1,
    title=gettext_noop("Completion time (median)"),
    why=gettext_noop(
        "How long an ordinary applicant waits: half of the requests are answered faster than this."
    ),
    unit=gettext_noop("working days"),
    source="service_requests",
    dated_by="closed_on",
    among=(CLOSED, NOT_WITHDRAWN, RECEIVED, IN_ORDER),
    from_day="received_on",
    to_day="closed_on",
    q=0.5,
    better=Better.LOWER,
    decimals=1,
    caveats=(
        gettext_noop(
            "A request belongs to the month in which it was closed. An office that clears "
            "old files looks slow in that month: read it beside the open backlog."
        ),
        gettext_noop("Refused requests count: a refusal is an answer."),
        gettext_noop(
            "The day of receipt is day nought; the next working day is day one. Weekends, "
            "national holidays and collective leave are not working days."
        ),
    ),
)
