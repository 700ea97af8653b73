"""What a long command is doing, on the error stream so that results can be piped."""

import sys

import click

from dampak.cli.speaking import language_of
from dampak.foundation.text import Sentence
from dampak.language.saying import say


def tell_progress(step: Sentence, done: int, of: int) -> None:
    """One line a step; on a terminal the line is written over by the next."""
    line = f"[{done}/{of}] {say(step, language_of())}"
    if sys.stderr.isatty():
        click.echo(f"\r\033[2K{line}", err=True, nl=done == of)
    else:
        click.echo(line, err=True)
