"""What people ask about their data, what keeps data from being deleted, and what went wrong."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.accounts.models import AccountRestriction, User
from dampak.organisations.models import Person, Restriction, Unit
from dampak.privacy.clocks import Clock, clock_of

LONGEST_WORDS = 2_000


class Asked(models.TextChoices):
    """What somebody asks for, by the articles of UU 27/2022."""

    ACCESS = "access", _("See my data and get a copy (Article 7)")
    CORRECTION = "correction", _("Correct or complete my data (Article 6)")
    DELETION = "deletion", _("Delete my data (Article 8)")
    WITHDRAWAL = "withdrawal", _("Withdraw my consent (Article 9)")
    OBJECTION = "objection", _("Object to a decision by a computer (Article 10)")
    RESTRICTION = "restriction", _("Restrict what is done with my data (Article 11)")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused, with the reason")


class RequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def waiting(self) -> "RequestQuerySet":
        """Those without an answer, the oldest and so the most urgent first."""
        return self.filter(answered_at=None).order_by("received_at", "pk")


class PrivacyRequest(models.Model):
    """What somebody asks about their own data; the law gives three days for the answer.

    Of people without an account the name and an address are kept, until the answer is old enough.
    """

    nonce = models.CharField(max_length=40, unique=True)
    asked = models.CharField(_("what is asked for"), max_length=12, choices=Asked)
    words = models.TextField(_("in your own words"), max_length=LONGEST_WORDS, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Whose steward answers: the unit of the last posting then, as it may be none by now.
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    called = models.CharField(_("name"), max_length=200, blank=True)
    reach = models.CharField(_("e-mail or telephone"), max_length=254, blank=True)
    language = models.CharField(max_length=5)
    received_at = models.DateTimeField()
    identified_at = models.DateTimeField(null=True)
    identified_by = models.CharField(max_length=150, blank=True)
    # The line of the book about the tie between account and record that is the proof, 0 if it was
    # there from the beginning; none where a card was read for somebody freely chosen.
    rests_on_tie = models.BigIntegerField(null=True)
    # Who said that the address is theirs; until then nothing is found by it.
    reach_proved_by = models.CharField(max_length=150, blank=True)
    assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=150, blank=True)
    outcome = models.CharField(_("answer"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("answer with its reason"), max_length=LONGEST_WORDS, blank=True)
    # What came of it, if it was granted that data be restricted.
    restriction = models.ForeignKey(Restriction, models.SET_NULL, null=True, related_name="+")
    account_restriction = models.ForeignKey(
        AccountRestriction, models.SET_NULL, null=True, related_name="+"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="privacy_request_asks_for_something_known", condition=Q(asked__in=Asked.values)
            ),
            models.CheckConstraint(
                name="answered_privacy_request_says_what_and_why",
                condition=Q(answered_at=None, outcome="", answer="")
                | (Q(answered_at__isnull=False, outcome__in=Outcome.values) & ~Q(answer="")),
            ),
        ]
        indexes = [
            models.Index(
                name="privacy_request_waiting",
                fields=["received_at", "id"],
                condition=Q(answered_at=None),
            ),
            models.Index(name="privacy_request_answered", fields=["answered_at"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:request", args=[self.pk])

    def clock(self, *, at: datetime) -> Clock:
        """The clock of the law: read at the moment of the answer, if there is one."""
        return clock_of(self.received_at, at=self.answered_at or at)


class Hold(models.Model):
    """Why the data of a person may not be deleted at present: a dispute, an audit, a court."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holds")
    because = models.CharField(_("reason"), max_length=300)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_hold_of_a_person", fields=["person"], condition=Q(lifted_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Erasure(models.Model):
    """That everything that named a person was blanked. Their row stays and is counted."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="erasure")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    request = models.ForeignKey(PrivacyRequest, models.SET_NULL, null=True, related_name="erasures")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Incident(models.Model):
    """A failure to protect data of people, from the moment it was known of (Article 46)."""

    nonce = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("in a few words"), max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    known_at = models.DateTimeField(_("known since"))
    happened = models.TextField(_("when and how it happened"), max_length=LONGEST_WORDS)
    noticed = models.TextField(_("how it was noticed"), max_length=LONGEST_WORDS)
    data = models.TextField(_("which data"), max_length=LONGEST_WORDS)
    people = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    handling = models.TextField(_("what is done about it"), max_length=LONGEST_WORDS)
    recovery = models.TextField(_("how it is made good"), max_length=LONGEST_WORDS)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    people_told_at = models.DateTimeField(null=True)
    people_told_by = models.CharField(max_length=150, blank=True)
    agency_told_at = models.DateTimeField(null=True)
    agency_told_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=150, blank=True)
    closed_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="incident_is_closed_with_both_notices_or_a_reason",
                condition=Q(closed_at=None)
                | Q(people_told_at__isnull=False, agency_told_at__isnull=False)
                | ~Q(closed_because=""),
            ),
            models.CheckConstraint(
                name="incident_is_known_before_it_is_written_down",
                condition=Q(known_at__lte=F("opened_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("privacy:incident", args=[self.pk])

    def is_told(self) -> bool:
        return self.people_told_at is not None and self.agency_told_at is not None

    def clock(self, *, at: datetime) -> Clock:
        """The clock of both notices: it stands still once the later of them is out."""
        told = (self.people_told_at, self.agency_told_at)
        moments = [moment for moment in told if moment is not None]
        stopped = max(moments) if len(moments) == len(told) else self.closed_at
        return clock_of(self.known_at, at=stopped or at)


class IncidentNote(models.Model):
    """One line in the history of an incident. The database refuses to change or remove it."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    deed = models.CharField(max_length=20)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk} {self.deed}"
