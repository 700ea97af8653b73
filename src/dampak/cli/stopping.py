"""What a command says, and how it ends, when Ctrl-C or another signal stops it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from dampak.cli.speaking import tell
from dampak.foundation.text import Sentence, gettext_noop

SIGNALLED = 128  # and the number of the signal: what shells expect of a command that one ended
STOPPED = SIGNALLED + signal.SIGINT
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

NOTHING_NEW_IS_SERVED = Sentence(
    "Stopped. What was finished is remembered: the same command goes on from there. "
    "What is served has not changed."
)


def end_stopped(told: Sentence, stop: KeyboardInterrupt) -> NoReturn:
    """Say where things stand, and end."""
    tell(told, on_stderr=True)
    raise SystemExit(STOPPED) from stop


@contextmanager
def clearing_up() -> Iterator[None]:
    """Let SIGTERM, and the SIGHUP of a line that was lost, break the block off as Ctrl-C does.

    Otherwise no `finally` would run, and what is half done would stay, in clear text too. It is
    broken off once: no further signal disturbs the clearing away. What was told to outlive the line
    (`nohup`) does.
    """
    before = {each: signal.getsignal(each) for each in _ENDING}
    heard = {each: known for each, known in before.items() if known is not signal.SIG_IGN}
    came: list[signal.Signals] = []

    def break_off(number: int, _frame: FrameType | None) -> NoReturn:
        for each in heard:
            signal.signal(each, signal.SIG_IGN)
        came.append(signal.Signals(number))
        raise SystemExit(SIGNALLED + number)

    for each in heard:
        signal.signal(each, break_off)
    try:
        yield
    except BaseException as broken:  # libraries give what broke them off other names
        if not came:
            raise
        tell(Sentence(_ENDED, {"signal": came[0].name}), on_stderr=True)
        raise SystemExit(SIGNALLED + came[0]) from broken
    finally:
        for each, known in heard.items():
            signal.signal(each, known)


_ENDED = gettext_noop(
    "Ended from outside (%(signal)s). What was half done has been cleared away; what is there is "
    "whole."
)
