"""Tokens of other systems, and answers that are kept for those who ask twice."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

KEPT_FOR = timedelta(hours=48)
LONGEST_KEY = 100


class TokenQuerySet(models.QuerySet["Token"]):
    def alive(self, *, on: date) -> "TokenQuerySet":
        """Neither ended nor past their last day."""
        return self.filter(ended_at=None, ends_on__gte=on)


class Token(models.Model):
    """A key with which another system acts for ``holder``, and never as more than its maker.

    Only the hash of the secret is kept. What the token may do is decided anew at each request:
    its own scopes, within what holder and maker may do at that moment, below its unit.
    """

    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens_held")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens_made"
    )
    scopes = models.JSONField()  # values of `accounts.access.Permission`
    unit_code = models.CharField(max_length=100, blank=True)  # blank: no narrower than its people
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="ended_token_says_who_ended_it",
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
            models.UniqueConstraint(
                name="one_open_token_of_a_name",
                fields=["holder", "name"],
                condition=Q(ended_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_alive(self, *, on: date) -> bool:
        return self.ended_at is None and self.ends_on >= on


class KeptAnswer(models.Model):
    """The first answer to a request that may come again under the same key.

    It is written in the transaction of the deed: there is no key without its answer.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=LONGEST_KEY)
    fingerprint = models.CharField(max_length=64)  # of the address and everything that was sent
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_answer_for_each_key", fields=["token", "key"]),
        ]
        indexes = [models.Index(name="kept_answer_age", fields=["kept_at"])]

    def __str__(self) -> str:
        return self.key
