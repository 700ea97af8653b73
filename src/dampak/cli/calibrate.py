"""`dampak calibrate`: does each method keep its word? Asked in worlds whose truth is known."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from pathlib import Path

import click

from dampak.calibration.results import Result, Run, broke_off, result_of
from dampak.calibration.trial import Trial
from dampak.calibration.trials import every_trial
from dampak.cli.calibration_table import as_lines, as_markdown
from dampak.cli.home import home
from dampak.cli.progress import Counter
from dampak.cli.speaking import Refused, SpeakingCommand, language_of
from dampak.cli.workers import workers
from dampak.foundation.text import Sentence, gettext_noop

WORLDS = 1_000
BROKEN_PROMISE = 1
# Whoever lies outside is asked in four times as many worlds, and if it then still lies outside by
# more than one simulation error, in sixteen times as many.
ALLOWING = (0.0, 1.0)


@click.command(
    "calibrate",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Put every method to worlds whose truth is known, and count: how often did its interval "
        "hold the truth, how often did it claim an effect where there was none? Ctrl-C stops; the "
        "next run goes on where this one stopped. Exit code 1 if a method breaks its promise."
    ),
)
@click.option(
    "--only", "codes", multiple=True, help=gettext_noop("Only this trial; may be repeated.")
)
@click.option(
    "--worlds",
    "n_worlds",
    type=click.IntRange(min=1),
    default=WORLDS,
    show_default=True,
    help=gettext_noop("Worlds with an effect, and as many without."),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help=gettext_noop("The same seed makes the same worlds."),
)
@click.option(
    "--workers",
    "n_workers",
    type=click.IntRange(min=1),
    help=gettext_noop("How many processes share the work; otherwise one a core."),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=gettext_noop("Where results are kept; otherwise calibration/ in DAMPAK_HOME."),
)
@click.option(
    "--anew", "is_anew", is_flag=True, help=gettext_noop("Do not use results of earlier runs.")
)
@click.option(
    "--table",
    type=click.Path(dir_okay=False, path_type=Path),
    help=gettext_noop("Also write the table to this file, as Markdown."),
)
def calibrate(
    *,
    codes: tuple[str, ...],
    n_worlds: int,
    seed: int,
    n_workers: int | None,
    out: Path | None,
    is_anew: bool,
    table: Path | None,
) -> None:
    """Try, remember, tell."""
    trials = _chosen(codes)
    folder = out or home() / "calibration"
    run = Run(folder=folder, n_worlds=n_worlds, seed=seed, is_anew=is_anew)
    results = list(_results(trials, run, n_workers or os.cpu_count() or 1))
    click.echo("\n".join(as_lines(results, language_of())))
    if table:
        made_at = datetime.now().astimezone()
        table.write_text(as_markdown(results, run, language_of(), made_at), encoding="utf-8")
    if not all(result.word.is_kept for result in results):
        raise SystemExit(BROKEN_PROMISE)


def _chosen(codes: tuple[str, ...]) -> tuple[Trial, ...]:
    trials = every_trial()
    known = sorted(trial.code for trial in trials)
    if unknown := sorted(set(codes) - set(known)):
        raise Refused(
            [
                Sentence(
                    "There is no trial %(unknown)s. There are: %(known)s.",
                    {"unknown": unknown, "known": known},
                )
            ]
        )
    return tuple(trial for trial in trials if not codes or trial.code in codes)


def _results(trials: tuple[Trial, ...], run: Run, n_workers: int) -> Iterator[Result]:
    """One after the other; if a worker was killed, the trials after it get new ones."""
    waiting = list(trials)
    while waiting:
        with workers(n_workers) as pool:
            while waiting:
                trial = waiting.pop(0)
                place = len(trials) - len(waiting), len(trials)
                try:
                    yield _settled(trial, run, pool, place)
                except BrokenProcessPool as fault:
                    yield broke_off(trial, fault)
                    break


def _settled(trial: Trial, run: Run, pool: ProcessPoolExecutor, place: tuple[int, int]) -> Result:
    """Sound methods fall outside by luck, half of the exact tests do: more worlds will tell."""
    result = _counted(trial, run, pool, place)
    for allowing in ALLOWING:
        if not result.is_outside(allowing=allowing):
            break
        run = run.of_more_worlds()
        result = _counted(trial, run, pool, place)
    return result


def _counted(trial: Trial, run: Run, pool: ProcessPoolExecutor, place: tuple[int, int]) -> Result:
    steps = run.n_worlds * (1 if trial.effect is None else 2)
    counter = Counter(trial.code, number=place[0], of=place[1], steps=steps)
    result = result_of(trial, run, pool=pool, progress=counter.add)
    counter.close()
    return result
