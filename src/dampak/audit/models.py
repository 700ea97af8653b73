"""The book: what was done, which rows changed by it, and the pages that seal both.

Lines are added, never changed. One thing may happen to a line later: what it says of a person is
blanked (`redacting.py`), and the digest of what stood there stays, so that the page still agrees.
"""

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
    # Entries of releases before the chain have no salt.
    salt = models.BinaryField(max_length=16, null=True)
    value_digest = models.BinaryField(max_length=32, null=True)
    redaction = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="entry_subject"),
            models.Index(fields=["deed", "by", "at"], name="entry_deed_by_at"),
            models.Index(fields=["at", "id"], name="entry_at"),
            models.Index(fields=["by", "at", "id"], name="entry_by_at"),
            models.Index(fields=["deed", "at", "id"], name="entry_deed_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.deed} {self.subject}"


class Change(models.Model):
    """One row that changed, written by a trigger; of an update only the columns that changed.

    ``before`` and ``after`` are JSON as the database wrote it. Kept as text, because the digest
    is taken over these very bytes.
    """

    table = models.CharField(max_length=63, db_column="table_name")
    row_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=6)
    actor = models.CharField(max_length=150)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    before = models.TextField(null=True)  # noqa: DJ001 - what was made had nothing before
    after = models.TextField(null=True)  # noqa: DJ001 - what is gone has nothing after
    salt = models.BinaryField(max_length=16, null=True)
    value_digest = models.BinaryField(max_length=32, null=True)
    redaction = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        # Everything else is found through the pages (`Part`): an import writes millions of lines.
        indexes = [models.Index(fields=["table", "row_id"], name="change_row")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.actor} {self.kind} {self.table} {self.row_id}"


class Page(models.Model):
    """Some lines sealed together: their digest holds that of the page before.

    Its lines are those whose number is above ``…_after`` and not above ``…_to``. ``marks`` names
    each line and the beginning of its digest, so that a check can say which one does not agree.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    changes_after = models.BigIntegerField()
    changes_to = models.BigIntegerField()
    entries_after = models.BigIntegerField()
    entries_to = models.BigIntegerField()
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    marks = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["changes_to"], name="page_changes_to"),
            models.Index(fields=["first_at"], name="page_first_at"),
            models.Index(fields=["last_at"], name="page_last_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class Part(models.Model):
    """How many changes of a page are of one table and one actor: where a search has to look."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="parts", db_index=False)
    table = models.CharField(max_length=63, db_column="table_name")
    actor = models.CharField(max_length=150)
    lines = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["page"], name="part_page"),
            models.Index(fields=["actor", "table", "page"], name="part_actor_table"),
            models.Index(fields=["actor", "page"], name="part_actor"),
            models.Index(fields=["table", "page"], name="part_table"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.table} {self.actor} {self.lines}"
