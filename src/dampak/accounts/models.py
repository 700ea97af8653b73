"""People who sign in, and what each of them is here to do."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dampak.organisations.models import DatedRestriction, Person, Restriction, Unit


class Role(models.TextChoices):
    """What somebody is here to do; every right follows from it (`permissions.py`)."""

    ADMINISTRATOR = "administrator", _("System administrator")
    TRAINING_MANAGER = "training-manager", _("Training manager")
    HEAD = "head", _("Head of office")
    EVALUATOR = "evaluator", _("Evaluator")
    TRAINER = "trainer", _("Trainer")
    CIVIL_SERVANT = "civil-servant", _("Civil servant")
    STEWARD = "steward", _("Data steward")
    OBSERVER = "observer", _("National observer")


class User(AbstractUser):
    """Somebody with a sign-in. What they may do is said by their assignments and nowhere else."""

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="accounts"
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                name="a_record_of_staff_has_one_open_account",
                fields=["person"],
                condition=Q(is_active=True),
                violation_error_message=_(
                    "The record of staff of this account belongs to another open account. Untie "
                    "one of the two first, on its page under Accounts and roles."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def holding_on(self, day: date) -> "AssignmentQuerySet":
        """Those that hold on a day by their own dates, and were not ended."""
        return self.not_over_on(day).filter(valid_from__lte=day)

    def not_over_on(self, day: date) -> "AssignmentQuerySet":
        """Those that hold on a day or may hold later."""
        is_over = Q(valid_to__isnull=False, valid_to__lt=day)
        return self.filter(ended_at=None).exclude(is_over)


class Assignment(models.Model):
    """A role over a part of the tree, or over everything where no unit is named.

    It holds from a day to a day, both included, unless somebody ended it before. A delegated one
    holds only while the assignment does from which it was delegated. None is ever deleted.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=150)
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="assignment_has_a_known_role", condition=Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="delegation_has_a_last_day",
                condition=Q(delegated_from=None) | Q(valid_to__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_assignment_says_who_ended_it",
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.unit or '*'}"

    def holds_on(self, day: date) -> bool:
        """Whether it gives its rights on a day; asks ``delegated_from`` for one that was lent."""
        own = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        source = self.delegated_from
        return own and self.ended_at is None and (source is None or source.holds_on(day))


class Invitation(models.Model):
    """A link by which somebody sets the password of their account, once and within some days.

    Only the hash of what stands in the link is kept: who reads this table can open nothing.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccountRestriction(DatedRestriction):
    """Of the data of somebody who has an account and no record of staff.

    Once the account is tied to a record, another one stands there, ``on_record``, as long as both.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="restrictions")
    on_record = models.OneToOneField(
        Restriction, models.SET_NULL, null=True, related_name="of_account"
    )
