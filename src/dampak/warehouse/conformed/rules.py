"""What a row of each table may not say about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dampak.foundation.text import gettext_noop

END_BEFORE_START = gettext_noop(
    "The last day (%(last)s) is before the first (%(first)s). Correct one of the two."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing that cannot be. ``broken`` is SQL over the fields; NULL means not broken.

    ``column`` is the field the office should look at. ``message`` is the sentence it reads and
    ``values`` the SQL of its blanks. ``unit`` (the row of the unit) may be used in both.
    """

    column: str
    broken: str
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


def _ends_before_it_starts(first: str, last: str) -> Rule:
    return Rule(
        column=last,
        broken=f"{last} < {first}",
        message=END_BEFORE_START,
        values={"first": first, "last": last},
    )


def _before_received(moment: str, message: str) -> Rule:
    """Times count only where both cells hold one: a bare day is not midnight."""
    same_day = f'"{moment}~has_clock" AND "received_at~has_clock" AND {moment} < received_at'
    return Rule(
        column=moment,
        broken=f"CAST({moment} AS DATE) < CAST(received_at AS DATE) OR ({same_day})",
        message=message,
        values={"received": '"received_at~raw"', "ended": f'"{moment}~raw"'},
    )


RULES: Mapping[str, tuple[Rule, ...]] = {
    "units": (_ends_before_it_starts("valid_from", "valid_to"),),
    "people": (_ends_before_it_starts("from_on", "to_on"),),
    "events": (_ends_before_it_starts("from_on", "to_on"),),
    "training": (
        _ends_before_it_starts("started_on", "ended_on"),
        Rule(
            column="started_on",
            broken="started_on < unit.valid_from",
            message=gettext_noop(
                "The training began on %(started)s, before unit %(unit)s existed (%(born)s)."
                " Correct the date or the unit."
            ),
            values={"started": "started_on", "unit": "unit_code", "born": "unit.valid_from"},
        ),
        Rule(
            column="started_on",
            broken="started_on > unit.valid_to",
            message=gettext_noop(
                "The training began on %(started)s, after unit %(unit)s had ended (%(ended)s)."
                " Name the unit that took over, or correct the date."
            ),
            values={"started": "started_on", "unit": "unit_code", "ended": "unit.valid_to"},
        ),
    ),
    "service_requests": (
        _before_received(
            "closed_at",
            gettext_noop(
                "The request was closed (%(ended)s) before it was received (%(received)s). Correct"
                " one of the two."
            ),
        ),
        Rule(
            column="closed_at",
            broken="status = 'closed' AND \"closed_at~empty\"",
            message=gettext_noop(
                "The request is marked as closed, but the day of closing is missing, so its time"
                " cannot be measured. Fill in the day."
            ),
        ),
        Rule(
            column="status",
            broken="status = 'open' AND closed_at IS NOT NULL",
            message=gettext_noop(
                "The request is marked as open, but has a day of closing (%(ended)s). Correct one"
                " of the two."
            ),
            values={"ended": '"closed_at~raw"'},
        ),
    ),
    "complaints": (
        _before_received(
            "resolved_at",
            gettext_noop(
                "The complaint was settled (%(ended)s) before it came in (%(received)s). Correct"
                " one of the two."
            ),
        ),
    ),
    "accuracy_checks": (
        Rule(
            column="fields_correct",
            broken="fields_correct > fields_checked",
            message=gettext_noop(
                "%(correct)s fields are said to be correct, but only %(checked)s were checked."
                " Correct one of the two."
            ),
            values={"correct": "fields_correct", "checked": "fields_checked"},
        ),
    ),
}
