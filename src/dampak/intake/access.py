"""Which deliveries somebody may see: those that were handed in for units over which they import."""

from dampak.accounts.access import Scope
from dampak.intake.models import Delivery, DeliveryQuerySet
from dampak.organisations.models import Unit


def deliveries_within(scope: Scope) -> DeliveryQuerySet:
    """The deliveries that belong to units inside and to no other.

    One that belongs to no unit was handed in for the whole installation.
    """
    if scope.everything:
        return Delivery.objects.all()
    outside = Unit.objects.exclude(scope.condition("path"))
    known = Delivery.objects.filter(units__isnull=False).exclude(units__in=outside)
    return known.distinct()


def units_of(scope: Scope) -> list[Unit]:
    """The units that a delivery of somebody with this scope belongs to; of everything, none."""
    return list(Unit.objects.filter(path__in=scope.paths))
