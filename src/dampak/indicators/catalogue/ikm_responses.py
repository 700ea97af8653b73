"""How many people stand behind the satisfaction index."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import ANSWER_DATED, ANSWERED
from dampak.indicators.definition import Better, Count

IKM_RESPONSES = Count(
    code="ikm-responses",
    version=1,
    title=gettext_noop("Responses to the satisfaction survey"),
    why=gettext_noop("An index from five answers is gossip: this says how many stand behind it."),
    unit=gettext_noop("responses"),
    source="satisfaction",
    dated_by="answered_on",
    among=(ANSWER_DATED, ANSWERED),
    better=Better.HIGHER,
    decimals=0,
    caveats=(
        gettext_noop("A response counts when at least one element was answered."),
        gettext_noop("A month without any response has no reading; it is not nought."),
    ),
    counts_people=True,
    smallest_inside=3,
    smallest_public=10,
    public_base=5,
)
