"""Everything that is sent, who wants what, and what is to be sent after a training."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.accounts.models import User
from dampak.messaging.letters import LETTERS, Letter
from dampak.organisations.fields import ByteOrderedField
from dampak.organisations.models import Person
from dampak.organisations.paths import PATH_LENGTH


class Way(models.TextChoices):
    """How a message reaches somebody."""

    INBOX = "inbox", _("Inbox")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


class State(models.TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("On its way")
    SENT = "sent", _("Sent")
    SHOWN = "shown", _("Shown here only")
    FAILED = "failed", _("Failed")
    UNSURE = "unsure", _("Perhaps sent")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    WITHHELD = "withheld", _("Held back")


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> "MessageQuerySet":
        """Those that may leave, the longest waiting first."""
        return self.filter(state=State.WAITING, due_at__lte=at).order_by("due_at", "pk")

    def in_inbox_of(self, user: User) -> "MessageQuerySet":
        """What was written to somebody, and neither taken nor held back.

        Of what was written to a record of staff only while the account belongs to it.
        """
        not_theirs = (State.WITHDRAWN, State.WITHHELD)
        of_them = Q(person=None) | Q(person=user.person_id or 0)
        return self.filter(of_them, user=user, way=Way.INBOX).exclude(state__in=not_theirs)

    def burdening(self, names: Iterable[str]) -> "MessageQuerySet":
        """What reached somebody from outside their inbox without being urgent, by all names."""
        reached = (State.SENT, State.SHOWN, State.UNSURE)
        mine = self.filter(recipient__in=list(names), is_urgent=False, state__in=reached)
        return mine.exclude(way=Way.INBOX)


class Message(models.Model):
    """One message to one person by one way. Of its text the letter and the blanks are kept.

    An address is not kept where the person's own can be looked up when the message leaves; the
    link, which may open something for its bearer, is forgotten as soon as it has left.
    """

    key = models.CharField(max_length=200)
    way = models.CharField(max_length=10, choices=Way)
    recipient = models.CharField(max_length=80)  # "person:12", "user:3", "address:<sha256>"
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    unit_path = ByteOrderedField(max_length=PATH_LENGTH, blank=True)
    letter = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    context = models.JSONField(default=dict)
    is_urgent = models.BooleanField(default=False)
    is_mandatory = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    port = models.CharField(max_length=20, blank=True)
    port_id = models.CharField(max_length=200, blank=True)  # what the gateway calls it
    told = models.JSONField(default=dict, blank=True)  # in both languages, if it did not leave

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="one_message_of_a_key_and_way", fields=["key", "way"]),
            models.CheckConstraint(
                name="message_has_a_known_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="inbox_belongs_to_an_account",
                condition=~Q(way="inbox") | Q(user__isnull=False),
            ),
            models.CheckConstraint(
                name="message_that_left_says_when",
                condition=~Q(state__in=("sent", "shown")) | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="message_due", fields=["due_at", "id"], condition=Q(state="waiting")),
            models.Index(
                name="message_sending", fields=["sending_since"], condition=Q(state="sending")
            ),
            models.Index(name="message_of_recipient", fields=["recipient", "sent_at"]),
            models.Index(name="message_inbox", fields=["user", "-id"], condition=Q(way="inbox")),
            models.Index(
                name="message_unread",
                fields=["user"],
                condition=Q(way="inbox", read_at=None),
            ),
            models.Index(name="message_of_units", fields=["unit_path", "-id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.letter}"

    def get_absolute_url(self) -> str:
        return reverse("messaging:message", args=[self.pk])

    def definition(self) -> Letter | None:
        """Its letter; None where this version of dampak no longer has it."""
        return LETTERS.get(self.letter)

    def is_confidential(self) -> bool:
        """Whether its link opens an account."""
        known = self.definition()
        return known is not None and known.is_confidential

    def can_be_sent_again(self) -> bool:
        """A link that opens an account is asked for once more, not sent a second time."""
        return self.state in {State.FAILED, State.UNSURE} and not self.is_confidential()

    def blanks(self) -> dict[str, Any]:
        """What fills the letter; a link that was forgotten is a row of dots."""
        return {"link": "…", **self.context}

    def subject(self, language: str = "") -> str:
        known = self.definition()
        return known.subject_in(language or self.language, self.blanks()) if known else self.letter

    def body(self, language: str = "") -> str:
        known = self.definition()
        return known.body_in(language or self.language, self.blanks()) if known else ""

    def body_without_link(self) -> str:
        """As for somebody who may read the words and not open what the link opens."""
        known = self.definition()
        return known.body_in(self.language, self.blanks() | {"link": "…"}) if known else ""


class Wish(models.Model):
    """Somebody who declined what may be declined: it stays in their inbox, if they have one."""

    recipient = models.CharField(max_length=80, unique=True)
    declined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.recipient


class ReminderState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("Cancelled")


class Reminder(models.Model):
    """One wave for one person, so many months after a training ended.

    ``occasion`` names the training (``"cohort:17"``); what is to be answered stands in the letter.
    """

    occasion = models.CharField(max_length=100)
    months = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    letter = models.CharField(max_length=100)
    context = models.JSONField(default=dict)
    ended_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReminderState, default=ReminderState.PLANNED)
    closed_because = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_reminder_of_a_wave", fields=["occasion", "months", "person"]
            ),
            models.CheckConstraint(
                name="cancelled_reminder_says_why",
                condition=~Q(state="cancelled") | ~Q(closed_because=""),
            ),
        ]
        indexes = [
            models.Index(name="reminder_due", fields=["due_at"], condition=Q(state="planned"))
        ]

    def __str__(self) -> str:
        return f"{self.occasion}+{self.months}"
