"""The public satisfaction index."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.catalogue.conditions import ANSWER_DATED, ANSWERED
from dampak.indicators.definition import Better, Index
from dampak.indicators.ikm import PERMENPAN_14_2017, Weight

IKM = Index(
    code="ikm",
    version=1,
    title=gettext_noop("SKM value (IKM)"),
    why=gettext_noop("What those served think of the service, by the rule every office uses."),
    unit=gettext_noop("IKM points"),
    source="satisfaction",
    dated_by="answered_on",
    among=(ANSWER_DATED, ANSWERED),
    rule_set=PERMENPAN_14_2017.code,
    weight=Weight.EXACT,
    better=Better.HIGHER,
    decimals=2,
    caveats=(
        gettext_noop("By PermenPANRB 14/2017, with the exact weight of one over the elements."),
        gettext_noop(
            "Each element is averaged over those who answered it. An element that nobody "
            "answered in the month is left out and the others weigh more."
        ),
        gettext_noop("Those who answer are not all who were served: read it beside the responses."),
    ),
    counts_people=True,
    smallest_inside=3,
    smallest_public=10,
    public_base=5,
)
