"""Where each person was posted, in which position and rank, from when to when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampak.organisations.models.people import Employment, Person
from dampak.organisations.models.units import LONG_AGO, Unit


class PositionKind(models.TextChoices):
    STRUCTURAL = "structural", _("Structural")
    FUNCTIONAL = "functional", _("Functional")
    GENERAL = "general", _("General staff")


class Posting(models.Model):
    """One person in one unit, in one position and rank, from one day to another, both included.

    A promotion ends a posting and begins the next, as a transfer does: so what a unit's staff was
    on a day can be told on any later day.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="postings", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings")
    position = models.CharField(_("position"), max_length=200, blank=True)
    position_kind = models.CharField(
        _("kind of position"), max_length=10, choices=PositionKind, default=PositionKind.GENERAL
    )
    employment = models.CharField(max_length=4, choices=Employment)
    rank = models.CharField(max_length=5, blank=True)
    supervisor = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="led", db_index=False
    )
    valid_from = models.DateField(_("first day"), default=LONG_AGO)
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["supervisor"],
                name="posting_by_supervisor",
                condition=Q(supervisor__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "valid_from"], name="person_has_one_posting_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to=None), name="person_has_one_open_posting"
            ),
            models.CheckConstraint(
                name="posting_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="nobody_supervises_themselves",
                condition=Q(supervisor=None) | ~Q(supervisor=F("person")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}/{self.valid_to or '..'}"
