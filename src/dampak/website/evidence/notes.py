"""What a reader must know before any number, such as that the data are invented."""

import json

from django.db.models import Max

from dampak.impact.models import Answer
from dampak.intake.selectors import served_snapshot
from dampak.warehouse.snapshot import Snapshot
from dampak.website.evidence.kept import kept

Note = dict[str, str]


def notes_on_served_data() -> list[Note]:
    """The notes of every answer that was drawn from a file which is still being served.

    A note is sealed with a plan, yet it speaks of the data: as long as one of the files is there,
    every page that shows numbers says it.
    """
    snapshot = served_snapshot()
    newest = Answer.objects.aggregate(newest=Max("pk"))["newest"]
    if snapshot is None or newest is None:
        return []
    found = kept(
        f"notes-{newest}.json", lambda: json.dumps(_notes(snapshot)), snapshot_id=snapshot.id
    )
    notes: list[Note] = json.loads(found)
    return notes


def _notes(snapshot: Snapshot) -> list[Note]:
    served = {file.sha256 for file in snapshot.inputs}
    answers = Answer.objects.values_list("document__notes", "document__inputs")
    notes: list[Note] = []
    for told, inputs in answers:
        if served & {file["sha256"] for file in inputs or ()}:
            notes += [note for note in told or () if note not in notes]
    return notes
