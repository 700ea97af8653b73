"""The book of deeds: what was done, to what, by whom and when. Lines are added, never changed."""

from django.db import models


class Entry(models.Model):
    """One deed. The database itself refuses to change or remove it."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    deed = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="entry_subject"),
            models.Index(fields=["deed", "by", "at"], name="entry_deed_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.deed} {self.subject}"
