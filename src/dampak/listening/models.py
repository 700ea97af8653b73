"""Surveys of those who were served, what they answered, and what was handed on."""

from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dampak.datapack.tables.satisfaction import UNSUR

ELEMENTS = tuple(column.name for column in UNSUR)
STEPS = range(1, 5)
OLDEST = 120
LONGEST_NONCE = 24


class State(StrEnum):
    """Where a survey stands on a day."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    CLOSED = "closed"


class Survey(models.Model):
    """The satisfaction survey (SKM) of one service of one unit, from a day to a day.

    Its code is the short link that hangs on the counter. The unit's name is kept as it was when
    the survey was opened, because that is what the citizen read.
    """

    code = models.CharField(max_length=12, unique=True)
    unit_code = models.CharField(max_length=100)
    unit_name = models.CharField(max_length=300)
    service = models.CharField(max_length=200)
    words = models.TextField(max_length=600, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=150)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="survey_ends_after_it_begins", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="closed_survey_says_who_closed_it",
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} ({self.unit_name})"

    def get_absolute_url(self) -> str:
        return reverse("listening:survey", args=[self.pk])

    def state(self, *, on: date) -> State:
        """Whether it takes responses on that day, and if not, why."""
        if self.closed_at is not None:
            return State.CLOSED
        if on < self.opens_on:
            return State.COMING
        return State.OPEN if on <= self.closes_on else State.OVER


class Response(models.Model):
    """What one citizen answered: the nine unsur, and what else was told. It names nobody.

    Neither moment nor address is kept, only the day. The database refuses to change or remove it.
    The nonce is that of the form, so that a form that is sent twice is one response.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    nonce = models.CharField(max_length=LONGEST_NONCE, unique=True)
    answered_on = models.DateField()
    persyaratan = models.PositiveSmallIntegerField()
    prosedur = models.PositiveSmallIntegerField()
    waktu = models.PositiveSmallIntegerField()
    biaya = models.PositiveSmallIntegerField()
    produk = models.PositiveSmallIntegerField()
    kompetensi = models.PositiveSmallIntegerField()
    perilaku = models.PositiveSmallIntegerField()
    pengaduan = models.PositiveSmallIntegerField()
    sarpras = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=10, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    education = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="response_has_steps_from_1_to_4",
                condition=Q(**{f"{name}__range": (STEPS[0], STEPS[-1]) for name in ELEMENTS}),
            ),
            models.CheckConstraint(
                name="response_has_a_human_age", condition=Q(age=None) | Q(age__lte=OLDEST)
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Collection(models.Model):
    """One handing on: so many responses stand in the snapshot that was published with them."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    responses = models.PositiveBigIntegerField()
    snapshot_number = models.PositiveIntegerField()
    snapshot_id = models.CharField(max_length=64)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
