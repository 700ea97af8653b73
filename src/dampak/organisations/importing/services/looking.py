"""Look through lists of staff: what they change, and what stands against them as a whole."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from dampak.foundation.text import Sentence
from dampak.language.saying import in_both
from dampak.organisations.importing.keeping import keep_findings, stamp_of_ledger
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.previewing import keep_preview
from dampak.organisations.importing.reading import Findings, Request, Tell, find_out
from dampak.organisations.importing.selectors import desk_of, paths_of
from dampak.organisations.importing.taking_units import count_units
from dampak.warehouse.landing.landed_file import CannotLand

MOST_REFUSED = 0.2  # share of the rows of people; beyond it the list is not what it should be


def look_through(came: StaffImport, *, tell: Tell, is_anew: bool = False) -> StaffImport:
    """Work out what the lists change, and keep it as the preview; nobody's data change.

    ``is_anew`` says that an earlier preview no longer held.
    """
    stamp = stamp_of_ledger()
    try:
        found = find_out(_request(came), desk_of(came), tell=tell)
    except CannotLand as refusal:
        return keep_result(came, {}, refusal.faults)
    keep_preview(came, desk_of(came), found)
    keep_findings(came, found, stamp=stamp)
    counts = _counts(found) | ({"is_anew": 1} if is_anew else {})
    return keep_result(came, counts, _against(came, found))


def keep_result(
    came: StaffImport, counts: dict[str, int], faults: Iterable[Sentence]
) -> StaffImport:
    """Write down what the lists change, and what stands against them as a whole."""
    came.told = [in_both(fault) for fault in faults]
    came.state = ImportState.REFUSED if came.told else ImportState.WAITING
    came.counts = counts
    came.save(update_fields=["told", "state", "counts"])
    return came


def _request(came: StaffImport) -> Request:
    return Request(
        files=tuple(came.inbox() / each["name"] for each in came.files),
        on=came.listed_on,
        sent_on=localdate(came.sent_at),
        paths=paths_of(came),
        is_complete=came.is_complete,
    )


def _counts(found: Findings) -> dict[str, int]:
    units = count_units(found.units, found.known)
    return found.counts | {
        "units_new": units.new,
        "units_changed": units.changed,
        "units_unchanged": units.unchanged,
    }


def _against(came: StaffImport, found: Findings) -> tuple[Sentence, ...]:
    """What keeps the lists as a whole from being taken over."""
    rows, refused = found.counts["rows"], found.counts["faulty_people"]
    faults = []
    if rows and refused > MOST_REFUSED * rows:
        faults.append(
            Sentence(
                "Of %(rows)s rows of people %(refused)s were refused, more than one in five. "
                "Look through the reasons: most likely one column is meant otherwise.",
                {"rows": rows, "refused": refused},
            )
        )
    if came.is_complete and (nameless := found.counts["nameless"]):
        faults.append(
            Sentence(
                "In a complete list everybody has to be found, and of %(rows)s rows the number "
                "(NIP) cannot be read. Correct these rows, or hand the list in as not complete.",
                {"rows": nameless},
            )
        )
    return tuple(faults)
