"""Fields found correct when records are checked."""

from dampak.foundation.text import gettext_noop
from dampak.indicators.definition import Better, Condition, Ratio

RECORD_ACCURACY = Ratio(
    code="record-accuracy",
    version=1,
    title=gettext_noop("Record accuracy"),
    why=gettext_noop(
        "A wrong record comes back: to the citizen, to the office, to the statistics."
    ),
    unit=gettext_noop("of fields checked"),
    source="accuracy_checks",
    dated_by="checked_on",
    among=(
        Condition(
            holds="checked_on IS NOT NULL",
            otherwise=gettext_noop("no day of checking"),
        ),
        Condition(
            holds="fields_checked > 0",
            otherwise=gettext_noop("no field was checked"),
        ),
        Condition(
            holds="fields_correct BETWEEN 0 AND fields_checked",
            otherwise=gettext_noop("fields correct missing, or more than were checked"),
        ),
    ),
    numerator="fields_correct",
    denominator="fields_checked",
    better=Better.HIGHER,
    decimals=1,
    caveats=(
        gettext_noop(
            "Fields correct over fields checked in all records of the month together, so a "
            "record with many fields weighs more."
        ),
        gettext_noop("It speaks for the office only if the records were drawn at random."),
    ),
)
