"""Room six for readers inside the office: the units of a month beside all of them together."""

from collections.abc import Sequence
from datetime import date

from dampak.disclosure.rule import Audience, Disclosed, smallest_shown
from dampak.disclosure.table import disclose_months
from dampak.foundation.answers import NoAnswer
from dampak.indicators.definition import Definition, Reading
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import readings_together

INSIDE = Audience.INSIDE


def disclosed_months(
    snapshot: Snapshot, definition: Definition, units: Sequence[Reading]
) -> dict[tuple[str, date], Disclosed | NoAnswer]:
    """What may be shown of these units beside the total that pages show, by unit and month.

    All together are counted only where that decides something: for a number of people.
    """
    asks_for_people = smallest_shown(definition, audience=INSIDE) > 0
    together = readings_together(snapshot, definition) if asks_for_people else []
    return disclose_months(units, together, audience=INSIDE)
