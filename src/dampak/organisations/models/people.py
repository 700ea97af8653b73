"""People who serve the state, the numbers they had, and the words that describe them."""

import secrets
from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.organisations.fields import ByteOrderedField
from dampak.organisations.paths import PATH_LENGTH, within


def new_public_id() -> str:
    """A name for a person that says nothing about them: 72 bits of chance."""
    return secrets.token_urlsafe(9)


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


GONE = (Status.RETIRED, Status.LEFT, Status.DIED)


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

    def has_left(self) -> bool:
        """Whether the service is over, or no unit is theirs any more."""
        return self.status in GONE or not self.unit_path


class Identifier(models.Model):
    """A number that a person had before: one on contract gets another with every agency."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="former_numbers")
    nip_key = models.BinaryField(max_length=32, unique=True)
    nip_masked = models.CharField(max_length=18)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return self.nip_masked
