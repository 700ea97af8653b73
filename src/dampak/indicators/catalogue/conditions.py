"""Conditions that several indicators share, so that they mean the same everywhere."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.definition import Condition
from dampak.indicators.ikm import PERMENPAN_14_2017

# The service charter does not count a request that the citizen took back.
NOT_WITHDRAWN = Condition(
    holds="was_withdrawn IS NOT TRUE",
    otherwise=gettext_noop("withdrawn by the applicant"),
)
CLOSED = Condition(
    holds="closed_on IS NOT NULL",
    otherwise=gettext_noop("no closing day: still open, or the day was not recorded"),
)
RECEIVED = Condition(
    holds="received_on IS NOT NULL",
    otherwise=gettext_noop("no day of receipt"),
)
IN_ORDER = Condition(
    holds="closed_on IS NULL OR closed_on >= received_on",
    otherwise=gettext_noop("closed before it was received"),
)
ANSWER_DATED = Condition(
    holds="answered_on IS NOT NULL",
    otherwise=gettext_noop("no day of answering"),
)
ANSWERED = Condition(
    holds=f"coalesce({', '.join(PERMENPAN_14_2017.elements)}) IS NOT NULL",
    otherwise=gettext_noop("no element was answered"),
)
