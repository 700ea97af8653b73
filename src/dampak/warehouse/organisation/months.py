"""The months of a unit's rows: a month belongs to the row that held on its last day."""

from collections.abc import Iterator, Sequence
from datetime import date

from dampak.foundation.months import month_of
from dampak.warehouse.organisation.register import Span


def first_months(spans: Sequence[Span]) -> Iterator[tuple[date | None, Span]]:
    """From which month on each span of a unit counts; the first one from ever on.

    A span that another follows within one month has no month.
    """
    follows = [*spans[1:], None]
    for place, (span, later) in enumerate(zip(spans, follows, strict=True)):
        from_month = month_of(span.begins_on) if place else None
        if later is None or from_month is None or month_of(later.begins_on) != from_month:
            yield from_month, span
