"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is here to do; every right follows from it (`access.py`)."""

    ANALYST = "analyst", _("Analyst")
    HEAD = "head", _("Head of office")
    READER = "reader", _("Reader")


class User(AbstractUser):
    """Somebody with a sign-in. A new account may read and nothing else."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.READER)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                name="user_has_a_known_role", condition=models.Q(role__in=Role.values)
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
