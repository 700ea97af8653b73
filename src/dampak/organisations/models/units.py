"""Units in a dated tree: as they stand, as they stood, and who took over from whom."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.organisations.fields import ByteOrderedField
from dampak.organisations.paths import PATH_LENGTH, STEP, within

LONG_AGO = date.min  # the first day of what nobody wrote down the beginning of


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, paths: Iterable[str]) -> "UnitQuerySet":
        """At or below the units with these paths."""
        return self.filter(within("path", paths))

    def standing(self) -> "UnitQuerySet":
        """Not ended."""
        return self.filter(ended_on=None)


class Unit(models.Model):
    """An office, as it stands now: an agency, or a part of one. Its code is that of the warehouse.

    What it was on other days is told by its spells. A unit is ended, never deleted.
    """

    code = ByteOrderedField(_("code"), max_length=80, unique=True)
    path = ByteOrderedField(max_length=PATH_LENGTH, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    region_code = models.CharField(_("region"), max_length=20, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    began_on = models.DateField(_("first day"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(began_on=None) | Q(ended_on__gte=F("began_on")),
            ),
            models.CheckConstraint(
                name="unit_stands_not_below_itself",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def get_absolute_url(self) -> str:
        return reverse("organisations:unit", args=[self.code])

    @property
    def depth(self) -> int:
        """How many levels it stands below the top, which is 0."""
        return len(self.path) // STEP - 1


class UnitSpell(models.Model):
    """A unit as it was from one day to another, both included; without a last day it still is."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="spells", db_index=False)
    name = models.CharField(max_length=300)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="spells_below")
    kind = models.CharField(max_length=80, blank=True)
    region_code = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(default=LONG_AGO)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "valid_from"], name="unit_has_one_spell_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None), name="unit_has_one_open_spell"
            ),
            models.CheckConstraint(
                name="spell_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="spell_stands_not_below_itself",
                condition=Q(parent=None) | ~Q(parent=F("unit")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}/{self.valid_to or '..'}"


class SuccessionKind(models.TextChoices):
    """How the work of a unit came to another."""

    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Divided")
    RENAME = "rename", _("Given another code")
    MOVE = "move", _("Moved with another code")


class Succession(models.Model):
    """From a day on, the work of one unit is done by another; ``share`` of it if it was divided."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="inheritances")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    share = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_is_told_once"
            ),
            models.CheckConstraint(
                name="succession_is_between_two", condition=~Q(predecessor=F("successor"))
            ),
            models.CheckConstraint(
                name="succession_share_is_a_share",
                condition=Q(share=None) | Q(share__gte=0, share__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.on}"
