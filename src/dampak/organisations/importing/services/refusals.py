"""When lists of staff cannot be taken over or discarded, and what is said then."""

from dampak.foundation.text import Sentence
from dampak.organisations.importing.models import ImportState, StaffImport


class CannotImport(Exception):
    """Says, in words for the person at the screen, why people and units stay as they are."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def refuse_undecidable(came: StaffImport) -> None:
    """Only what was read to the end, and has nothing against it, can be taken over."""
    refuse_decided(came)
    if came.state == ImportState.READING:
        raise CannotImport(
            Sentence("These lists are still being read. Wait for the preview, and look at it.")
        )
    if came.state == ImportState.REFUSED:
        raise CannotImport(
            Sentence("These lists cannot be taken over. Correct them and hand them in again.")
        )


def refuse_decided(came: StaffImport) -> None:
    """What was decided once stays decided."""
    if came.state == ImportState.ACCEPTED:
        raise CannotImport(
            Sentence("These lists were taken over. Hand in a corrected list to change people.")
        )
    if came.state == ImportState.DISCARDED:
        raise CannotImport(
            Sentence("These lists were discarded. Hand the files in again to take them over.")
        )
