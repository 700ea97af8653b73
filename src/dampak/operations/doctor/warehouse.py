"""The warehouse: is everything that is served there and whole?"""

from collections.abc import Iterator

from dampak.foundation.text import Sentence
from dampak.intake.selectors import store
from dampak.operations.doctor.finding import Finding, State, Visit
from dampak.warehouse.fingerprint import CannotRead

_WAREHOUSE = Sentence("The warehouse")


def is_whole(visit: Visit) -> Iterator[Finding]:
    """In a quick visit only what leads to it, otherwise every file that is served."""
    try:
        served = store().head()
    except CannotRead as fault:
        advice = Sentence("`dampak check` says what to do.")
        yield _found(State.BAD, fault.sentence, advice)
        return
    if served is None:
        yield _found(State.GOOD, Sentence("Nothing has been accepted yet."))
        return
    health = None if visit.is_quick else store().check()
    if health is not None and not health.is_whole:
        yield _found(State.BAD, health.faults[0], health.advice)
        return
    yield _found(
        State.GOOD, Sentence("Snapshot %(number)s is being served.", {"number": served.number})
    )


def _found(state: State, found: Sentence, advice: Sentence | None = None) -> Finding:
    return Finding(
        code="warehouse.whole", looked_at=_WAREHOUSE, state=state, found=found, advice=advice
    )
