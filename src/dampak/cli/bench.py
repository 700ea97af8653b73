"""`dampak bench`: how fast are we, beside the fastest peers that are installed?"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dampak.benchmark.case import Case
from dampak.benchmark.cases import every_case
from dampak.benchmark.nation.outcome import Outcome
from dampak.benchmark.nation.prepared import Prepared, prepare
from dampak.benchmark.nation.running import run_task
from dampak.benchmark.nation.seen import NotInstalled
from dampak.benchmark.nation.task import Task
from dampak.benchmark.nation.tasks import every_task
from dampak.benchmark.running import Cell, is_installed, run_case
from dampak.cli.bench_table import as_lines
from dampak.cli.home import home
from dampak.cli.nation_table import as_markdown, nation_lines
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.foundation.text import Sentence, gettext_noop

NOT_REACHED = 1
SMALLEST, LARGEST = 0.02, 1_000.0


@click.command(
    "bench",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Measure every method, and the counting of a nation, beside the fastest peers on the same "
        "data: how many times faster or cheaper, the peak of memory, and whether all found the "
        "same numbers. Exit code 1 if something demanded is not reached. `make bench` brings the "
        "peers."
    ),
)
@click.option(
    "--only", "codes", multiple=True, help=gettext_noop("Only this case or task; repeatable.")
)
@click.option(
    "--list", "is_list", is_flag=True, help=gettext_noop("Name the cases and measure nothing.")
)
@click.option(
    "--nation",
    "size",
    type=click.FloatRange(min=SMALLEST, max=LARGEST),
    help=gettext_noop(
        "Only the tasks of a nation (N1 to N9), with so many million requests; otherwise 1, after "
        "all methods."
    ),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=gettext_noop("Where nations are made ready; otherwise benchmark/ in DAMPAK_HOME."),
)
@click.option(
    "--table",
    type=click.Path(dir_okay=False, path_type=Path),
    help=gettext_noop("Also write the table of the nation to this file, as Markdown."),
)
def bench(
    *,
    codes: tuple[str, ...],
    is_list: bool,
    size: float | None,
    out: Path | None,
    table: Path | None,
) -> None:
    """Measure one after the other and tell."""
    folder = (out or home() / "benchmark").resolve()
    nation = Prepared(folder=folder / f"nation-{size or 1:g}", size=size or 1)
    cases, tasks = _chosen(codes, () if size else every_case(), every_task(nation))
    if is_list:
        click.echo("\n".join(codes_of(cases, tasks)))
        return
    cells = _measured_cases(cases)
    outcomes = _measured_tasks(tasks, nation, table)
    _tell_missing(cells, outcomes)
    if not (all(cell.is_good for cell in cells) and all(each.is_good for each in outcomes)):
        raise SystemExit(NOT_REACHED)


def codes_of(cases: Sequence[Case], tasks: Sequence[Task]) -> list[str]:
    """What can be named: methods first, then the tasks of a nation."""
    return [*(case.code for case in cases), *(task.code for task in tasks)]


def _chosen(
    codes: tuple[str, ...], cases: Sequence[Case], tasks: Sequence[Task]
) -> tuple[list[Case], list[Task]]:
    known = codes_of(cases, tasks)
    if unknown := sorted(set(codes) - set(known)):
        raise Refused(
            [
                Sentence(
                    "There is no case %(unknown)s. There are: %(known)s.",
                    {"unknown": unknown, "known": sorted(known)},
                )
            ]
        )
    wanted = set(codes or known)
    return (
        [each for each in cases if each.code in wanted],
        [each for each in tasks if each.code in wanted],
    )


def _measured_cases(cases: Sequence[Case]) -> list[Cell]:
    cells = []
    for number, case in enumerate(cases, start=1):
        step = Sentence("%(case)s, %(size)s", {"case": Sentence(case.title), "size": case.size})
        tell_progress(step, number, len(cases))
        cells.append(run_case(case))
    if cells:
        click.echo("\n".join(as_lines(cells, language_of())))
    return cells


def _measured_tasks(tasks: Sequence[Task], nation: Prepared, table: Path | None) -> list[Outcome]:
    """Each task is told and written as soon as it is through, for together they take long."""
    if not tasks:
        return []
    prepare(nation, tell=tell_progress)
    outcomes = []
    for number, task in enumerate(tasks, start=1):
        step = Sentence(
            "%(task)s, %(size)s million requests",
            {"task": Sentence(task.title), "size": f"{nation.size:g}"},
        )
        tell_progress(step, number, len(tasks))
        outcomes.append(run_task(task, nation))
        click.echo("\n".join(nation_lines(outcomes[-1], language_of())))
        if table:
            page = as_markdown(outcomes, nation.size, language_of())
            table.write_text(page, encoding="utf-8")
    return outcomes


def _tell_missing(cells: Sequence[Cell], outcomes: Sequence[Outcome]) -> None:
    missing = {cell.case.peer.name for cell in cells if not is_installed(cell.case)}
    for outcome in outcomes:
        missing |= {
            name for name, each in outcome.showings.items() if isinstance(each, NotInstalled)
        }
    if missing:
        tell(
            Sentence(
                "Not installed beside %(python)s, so not compared with: %(peers)s. `make bench` "
                "builds .venv-peers with all of them and measures there.",
                {"python": sys.executable, "peers": sorted(missing)},
            )
        )
