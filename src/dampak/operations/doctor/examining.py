"""Everything the doctor looks at, in the order in which things stand on each other."""

from collections.abc import Iterable, Iterator

from dampak.foundation.text import Sentence
from dampak.operations.doctor import book, copies, ledger, machine, setup, uploads, warehouse, work
from dampak.operations.doctor.finding import Finding, Look, State, Visit

LOOKS: tuple[Look, ...] = (
    setup.settings_fit,
    setup.links_lead_to_the_site,
    setup.secrets_are_kept,
    setup.static_files_are_gathered,
    machine.disk_has_room,
    ledger.answers,
    ledger.is_sound,
    ledger.numbers_go_on,
    book.clock_goes_forward,
    book.chain_holds,
    uploads.are_there,
    warehouse.is_whole,
    work.worker_lives,
    work.jobs_move,
    copies.are_recent,
    copies.are_encrypted,
    copies.leave_nothing_over,
    copies.leave_nothing_open,
)


def examine(visit: Visit) -> Iterator[Finding]:
    """Look at everything; what cannot be looked at is a finding too."""
    for look in LOOKS:
        try:
            yield from look(visit)
        except Exception as fault:  # noqa: BLE001 - one broken part must not hide the others
            yield _not_looked_at(look, fault)


def is_well(findings: Iterable[Finding]) -> bool:
    """Nothing is wrong; doubts are allowed."""
    return all(finding.state is not State.BAD for finding in findings)


def _not_looked_at(look: Look, fault: Exception) -> Finding:
    name = f"{look.__module__.rpartition('.')[2]}.{look.__name__}"
    return Finding(
        code=name.replace("_", "-"),
        looked_at=Sentence("What could not be looked at (%(name)s)", {"name": name}),
        state=State.BAD,
        found=Sentence("The look broke off: %(kind)s.", {"kind": type(fault).__name__}),
        advice=Sentence("Mend what the other lines name, then ask the doctor again."),
    )
