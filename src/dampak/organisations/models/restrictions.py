"""That somebody's data are only kept: what is beside that with them rests, from a moment on."""

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampak.organisations.models.people import Person

R = TypeVar("R", bound="DatedRestriction")


class RestrictionKind(models.TextChoices):
    """Which right of UU 27/2022 it rests on."""

    RESTRICTION = "restriction", _("Data restricted (Article 11)")
    OBJECTION = "objection", _("Objection (Article 10)")


class RestrictionQuerySet(models.QuerySet[R]):
    def standing(self, *, on: date) -> "RestrictionQuerySet[R]":
        """Neither lifted nor past their last day."""
        return self.filter(Q(until=None) | Q(until__gte=on), lifted_at=None)


class DatedRestriction(models.Model):
    """From a moment until a last day, or until it is lifted with a reason."""

    kind = models.CharField(_("right"), max_length=12, choices=RestrictionKind)
    since = models.DateTimeField()
    until = models.DateField(_("last day"), null=True, blank=True)
    set_by = models.CharField(max_length=150)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lifted_because = models.CharField(_("reason"), max_length=300, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="lifted_%(class)s_says_by_whom_and_why",
                condition=Q(lifted_at=None, lifted_by="", lifted_because="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lifted_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def stands(self, *, on: date) -> bool:
        return self.lifted_at is None and (self.until is None or self.until >= on)


class Restriction(DatedRestriction):
    """Of the data of a person. Keeping and counting them goes on; using them does not."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="restrictions")
