"""What a command says, and how it ends, when Ctrl-C stops it."""

from typing import NoReturn

from dampak.cli.speaking import tell
from dampak.foundation.text import Sentence

STOPPED = 130  # what shells expect of a command that Ctrl-C ended

NOTHING_NEW_IS_SERVED = Sentence(
    "Stopped. What was finished is remembered: the same command goes on from there. "
    "What is served has not changed."
)


def end_stopped(told: Sentence, stop: KeyboardInterrupt) -> NoReturn:
    """Say where things stand, and end."""
    tell(told, on_stderr=True)
    raise SystemExit(STOPPED) from stop
