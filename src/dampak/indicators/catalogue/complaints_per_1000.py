"""Complaints for every thousand requests."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import RECEIVED
from dampak.indicators.definition import Better, Rate

COMPLAINTS_PER_1000 = Rate(
    code="complaints-per-1000",
    version=1,
    title=gettext_noop("Complaints per 1,000 requests"),
    why=gettext_noop(
        "A busy office hears more complaints: only against its requests can two be compared."
    ),
    unit=gettext_noop("complaints"),
    source="complaints",
    dated_by="received_on",
    among=(RECEIVED,),
    per=1000,
    against="service_requests",
    against_dated_by="received_on",
    better=Better.LOWER,
    decimals=1,
    caveats=(
        gettext_noop(
            "Complaints and requests are both counted in the month they came in; a complaint "
            "may be about a request of an earlier month."
        ),
        gettext_noop(
            "A unit without complaints reads nought only in months between the first and the "
            "last complaint of all units together; outside them nobody knows."
        ),
        gettext_noop("An easier way to complain raises this number without worse service."),
    ),
)
