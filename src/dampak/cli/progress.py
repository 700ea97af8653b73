"""What a long command is doing, on the error stream so that results can be piped."""

import sys
from contextlib import suppress

import click

from dampak.cli.speaking import language_of
from dampak.foundation.text import Sentence
from dampak.language.saying import say


def tell_progress(step: Sentence, done: int, of: int) -> None:
    """One line a step; on a terminal the line is written over by the next."""
    line = f"[{done}/{of}] {say(step, language_of())}"
    with suppress(OSError):  # nobody hears it, and the work goes on
        if sys.stderr.isatty():
            click.echo(f"\r\033[2K{line}", err=True, nl=done == of)
        else:
            click.echo(line, err=True)


class Counter:
    """How far one of several long computations has come: on a terminal, many times a second."""

    def __init__(self, name: str, *, number: int, of: int, steps: int) -> None:
        self.name, self.number, self.of, self.steps = name, number, of, steps
        self.done = 0

    def add(self, done: int) -> None:
        self.done += done
        if sys.stderr.isatty():
            click.echo(f"\r\033[2K{self._line()} {self.done}/{self.steps}", err=True, nl=False)

    def close(self) -> None:
        start = "\r\033[2K" if sys.stderr.isatty() else ""
        click.echo(f"{start}{self._line()}", err=True)

    def _line(self) -> str:
        return f"[{self.number}/{self.of}] {self.name}"
