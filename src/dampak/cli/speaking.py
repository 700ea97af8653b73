"""Commands whose help and refusals are said in the reader's language."""

import copy
import gettext
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import IO, Any

import click

from dampak.foundation.private_keys import may_be_private_key
from dampak.foundation.text import Sentence
from dampak.language.saying import LANGUAGES, say
from dampak.warehouse.fingerprint import CannotRead

REFUSED = 3
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def language_of(variables: Mapping[str, str] = os.environ) -> str:
    """The language of this terminal: Indonesian, unless the environment asks for another.

    ``DAMPAK_LANGUAGE`` decides; otherwise the locale does, where one is set.
    """
    for name in ("DAMPAK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = variables.get(name, "").split(".")[0].split("_")[0].lower()
        if wanted in LANGUAGES:
            return wanted
        if wanted not in {"", "c", "posix"}:
            return "en"
    return LANGUAGES[0]


def tell(sentence: Sentence | str, *, on_stderr: bool = False) -> None:
    """Say a sentence at the terminal.

    What is told on the side, on stderr, stops no work where nobody can hear it.
    """
    with suppress(OSError) if on_stderr else nullcontext():
        click.echo(harmless(say(sentence, language_of())), err=on_stderr)


def harmless(text: str) -> str:
    """The text for a terminal: what stands in a file's cells gives it no commands."""
    return _COMMANDS.sub("�", text)


class Refused(click.ClickException):
    """The input was refused: every fault is said, nothing was written."""

    exit_code = REFUSED

    def __init__(self, faults: Iterable[Sentence]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(harmless(say(fault, language_of())) for fault in self.faults))

    def show(self, file: IO[Any] | None = None) -> None:
        with suppress(OSError):  # the exit code is heard even where the words are not
            click.echo(self.message, file=file, err=file is None)


class SpeakingCommand(click.Command):
    """A command whose help is written in English and said in the reader's language.

    So is what no verb can do anything about: a disk that refuses, a snapshot that is damaged.
    """

    def make_context(
        self, info_name: str | None, args: list[str], *given: Any, **more: Any
    ) -> click.Context:
        _refuse_private_keys(args)
        with _faults_in_words():
            return super().make_context(info_name, args, *given, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _faults_in_words():
            return super().invoke(ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Command.format_help_text(_said(self), ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        told = [_told(each) for each in self.get_params(ctx) if isinstance(each, click.Option)]
        records = [record for each in told if (record := each.get_help_record(ctx))]
        with formatter.section(gettext.gettext("Options")):
            formatter.write_dl(records)

    def get_short_help_str(self, limit: int = 45) -> str:
        return click.Command.get_short_help_str(_said(self), limit)


def _refuse_private_keys(words: Sequence[str]) -> None:
    """Before any word is read: whatever is wrong with one would be said, and logs keep that."""
    if any(map(may_be_private_key, words)):
        raise Refused(
            [
                Sentence(
                    "A private key itself was given on the command line. It is in the history of "
                    "this terminal now: delete it there. Name the file that holds a private key, "
                    "never the key; --recipient takes public keys, which begin with age1. Whoever "
                    "could read it here can open copies: if somebody could, make a new pair with "
                    "`dampak backup-key`. Nothing was done."
                )
            ]
        )


@contextmanager
def _faults_in_words() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # whoever listened has gone; click ends quietly
        raise
    except CannotRead as refusal:
        raise Refused([refusal.sentence]) from refusal
    except OSError as fault:
        raise Refused([_broken_off(fault)]) from fault


def _broken_off(fault: OSError) -> Sentence:
    return Sentence(
        "The command was broken off, because the system refused; found: %(found)s. What it had "
        "finished stays; nothing is served in part. See to it that there is room and the right to "
        "write, then give the same command again.",
        {"found": str(fault)},
    )


def _said(command: click.Command) -> click.Command:
    said = copy.copy(command)
    said.help = say(command.help, language_of()) if command.help else None
    return said


def _told(option: click.Option) -> click.Option:
    told = copy.copy(option)
    if "--help" in option.opts:  # click's own, in click's catalogue
        told.help = gettext.gettext("Show this message and exit.")
    elif option.help:
        told.help = say(option.help, language_of())
    return told
