"""What a reader must know before any number, such as that the data are invented."""

import json
from collections.abc import Callable, Collection

from django.db.models import Max

from dampak.impact.models import Answer, Finding
from dampak.intake.selectors import served_snapshot
from dampak.publication.kept import kept

Note = dict[str, str]


def notes_on_served_data() -> list[Note]:
    """The notes of every answer that was drawn from a file which is still being served.

    A note is sealed with a plan, yet it speaks of the data: as long as one of the files is there,
    every page that shows numbers says it, whichever plan it was written in.
    """
    snapshot = served_snapshot()
    if snapshot is None:
        return []
    served = {file.sha256 for file in snapshot.inputs}
    return _kept_notes("served", snapshot.id, lambda: served)


def notes_on(finding: Finding) -> list[Note]:
    """The notes on the files that this finding was drawn from."""
    answer = finding.answer
    return _kept_notes(
        f"answer-{answer.pk}",
        answer.snapshot_id,
        lambda: _files(Answer.objects.values_list("document__inputs", flat=True).get(pk=answer.pk)),
    )


def _kept_notes(name: str, snapshot_id: str, files: Callable[[], Collection[str]]) -> list[Note]:
    newest = Answer.objects.aggregate(newest=Max("pk"))["newest"]
    text = kept(
        f"notes-{name}-{newest}.json", lambda: json.dumps(_told(files())), snapshot_id=snapshot_id
    )
    notes: list[Note] = json.loads(text)
    return notes


def _told(files: Collection[str]) -> list[Note]:
    notes: list[Note] = []
    for told, inputs in Answer.objects.values_list("document__notes", "document__inputs"):
        if _files(inputs) & set(files):
            notes += [note for note in told or () if note not in notes]
    return notes


def _files(inputs: list[dict[str, str]] | None) -> set[str]:
    return {file["sha256"] for file in inputs or ()}
