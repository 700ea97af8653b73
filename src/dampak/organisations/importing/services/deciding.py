"""Decide about lists of staff: take over what the preview showed, or leave them aside."""

import shutil
from datetime import datetime

from django.db import transaction

from dampak.audit.actors import acting
from dampak.audit.services import record
from dampak.foundation.text import Sentence, gettext_noop
from dampak.organisations.importing.keeping import HasChanged, kept_findings
from dampak.organisations.importing.models import ImportState, StaffImport
from dampak.organisations.importing.reading import Findings, Tell
from dampak.organisations.importing.selectors import desk_of, paths_of
from dampak.organisations.importing.services.looking import keep_result
from dampak.organisations.importing.services.refusals import (
    CannotImport,
    refuse_decided,
    refuse_undecidable,
)
from dampak.organisations.importing.taking_people import room, take_people
from dampak.organisations.importing.taking_units import Deed, close_units, take_units
from dampak.organisations.selectors.served import codes_served_elsewhere
from dampak.organisations.services.holding import hold_tree
from dampak.organisations.services.refusals import Refusal

DONE = gettext_noop("Taken over")


def take_over(came: StaffImport, *, by: str, at: datetime, tell: Tell) -> StaffImport:
    """Take over exactly what the preview showed, in one transaction; twice changes nothing.

    Where people or units have changed since the preview was made, nothing is taken: it has to be
    made, and read, anew.
    """
    came.refresh_from_db()
    if came.state == ImportState.ACCEPTED:
        return came
    refuse_undecidable(came)
    try:
        with room(), transaction.atomic(), acting(by=by, reason=f"staff list {came.pk}"):
            _take_over(came, by=by, at=at, tell=tell)
    except HasChanged as change:
        came.refresh_from_db()
        if came.is_decided():  # by somebody else, a moment before
            return take_over(came, by=by, at=at, tell=tell)
        StaffImport.objects.filter(pk=came.pk).update(state=ImportState.READING)
        raise CannotImport(
            Sentence(
                "Since the preview was made, people or units have changed. Nothing was taken; "
                "look at the new preview."
            )
        ) from change
    except Refusal as refusal:
        keep_result(came, came.counts, [refusal.sentence])
        raise CannotImport(refusal.sentence) from refusal
    came.refresh_from_db()
    _remove_what_names_people(came)
    return came


def _take_over(came: StaffImport, *, by: str, at: datetime, tell: Tell) -> None:
    hold_tree()
    if StaffImport.objects.select_for_update().get(pk=came.pk).is_decided():
        raise HasChanged
    found = kept_findings(came)
    _refuse_codes_of_others(came, found)
    deed = Deed(by=by, at=at, on=came.listed_on)
    take_units(found.units, found.known, deed)
    take_people(desk_of(came), found.codes, tell=tell)
    close_units(found.units, found.known, deed)
    taken = StaffImport.objects.filter(pk=came.pk)
    taken.update(state=ImportState.ACCEPTED, decided_at=at, decided_by=by)
    record("staff-list.taken", by=by, at=at, subject=came, **came.counts)
    tell(Sentence(DONE), 1, 1)


def _refuse_codes_of_others(came: StaffImport, found: Findings) -> None:
    """Since the preview was made, the list that is served may have got codes that are new here."""
    new = found.units.rows.keys() - found.known.keys()
    if new & codes_served_elsewhere(paths_of(came)):
        raise HasChanged


@transaction.atomic
def discard_lists(came: StaffImport, *, by: str, at: datetime) -> None:
    """Leave lists aside; the files go, because they hold numbers of people."""
    came = StaffImport.objects.select_for_update().get(pk=came.pk)
    if came.state == ImportState.DISCARDED:
        return
    refuse_decided(came)
    came.state, came.decided_at, came.decided_by = ImportState.DISCARDED, at, by
    came.save(update_fields=["state", "decided_at", "decided_by"])
    record("staff-list.discarded", by=by, at=at, subject=came)
    transaction.on_commit(lambda: _remove_what_names_people(came))


def _remove_what_names_people(came: StaffImport) -> None:
    """The files as they came, and the desk; refused rows stay, their numbers are masked."""
    for folder in (came.inbox(), came.desk_folder()):
        shutil.rmtree(folder, ignore_errors=True)
