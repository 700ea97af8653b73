"""`dampak bench`: how fast is each method, beside the fastest peer that is installed?"""

import sys

import click

from dampak.benchmark.case import Case
from dampak.benchmark.cases import every_case
from dampak.benchmark.running import Cell, is_installed, run_case
from dampak.cli.bench_table import as_lines
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.foundation.text import Sentence, gettext_noop

NOT_REACHED = 1


@click.command(
    "bench",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Measure every method beside the fastest peer on the same data: seconds, how many times "
        "faster, the peak of memory, and whether both found the same number. Exit code 1 if "
        "something demanded is not reached. `make bench` brings the peers."
    ),
)
@click.option("--only", "codes", multiple=True, help=gettext_noop("Only this case; repeatable."))
@click.option(
    "--list", "is_list", is_flag=True, help=gettext_noop("Name the cases and measure nothing.")
)
def bench(*, codes: tuple[str, ...], is_list: bool) -> None:
    """Measure one case after the other and tell."""
    cases = _chosen(codes)
    if is_list:
        click.echo("\n".join(case.code for case in cases))
        return
    cells = []
    for number, case in enumerate(cases, start=1):
        step = Sentence("%(case)s, %(size)s", {"case": Sentence(case.title), "size": case.size})
        tell_progress(step, number, len(cases))
        cells.append(run_case(case))
    click.echo("\n".join(as_lines(cells, language_of())))
    _tell_missing(cells)
    if not all(cell.is_good for cell in cells):
        raise SystemExit(NOT_REACHED)


def _chosen(codes: tuple[str, ...]) -> tuple[Case, ...]:
    cases = every_case()
    known = sorted(case.code for case in cases)
    if unknown := sorted(set(codes) - set(known)):
        raise Refused(
            [
                Sentence(
                    "There is no case %(unknown)s. There are: %(known)s.",
                    {"unknown": unknown, "known": known},
                )
            ]
        )
    return tuple(case for case in cases if not codes or case.code in codes)


def _tell_missing(cells: list[Cell]) -> None:
    missing = sorted({cell.case.peer.name for cell in cells if not is_installed(cell.case)})
    if missing:
        tell(
            Sentence(
                "Not installed beside %(python)s, so not compared with: %(peers)s. `make bench` "
                "builds .venv-peers with all of them and measures there.",
                {"python": sys.executable, "peers": missing},
            )
        )
