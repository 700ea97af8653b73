"""`dampak map`: a first mapping for the export of another system."""

from functools import partial
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.datapack.guess import guess_text
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import say
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.landing.looking import look_at


@click.command(
    "map",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Look at FILE, the export of another system, and write a first mapping for it: which of "
        "its columns is which of ours. Finish it in a text editor, then hand it to evaluate."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--table",
    required=True,
    type=click.Choice(list(TABLES)),
    help=gettext_noop("Which table of the data pack the file is to become."),
)
@click.option("--sheet", help=gettext_noop("Which sheet of a workbook; otherwise the fullest."))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("mapping.toml"),
    show_default=True,
    help=gettext_noop("Where to write the mapping."),
)
@click.option("--force", is_flag=True, help=gettext_noop("Replace a mapping that is there."))
def map_file(file: Path, table: str, sheet: str | None, out: Path, *, force: bool) -> None:
    """Look, guess, write."""
    if out.exists() and not force:
        raise Refused([_already_there(out)])
    try:
        look = look_at(file, table=table, sheet=sheet)
    except CannotLand as refusal:
        raise Refused(refusal.faults) from refusal
    say_here = partial(say, language=language_of())
    text = guess_text(TABLES[table], look.headers, look.words, say=say_here)
    out.write_text(text, encoding="utf-8")
    tell(
        Sentence(
            "A first mapping is in %(out)s. Read every line of it before you use it.",
            {"out": str(out)},
        )
    )


def _already_there(path: Path) -> Sentence:
    return Sentence(
        "%(path)s is already there. Name another file, or replace it with --force.",
        {"path": str(path)},
    )
