"""Files as they were handed in: is each that the ledger names there, and as it came?"""

from collections.abc import Iterator

from dampak.foundation.text import Sentence
from dampak.intake.models import DeliveredFile
from dampak.operations.doctor.finding import Finding, State, Visit
from dampak.warehouse.fingerprint import sha256_of

SHOWN = 3


def are_there(visit: Visit) -> Iterator[Finding]:
    """In a quick visit by their size, otherwise by their fingerprint."""
    files = list(DeliveredFile.objects.select_related("delivery"))
    wrong = [file for file in files if not _is_whole(file, is_quick=visit.is_quick)]
    names = ", ".join(f"uploads/{file.delivery_id}/{file.name}" for file in wrong[:SHOWN])
    yield Finding(
        code="uploads.whole",
        looked_at=Sentence("Files that were handed in"),
        state=State.BAD if wrong else State.GOOD,
        found=Sentence(
            "%(count)s of %(all)s are missing or changed: %(names)s.",
            {"count": len(wrong), "all": len(files), "names": names},
        )
        if wrong
        else Sentence("All %(all)s are there.", {"all": len(files)}),
        advice=Sentence("Take them from the latest back-up; what is served does not need them.")
        if wrong
        else None,
    )


def _is_whole(file: DeliveredFile, *, is_quick: bool) -> bool:
    path = file.path()
    if not path.is_file() or path.stat().st_size != file.size_bytes:
        return False
    return is_quick or sha256_of(path) == file.sha256
