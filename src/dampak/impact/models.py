"""Plans as they were written and sealed, and the answers the data gave to them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dampak.impact.in_public import Edition, edition_kept, public_edition
from dampak.impact.plan import StudyPlan
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import Seal, read_seal


class PlanQuerySet(models.QuerySet["Plan"]):
    def sealed(self) -> "PlanQuerySet":
        return self.exclude(seal="")

    def drafts(self) -> "PlanQuerySet":
        return self.filter(seal="")

    def waiting_for(self, snapshot_id: str) -> "PlanQuerySet":
        """Sealed plans that have no answer from this snapshot."""
        return self.sealed().exclude(answers__snapshot_id=snapshot_id)


class Plan(models.Model):
    """What is to be found out about one programme, word for word as the plan file says it.

    A draft may still be rewritten. Once sealed, the database refuses every change of the text and
    of the seal: what was promised can be compared with what was found by anybody, for ever.
    """

    programme = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=150)
    seal = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.CharField(max_length=150, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_is_sealed_wholly_or_not_at_all",
                condition=Q(seal="", sha256="", sealed_at=None, sealed_by="")
                | (~Q(seal="") & ~Q(sha256="") & Q(sealed_at__isnull=False) & ~Q(sealed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.programme

    def is_sealed(self) -> bool:
        return bool(self.seal)

    def studies(self) -> tuple[StudyPlan, ...]:
        """The plan of each outcome."""
        return parse_plans(self.text)

    def sealing(self) -> Seal | None:
        return read_seal(self.seal) if self.seal else None


class Answer(models.Model):
    """One evaluation: what one snapshot of the data said to one plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="answers")
    snapshot_id = models.CharField(max_length=64)
    snapshot_number = models.PositiveIntegerField()
    document = models.JSONField()  # dampak-result/1, whole
    computed_at = models.DateTimeField()
    computed_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-snapshot_number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_answer_for_each_plan_and_snapshot",
                fields=["plan", "snapshot_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} / {self.snapshot_number}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def current(self) -> "FindingQuerySet":
        """The finding of each study in the newest snapshot that was asked."""
        newer = Answer.objects.filter(
            plan=models.OuterRef("answer__plan"),
            snapshot_number__gt=models.OuterRef("answer__snapshot_number"),
        )
        return (
            self.filter(~models.Exists(newer))
            .select_related("answer__plan")
            .defer("answer__document")
        )

    def released(self) -> "FindingQuerySet":
        return self.filter(released_at__isnull=False)

    def last_released(self) -> "FindingQuerySet":
        """Of each study the newest finding that was released, also where a newer one was not."""
        newer = Finding.objects.released().filter(
            slug=models.OuterRef("slug"),
            answer__plan=models.OuterRef("answer__plan"),
            answer__snapshot_number__gt=models.OuterRef("answer__snapshot_number"),
        )
        return (
            self.released()
            .filter(~models.Exists(newer))
            .select_related("answer__plan")
            .defer("answer__document")
        )


class Finding(models.Model):
    """One outcome judged: a study of the document, with its number's journey.

    Nobody outside sees it before somebody has released it, and so answers for it. ``in_public`` is
    what everybody sees from then on, where that is not all of it; a release is never rewritten.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="findings")
    slug = models.SlugField(max_length=100)
    position = models.PositiveSmallIntegerField()
    study = models.JSONField()
    trace = models.JSONField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="releases"
    )
    in_public = models.JSONField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = [F("answer__plan__pk").desc(), "position"]
        constraints = [
            models.UniqueConstraint(name="one_finding_a_study", fields=["answer", "slug"]),
            models.CheckConstraint(
                name="release_names_who_answers_for_it",
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def is_released(self) -> bool:
        return self.released_at is not None

    def seen(self, *, inside: bool) -> Edition:
        """As those see it who may read everything, or as everybody does.

        Released before editions were kept, it has none: it is made from the release at each look.
        """
        rooms = self.trace["rooms"]
        kept = None if inside else self.in_public or public_edition(self.study, rooms)
        return edition_kept(kept) if kept else Edition(study=self.study, rooms=rooms)
