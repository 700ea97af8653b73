"""How long a task may take."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType


class TookTooLong(Exception):
    """The time limit of the task is over."""


@contextmanager
def at_most(limit: timedelta) -> Iterator[None]:
    """Break off what takes longer, also where it waits for something.

    Only the first thread of a process hears the alarm, and workers work in it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _break_off)
    signal.setitimer(signal.ITIMER_REAL, limit.total_seconds())
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _break_off(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong
