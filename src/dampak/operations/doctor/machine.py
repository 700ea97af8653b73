"""The machine itself."""

import shutil
from collections.abc import Iterator

from dampak.foundation.text import Sentence
from dampak.operations.doctor.finding import Finding, State, Visit

MEGABYTE = 1_000_000
LEAST_FREE_BYTES, COMFORTABLE_BYTES = 200 * 2**20, 2 * 2**30


def disk_has_room(visit: Visit) -> Iterator[Finding]:
    """A full disk stops every import and every answer."""
    free = shutil.disk_usage(visit.home).free
    state = State.GOOD if free >= COMFORTABLE_BYTES else State.DOUBT
    advice = Sentence("Give it room: `dampak tidy` shows which old snapshots may go.")
    yield Finding(
        code="disk.free",
        looked_at=Sentence("Room on the disk"),
        state=State.BAD if free < LEAST_FREE_BYTES else state,
        found=Sentence("%(free)s MB are free.", {"free": free // MEGABYTE}),
        advice=None if state is State.GOOD else advice,
    )
