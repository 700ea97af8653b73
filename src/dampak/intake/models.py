"""Deliveries: files as an office handed them over, and what became of them."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dampak.organisations.models import Unit

NOT_DECIDED = Q(accepted_at=None, discarded_at=None)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        """Read, but neither accepted nor discarded."""
        return self.filter(NOT_DECIDED)


class Delivery(models.Model):
    """Files that came together, kept as they came; those of a discarded one go by retention.

    It belongs to the ``units`` over which its sender imported then, with all below them; to none
    if it was handed in for the whole installation.
    """

    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150)
    units = models.ManyToManyField(Unit, related_name="deliveries", blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=150, blank=True)
    snapshot_number = models.PositiveIntegerField(null=True, blank=True)
    snapshot_id = models.CharField(max_length=64, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.CharField(max_length=150, blank=True)
    # A word by which the warehouse tells whether an acceptance that broke off came to be served.
    acceptance = models.CharField(max_length=32, blank=True, default="", db_default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_is_decided_once",
                condition=Q(accepted_at=None) | Q(discarded_at=None),
            ),
            models.CheckConstraint(
                name="accepted_delivery_names_its_snapshot",
                condition=Q(accepted_at=None, accepted_by="", snapshot_number=None, snapshot_id="")
                | (
                    Q(accepted_at__isnull=False, snapshot_number__isnull=False)
                    & ~Q(accepted_by="")
                    & ~Q(snapshot_id="")
                ),
            ),
            models.CheckConstraint(
                name="only_an_undecided_delivery_is_being_accepted",
                condition=Q(acceptance="") | NOT_DECIDED,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("intake:delivery", args=[self.pk])

    def is_decided(self) -> bool:
        return self.accepted_at is not None or self.discarded_at is not None

    def folder(self) -> Path:
        """Where the files stand."""
        return Path(settings.DAMPAK_HOME) / "uploads" / str(self.pk)


class DeliveredFile(models.Model):
    """One file of a delivery, by name and fingerprint."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_file_of_a_name", fields=["delivery", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    def path(self) -> Path:
        return self.delivery.folder() / self.name


class SavedMapping(models.Model):
    """Which of their columns is which of ours, remembered for every file with this header."""

    header_sha256 = models.CharField(max_length=64, unique=True)
    table = models.CharField(max_length=60)
    text = models.TextField()  # a mapping as the warehouse reads it from a file
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-saved_at"]

    def __str__(self) -> str:
        return f"{self.table} {self.header_sha256[:8]}"
