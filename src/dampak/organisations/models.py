"""Units in a dated tree, the people in them, and where each of them was posted when."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.organisations.fields import ByteOrderedField
from dampak.organisations.paths import DEEPEST, STEP, within

LONG_AGO = date.min  # the first day of what nobody wrote down the beginning of
PATH_LENGTH = DEEPEST * STEP


def new_public_id() -> str:
    """A name for a person that says nothing about them: 72 bits of chance."""
    return secrets.token_urlsafe(9)


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


class Employment(models.TextChoices):
    PNS = "PNS", _("Civil servant (PNS)")
    PPPK = "PPPK", _("On contract (PPPK)")


class Education(models.TextChoices):
    NONE = "none", _("No school")
    SD = "sd", _("Primary school")
    SMP = "smp", _("Lower secondary school")
    SMA = "sma", _("Upper secondary school")
    DIPLOMA = "diploma", _("Diploma")
    S1 = "s1", _("Bachelor")
    S2 = "s2", _("Master")
    S3 = "s3", _("Doctorate")


class Status(models.TextChoices):
    ACTIVE = "active", _("In service")
    LEAVE = "leave", _("On leave without pay")
    STUDY = "study", _("On study leave")
    SUSPENDED = "suspended", _("Suspended")
    RETIRED = "retired", _("Retired")
    LEFT = "left", _("Left the service")
    DIED = "died", _("Died")


class PositionKind(models.TextChoices):
    STRUCTURAL = "structural", _("Structural")
    FUNCTIONAL = "functional", _("Functional")
    GENERAL = "general", _("General staff")


class PersonQuerySet(models.QuerySet["Person"]):
    def within(self, paths: Iterable[str]) -> "PersonQuerySet":
        """Posted at or below the units with these paths."""
        return self.filter(within("unit_path", paths))


class Person(models.Model):
    """Somebody who serves the state, known here by an id of chance; the NIP itself is not kept.

    ``unit_path`` and ``rank`` repeat the present posting, so that lists need not look it up;
    ``sort_name`` is kept by the database.
    """

    public_id = models.CharField(max_length=16, default=new_public_id)
    name = ByteOrderedField(_("name"), max_length=300)
    sort_name = models.GeneratedField(
        expression=Lower("name"), output_field=ByteOrderedField(max_length=300), db_persist=True
    )
    nip_key = models.BinaryField(max_length=32, unique=True)
    nip_masked = models.CharField(max_length=18)
    employment = models.CharField(_("employment"), max_length=4, choices=Employment)
    rank = models.CharField(_("rank"), max_length=5, blank=True)
    education = models.CharField(_("education"), max_length=10, choices=Education, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    unit_path = ByteOrderedField(max_length=PATH_LENGTH, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit_path", "sort_name", "id"], name="person_by_unit_and_name"),
            models.Index(fields=["sort_name", "id"], name="person_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="person_has_a_public_id"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("organisations:person", args=[self.public_id])


class Identifier(models.Model):
    """A number that a person had before: one on contract gets another with every agency."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_numbers")
    nip_key = models.BinaryField(max_length=32, unique=True)
    nip_masked = models.CharField(max_length=18)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.nip_masked


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


# Django finds the models of an app here, and lists that come in have a folder of their own.
from dampak.organisations.importing.models import StaffImport as StaffImport  # noqa: E402, PLC0414
