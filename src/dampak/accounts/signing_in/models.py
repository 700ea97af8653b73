"""What the door remembers: tries, locks, forgotten passwords, and who somebody is elsewhere."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dampak.accounts.models import User


class Try(models.Model):
    """One try that has not ended in a sign-in. Name and address are kept as keys, not in words:
    people type their password where the name belongs."""

    name_key = models.CharField(max_length=32)
    address_key = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tries"
        indexes = [
            models.Index(fields=["name_key", "at"], name="try_name_at"),
            models.Index(fields=["address_key", "at"], name="try_address_at"),
            models.Index(fields=["at"], name="try_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name_key[:6]} {self.at:%Y-%m-%d %H:%M}"


class LockQuerySet(models.QuerySet["Lock"]):
    def standing(self, *, at: datetime) -> "LockQuerySet":
        """Those that keep somebody out at this moment."""
        return self.filter(until__gt=at, lifted_at=None)


class Lock(models.Model):
    """A name or an address that rests, because guessing is likelier than forgetting."""

    class Kind(models.TextChoices):
        NAME = "name", _("Name")
        ADDRESS = "address", _("Address")

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=32)
    # The name only if an account has it; of an address the first half, enough to recognise a place.
    shown = models.CharField(max_length=150, blank=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="locks")
    tries = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=150, blank=True)

    objects = LockQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key", "until"], name="lock_key_until")]
        constraints = [
            models.CheckConstraint(
                name="lock_ends_after_it_begins", condition=Q(until__gt=models.F("began_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.shown or self.key[:6]


class GovernmentIdentity(models.Model):
    """Who somebody is for the government's sign-in: its name for them, entered or once matched."""

    user = models.ForeignKey(User, models.CASCADE, related_name="government_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "government identities"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_is_one_persons"),
            models.UniqueConstraint(fields=["issuer", "user"], name="person_has_one_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.issuer})"


class ResetRequest(models.Model):
    """Somebody forgot their password. What they typed is encrypted, and blanked once a worker has
    looked whose it is: the page itself never looks, so it cannot tell by words or by time."""

    typed_secret = models.TextField(blank=True)
    language = models.CharField(max_length=5)
    address_key = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["address_key", "asked_at"], name="reset_address_at"),
            models.Index(
                fields=["id"], name="reset_unanswered", condition=Q(answered_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class MailedLink(models.Model):
    """A link that went to one address, opens once, and runs out. ``state_key`` is the fingerprint
    of the account as it was: a new password or another address ends the link."""

    class Purpose(models.TextChoices):
        RESET = "reset", _("New password")
        ADDRESS = "address", _("E-mail address")

    user = models.ForeignKey(User, models.CASCADE, related_name="mailed_links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    state_key = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "purpose", "made_at"], name="mailed_link_made")]
        constraints = [
            models.CheckConstraint(
                name="mailed_link_has_a_known_purpose",
                condition=Q(purpose__in=("reset", "address")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"
