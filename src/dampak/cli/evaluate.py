"""`dampak evaluate`: a folder of files in, the evaluation out, without any server."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from dampak.cli.as_of import asks_as_of
from dampak.cli.office_days import asks_whose_days
from dampak.cli.pack import answered, opened, text_in
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.cli.telling_rows import tell_rows
from dampak.datapack.mapping import Mapping
from dampak.datapack.mapping_file import CannotReadMapping, read_mappings
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.evaluation import Evaluation
from dampak.language.saying import say
from dampak.publication.document import document_of, text_of


@click.command(
    "evaluate",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Evaluate PACK, a folder of tables (or one file): did the service change with the "
        "training, by how much, and how sure is that? Writes a page, a report, tables, charts, "
        "result.json and every row that was set aside."
    ),
)
@click.argument("pack", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=gettext_noop("Where to write; otherwise a folder beside you named after the pack."),
)
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=gettext_noop("A mapping that says what the columns of a foreign export mean."),
)
@asks_whose_days
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who answers for it."))
@click.option(
    "--served",
    "is_served",
    is_flag=True,
    help=gettext_noop(
        "Take the numbers from what DAMPAK_HOME serves (`dampak build`, `dampak import`), and from "
        "PACK only the plan."
    ),
)
@asks_as_of
@click.option(
    "--json", "as_json", is_flag=True, help=gettext_noop("Print result.json and write nothing.")
)
def evaluate(
    *,
    pack: Path,
    out: Path | None,
    mapping: Path | None,
    by: str,
    is_served: bool,
    as_json: bool,
    **days: Any,
) -> None:
    """Land, conform, count, study, and write."""
    source = None if is_served else pack
    opening = opened(source, mappings=_mappings(mapping), **days)
    if as_json:
        with opening as snapshot:
            evaluation = answered(snapshot, pack, by=by, progress=tell_progress)
            click.echo(text_of(document_of(evaluation)), nl=False)
        return
    folder = out or Path(f"{pack.resolve().stem}-hasil")
    with _writing(folder) as write, opening as snapshot:
        evaluation = answered(snapshot, pack, by=by, progress=tell_progress)
        files = write(document_of(evaluation), snapshot.rejected(), folder)
    _tell_findings(evaluation)
    tell_rows(evaluation.accounts)
    _tell_where(files, folder)


@contextmanager
def _writing(folder: Path) -> Iterator[Callable[..., tuple[Path, ...]]]:
    """How to write into the folder; a folder that holds somebody's work is refused beforehand."""
    from dampak.publication.outputs import (
        CannotWriteOutputs,
        refuse_foreign_folder,
        write_evaluation,
    )

    try:
        refuse_foreign_folder(folder)
        yield write_evaluation
    except CannotWriteOutputs as refusal:
        raise Refused([refusal.sentence]) from refusal


def _mappings(path: Path | None) -> tuple[Mapping, ...]:
    text = text_in(path) if path else None
    if path is None or text is None:
        return ()
    try:
        return read_mappings(text, name=path.name)
    except CannotReadMapping as refusal:
        raise Refused(refusal.faults) from refusal


def _tell_findings(evaluation: Evaluation) -> None:
    language = language_of()
    for note in evaluation.notes:
        click.echo(note[language])
    for study in evaluation.studies:
        click.echo(say(study.sentence, language))
        tell(
            Sentence(
                "  Verdict: %(verdict)s. Evidence grade %(grade)s. %(reason)s",
                {
                    "verdict": Sentence(study.verdict.in_words),
                    "grade": study.graded.grade.value,
                    "reason": study.graded.reason,
                },
            )
        )
    for notice in evaluation.notices:
        tell(notice)
    tell(
        Sentence(
            "Indicators: %(indicators)s; readings: %(readings)s; withheld because too few stand "
            "behind them: %(withheld)s.",
            {
                "indicators": len(evaluation.definitions),
                "readings": len(evaluation.readings),
                "withheld": len(evaluation.withheld),
            },
        )
    )


def _tell_where(files: tuple[Path, ...], folder: Path) -> None:
    tell(
        Sentence(
            "%(files)s files are in %(folder)s. Open %(page)s first.",
            {"files": len(files), "folder": str(folder), "page": str(files[0])},
        )
    )
    packed = next((file for file in files if file.suffix == ".gz"), None)
    if packed:
        tell(
            Sentence(
                "More rows were set aside than a spreadsheet should open: %(first)s holds the "
                "first of them, %(all)s all.",
                {"first": packed.stem, "all": packed.name},
            )
        )
