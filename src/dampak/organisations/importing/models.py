"""Lists of units and staff that were handed in, and what became of each."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    READING = "reading", _("being read")
    WAITING = "waiting", _("waits for a decision")
    REFUSED = "refused", _("cannot be taken")
    ACCEPTED = "accepted", _("taken over")
    DISCARDED = "discarded", _("discarded")


class StaffImport(models.Model):
    """Files with units and people that came together; the files go once it is decided.

    ``tops`` are the ids of the units at and below which the sender may fill in people; without
    any, everywhere.
    ``counts`` is what it changes, ``told`` the sentences that stand against it, in each language.
    """

    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150)
    listed_on = models.DateField(_("day of the list"))
    is_complete = models.BooleanField(_("complete list"), default=False)
    tops = models.JSONField(null=True)
    files = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READING)
    counts = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="staff_import_has_a_known_state", condition=Q(state__in=ImportState.values)
            ),
            models.CheckConstraint(
                name="decided_staff_import_names_who_decided",
                condition=Q(decided_at=None, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("staff-lists:one", args=[self.pk])

    def is_decided(self) -> bool:
        return self.state in {ImportState.ACCEPTED, ImportState.DISCARDED}

    def folder(self) -> Path:
        """Where files, findings and refused rows lie."""
        return Path(settings.DAMPAK_HOME) / "staff-imports" / str(self.pk)

    def inbox(self) -> Path:
        """Where the files lie as they came, until it is decided."""
        return self.folder() / "files"

    def desk_folder(self) -> Path:
        """Where it is worked out what the files change."""
        return self.folder() / "desk"
