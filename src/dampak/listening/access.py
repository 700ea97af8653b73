"""Which surveys somebody may see: those of the units over which they run surveys."""

from django.db.models import QuerySet

from dampak.accounts.access import Scope
from dampak.listening.models import Survey
from dampak.organisations.selectors.served import codes_inside


def surveys_within(scope: Scope) -> "QuerySet[Survey]":
    """The surveys of the units inside; one of a unit that the tree does not know needs everything.

    Today's code decides: a survey goes with its unit when that moves to another agency, once the
    list that is served has it there.
    """
    if scope.everything:
        return Survey.objects.all()
    asked_about = Survey.objects.values_list("unit_code", flat=True).distinct()
    return Survey.objects.filter(unit_code__in=codes_inside(scope.paths).intersection(asked_about))
