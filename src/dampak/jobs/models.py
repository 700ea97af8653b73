"""Background work: what was asked for, each try at it, the steps that are done, what repeats."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dampak.jobs.tasks import Task, task_named
from dampak.organisations.fields import ByteOrderedField
from dampak.organisations.paths import PATH_LENGTH

OPEN_STATES = ("waiting", "running")


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Outcome(models.TextChoices):
    """How an attempt ended."""

    DONE = "done", _("Done")
    FAILED = "failed", _("Broke off")
    CANCELLED = "cancelled", _("Cancelled")
    HANDED_BACK = "handed back", _("Handed back, because the worker was told to end")
    LOST = "lost", _("Lost, because the worker was not heard of any more")


class JobQuerySet(models.QuerySet["Job"]):
    def ready(self, *, at: datetime) -> "JobQuerySet":
        """Those that may begin, the longest waiting first."""
        return self.filter(state=State.WAITING, due_at__lte=at).order_by("due_at", "pk")

    def lost(self, *, at: datetime) -> "JobQuerySet":
        """Those whose worker has not been heard of since its lease ran out."""
        silent = Q(attempts__ended_at=None, attempts__leased_until__lt=at)
        return self.filter(silent, state=State.RUNNING)


class Job(models.Model):
    """One piece of work that somebody asked for, or a schedule did.

    Its key says what it is about: asking twice with one key is asking once. Arguments hold
    numbers and codes of rows, never what stands in them. What moves while it runs stands in its
    attempts, so that a row of this table changes only when its state does.
    """

    task = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    unit_path = ByteOrderedField(max_length=PATH_LENGTH, blank=True)
    tries_left = models.PositiveSmallIntegerField()
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=150, blank=True)
    result = models.JSONField(null=True, blank=True)
    told = models.JSONField(default=dict, blank=True)  # the last word, in both languages

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="job_has_a_known_state", condition=Q(state__in=State.values)
            ),
            models.CheckConstraint(
                name="only_an_ended_job_says_when",
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="cancelled_job_says_by_whom",
                condition=~Q(state="cancelled") | ~Q(cancelled_by=""),
            ),
        ]
        indexes = [
            models.Index(
                name="job_ready", fields=["due_at", "id"], condition=Q(state=State.WAITING)
            ),
            models.Index(name="job_running", fields=["id"], condition=Q(state=State.RUNNING)),
            models.Index(name="job_of_person", fields=["asked_by", "-id"]),
            models.Index(name="job_of_units", fields=["unit_path", "-id"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.task}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def can_be_retried(self) -> bool:
        return self.state in {State.FAILED, State.CANCELLED}

    def is_of_schedule(self) -> bool:
        """Whether the clock asked for it, and nobody: such a key names its task and the moment."""
        return self.key.startswith(f"{self.task}@")

    def definition(self) -> Task | None:
        """What its task is; None where a newer version of dampak knows it no longer."""
        return task_named(self.task)


class Attempt(models.Model):
    """One try of one worker at a job. Its number is the fence: who holds an older one is out.

    The worker renews the lease while it lives and writes here how far it has come.
    """

    job = models.ForeignKey(Job, models.CASCADE, related_name="attempts")
    worker = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    done = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True)
    cancel_asked_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, choices=Outcome)
    fault = models.CharField(max_length=300, blank=True)  # kind and place of it, never its words

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_attempt_at_a_time", fields=["job"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="no_more_done_than_there_is", condition=Q(done__lte=F("of"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.pk}"

    def share(self) -> float | None:
        """How much of it is done; None while nobody has said how much there is."""
        return self.done / self.of if self.of else None


class Step(models.Model):
    """A part of a job that is done for good: the next attempt passes it by."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=200)
    done_at = models.DateTimeField()
    kept = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="one_step_of_a_name", fields=["job", "name"])]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.name}"


class Schedule(models.Model):
    """A task that comes back, at moments of a clock (cron), and when it comes next."""

    task = models.CharField(max_length=100, unique=True)
    cron = models.CharField(max_length=100)
    next_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["next_at", "pk"]

    def __str__(self) -> str:
        return f"{self.task} {self.cron}"

    def definition(self) -> Task | None:
        return task_named(self.task)


class Worker(models.Model):
    """A process that does jobs, and when it was last heard of between two of them."""

    name = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
