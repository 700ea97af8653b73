"""Requests that came in through a digital channel."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import RECEIVED
from dampak.indicators.definition import Better, Condition, Share

DIGITAL_SHARE = Share(
    code="digital-share",
    version=1,
    title=gettext_noop("Requests through a digital channel"),
    why=gettext_noop("A request that comes in digitally saves the applicant a journey."),
    unit=gettext_noop("of requests received"),
    source="service_requests",
    dated_by="received_on",
    among=(
        RECEIVED,
        Condition(
            holds="is_digital IS NOT NULL",
            otherwise=gettext_noop("channel not recorded or not known"),
        ),
    ),
    of_which="is_digital",
    better=Better.HIGHER,
    decimals=1,
    caveats=(
        gettext_noop(
            "Every request received counts, also one withdrawn later: it shows how people come in."
        ),
        gettext_noop("Requests without a known channel are in neither count."),
    ),
)
