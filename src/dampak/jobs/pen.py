"""SQLite has one pen: whoever writes often lays it down in between, so that others get it."""

from time import monotonic, sleep

from django.db import OperationalError, connection

HELD_AT_MOST = 0.25  # seconds of transactions, one after the other
# SQLite keeps no queue. Who finds the pen taken looks again, at most so many seconds later, and
# gives up after twenty: they never see it lie between two transactions that follow at once.
LOOKED_FOR_EVERY = 0.1
LAID_DOWN = 1.2 * LOOKED_FOR_EVERY

LOOK_AGAIN_AFTER = 60  # seconds; what somebody is told who found it taken for twenty


def is_taken(fault: BaseException | None) -> bool:
    """Whether somebody else kept the pen too long, be it below other faults that came of it.

    The transaction that waited left nothing behind; a step may have others before it.
    """
    while fault is not None:
        if isinstance(fault, OperationalError) and "is locked" in str(fault):
            return True
        fault = fault.__context__
    return False


class Pen:
    """For work in many transactions; on PostgreSQL, where writers do not wait, it does nothing."""

    def __init__(self) -> None:
        self._taken_at = monotonic()
        self._written = 0

    def lay_down(self) -> None:
        """Between two transactions: let everybody who waits look once, if the last ones wrote."""
        opened = connection.connection
        if connection.vendor != "sqlite" or opened is None or connection.in_atomic_block:
            return
        written = opened.total_changes  # rows, since it was opened
        if written == self._written or monotonic() - self._taken_at < HELD_AT_MOST:
            return
        sleep(LAID_DOWN)
        self._taken_at, self._written = monotonic(), written
