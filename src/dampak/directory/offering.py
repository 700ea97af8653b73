"""Units offered while a code is typed."""

from django.db.models import QuerySet

from dampak.organisations.models import Unit

MOST = 300


def offered(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """The first units from the top down: of a small office all, of a large one the upper levels."""
    return units.order_by("path")[:MOST]
