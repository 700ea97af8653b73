"""Which deliveries and lists somebody may see: those handed in for units that are theirs."""

from django.db.models import QuerySet

from dampak.accounts.access import Scope
from dampak.intake.models import Delivery, DeliveryQuerySet
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.models import Unit
from dampak.organisations.selectors.inheriting import codes_passed_into
from dampak.organisations.selectors.served import codes_inside


def deliveries_within(scope: Scope) -> DeliveryQuerySet:
    """The deliveries that belong to units inside and to no other.

    One that belongs to no unit was handed in for the whole installation.
    """
    if scope.everything:
        return Delivery.objects.all()
    outside = Unit.objects.exclude(scope.condition("path"))
    known = Delivery.objects.filter(units__isnull=False).exclude(units__in=outside)
    return known.distinct()


def lists_within(scope: Scope) -> "QuerySet[StaffImport]":
    """The lists of staff that reach nowhere beyond these units."""
    if scope.everything:
        return StaffImport.objects.all()
    inside = set(scope.narrow(Unit.objects.all(), "path").values_list("pk", flat=True))
    of_parts = StaffImport.objects.filter(tops__isnull=False).values_list("pk", "tops")
    within = [number for number, tops in of_parts if inside.issuperset(tops or ())]
    return StaffImport.objects.filter(pk__in=within)


def units_of(scope: Scope) -> list[Unit]:
    """The units that a delivery of somebody with this scope belongs to; of everything, none."""
    return list(Unit.objects.filter(path__in=scope.paths))


def codes_of(delivery: Delivery) -> frozenset[str]:
    """The codes of the units that a delivery belongs to, with all below them."""
    return codes_inside(_paths(delivery))


def old_codes_of(delivery: Delivery) -> frozenset[str]:
    """The codes of units that passed, whole, into those that a delivery belongs to."""
    return codes_passed_into(_paths(delivery))


def _paths(delivery: Delivery) -> tuple[str, ...]:
    return tuple(delivery.units.values_list("path", flat=True))
