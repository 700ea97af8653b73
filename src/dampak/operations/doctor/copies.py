"""Safe copies: when was the last one taken, and can only the holder of a key read them?"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from dampak.audit.models import Entry
from dampak.foundation.text import Sentence, gettext_noop
from dampak.operations.backup import (
    CannotBackUp,
    clear_copies_in,
    left_beside,
    left_over,
    recipients_of,
)
from dampak.operations.doctor.finding import Finding, State, Visit

AT_MOST = timedelta(hours=36)
_ADVICE = Sentence("Take one with `dampak backup FOLDER`, and let a timer do it every night.")


def are_recent(visit: Visit) -> Iterator[Finding]:
    """The book of deeds knows every copy that was taken."""
    last = _last()
    is_recent = last is not None and visit.at - last.at <= AT_MOST
    found = Sentence("No back-up has been taken of this home.")
    if last is not None:
        found = Sentence(
            "The last one is of %(at)s.", {"at": last.at.isoformat(timespec="seconds")}
        )
    yield Finding(
        code="copies.recent",
        looked_at=Sentence("Back-ups"),
        state=State.GOOD if is_recent else State.DOUBT,
        found=found,
        advice=None if is_recent else _ADVICE,
    )


def are_encrypted(_visit: Visit) -> Iterator[Finding]:
    """Where keys are named to encrypt copies for, other copies are an oversight."""
    if not settings.BACKUP_RECIPIENTS:
        return
    try:
        keys = {str(key) for key in recipients_of(settings.BACKUP_RECIPIENTS)}
    except CannotBackUp as refusal:
        yield _finding(State.BAD, refusal.faults[0], advice=_MEND)
        return
    last = _last()
    if last is not None:  # where there is none, `are_recent` says so
        yield _compared(last, keys)


def leave_nothing_over(visit: Visit) -> Iterator[Finding]:
    """An encrypted copy is put together in the home; one that was killed lies there still."""
    try:
        left = left_over(visit.home)
    except OSError as refusal:
        reason = {"place": str(refusal.filename), "reason": refusal.strerror}
        yield _left_over(Sentence(_OUT_OF_REACH, reason), advice=_GIVE_BACK)
        return
    if left:
        yield _left_over(Sentence(_IN_CLEAR, {"place": str(left[0])}), advice=_CLEAR_UP)


def leave_nothing_open(visit: Visit) -> Iterator[Finding]:
    """A copy is opened beside the new home; where the restore was killed, it lies there still."""
    for place in left_beside(visit.home):
        yield Finding(
            code="copies.left-open",
            looked_at=Sentence("What restores that were broken off left"),
            state=State.DOUBT,
            found=Sentence(_IN_CLEAR, {"place": str(place)}),
            advice=_REMOVE_OPEN,
        )


def _left_over(found: Sentence, *, advice: Sentence) -> Finding:
    return Finding(
        code="copies.left-over",
        looked_at=Sentence("What back-ups that were broken off left"),
        state=State.DOUBT,
        found=found,
        advice=advice,
    )


_IN_CLEAR = gettext_noop("Everything lies once more, in clear text, in %(place)s.")
_OUT_OF_REACH = gettext_noop("%(place)s could not be looked at: %(reason)s.")
_GIVE_BACK = Sentence(
    "Give the folder back to the user that dampak runs as (`chown -R`), and take copies as that "
    "user. Where a link lies in that place, remove it."
)
_CLEAR_UP = Sentence(
    "Take a back-up again: it clears that away first. Otherwise retention does, after a day."
)
_REMOVE_OPEN = Sentence(
    "Remove that folder (`rm -r`), unless a restore is running there now: nothing else removes it "
    "but another restore to the same place."
)
_CLEAR = gettext_noop(
    "%(count)s copies are in clear text, though DAMPAK_BACKUP_RECIPIENTS is set (first: %(first)s)."
)
_OTHER = gettext_noop(
    "The last one, %(name)s, is encrypted for %(found)s, and DAMPAK_BACKUP_RECIPIENTS names "
    "%(wanted)s."
)
_SAME = gettext_noop(
    "The last one is encrypted for the %(count)s keys of DAMPAK_BACKUP_RECIPIENTS."
)
_REMOVE = Sentence(
    "Take a new one with `dampak backup FOLDER`, then remove those in clear text, also where they "
    "were brought."
)
_AGAIN = Sentence(
    "Take a new one with `dampak backup FOLDER` and without --recipient: it is for those of the "
    "setting."
)
_MEND = Sentence("Mend DAMPAK_BACKUP_RECIPIENTS: until then no copy is taken.")


def _compared(last: Entry, keys: set[str]) -> Finding:
    found = set(last.details.get("recipients") or ())
    if clear := _clear_copies(last):
        values: dict[str, object] = {"count": len(clear), "first": clear[0]}
        return _finding(State.DOUBT, Sentence(_CLEAR, values), advice=_REMOVE)
    if found != keys:
        values = {"found": ", ".join(sorted(found)), "wanted": ", ".join(sorted(keys))}
        told = Sentence(_OTHER, {"name": last.details["name"], **values})
        return _finding(State.DOUBT, told, advice=_AGAIN)
    return _finding(State.GOOD, Sentence(_SAME, {"count": len(keys)}))


def _finding(state: State, found: Sentence, advice: Sentence | None = None) -> Finding:
    looked_at = Sentence("Back-ups, for the holder of a key alone")
    return Finding(
        code="copies.encrypted", looked_at=looked_at, state=state, found=found, advice=advice
    )


def _clear_copies(last: Entry) -> list[str]:
    """In the folder of the last copy, and that one itself, wherever it was brought since."""
    found: list[str] = []
    with suppress(OSError, KeyError):  # an older dampak did not write the folder down
        found = [str(path) for path in clear_copies_in(Path(last.details["folder"]))]
    return found if found or last.details.get("recipients") else [last.details["name"]]


def _last() -> Entry | None:
    return Entry.objects.filter(deed="backup.taken").order_by("-pk").first()
