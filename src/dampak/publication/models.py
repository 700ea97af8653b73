"""What was shown of a month, remembered because the next showing will be read beside it."""

from typing import Any

from django.db import models

from dampak.disclosure.over_time import Showing


class ShownMonth(models.Model):
    """One month of an indicator as pages showed it from a snapshot.

    ``people`` holds how many stood behind each unit, also behind those that were withheld, and is
    never shown. ``cells`` holds the numbers that were shown, each with the number of the snapshot
    that it comes from: one that had to wait still shows those of an earlier one.
    """

    indicator = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    month = models.DateField()
    snapshot_id = models.CharField(max_length=64)
    snapshot_number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    people = models.JSONField()
    cells = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="month_is_shown_once_from_a_snapshot",
                fields=["indicator", "version", "month", "snapshot_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.month:%Y-%m} #{self.snapshot_number}"

    def showing(self) -> Showing:
        """What was new in it, for the door."""
        fresh = {code for code, cell in self.cells.items() if cell["as_of"] == self.snapshot_number}
        return Showing(people=self.people, shown=frozenset(fresh))

    def cell(self, code: str) -> dict[str, Any] | None:
        """The numbers shown under a unit's code; None if they were withheld."""
        found: dict[str, Any] | None = self.cells.get(code)
        return found
