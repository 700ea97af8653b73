"""`dampak simulate-nation`: as many records as a country has, whose true effects are known."""

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.cli.stopping import end_stopped
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import seal_plans, seal_text
from dampak.language.saying import say
from dampak.simulation.nation.country import Nation, build_nation
from dampak.simulation.nation.increments import write_correction, write_day
from dampak.simulation.nation.plan import SEALED_BY, plan_text, sealed_at
from dampak.simulation.nation.scale import FEWEST_ROWS, MOST_ROWS, Scale
from dampak.simulation.nation.series import MOST_DAYS
from dampak.simulation.nation.writing import nation_in, write_nation
from dampak.simulation.writing import SEAL, CannotWriteWorld

TIMES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}


class Rows(click.ParamType[int]):
    """A number of rows as people write it: 20000, 500k, 10M, 1B."""

    name = "ROWS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        found = re.fullmatch(r"(\d{1,10})([kmb]?)", str(value).strip().lower())
        rows = int(found[1]) * TIMES[found[2]] if found else 0
        if not FEWEST_ROWS <= rows <= MOST_ROWS:
            told = Sentence(
                "%(value)s is no number of rows from 20k to 1B. Write, for example, 500k or 10M.",
                {"value": str(value)},
            )
            self.fail(say(told, language_of()), param, ctx)
        return rows


SCALE = (
    click.option(
        "--rows",
        type=Rows(),
        default="1M",
        show_default=True,
        help=gettext_noop("How many service requests, from 20k to 1B; the other tables follow."),
    ),
    click.option(
        "--months",
        "n_months",
        type=click.IntRange(min=1, max=60),
        default=12,
        show_default=True,
        help=gettext_noop("How many months they are spread over."),
    ),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=7,
        show_default=True,
        help=gettext_noop("The same seed gives the same files, byte for byte."),
    ),
    click.option(
        "--null",
        "is_null",
        is_flag=True,
        help=gettext_noop("The twin that training does not change."),
    ),
)


def of_a_scale(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that decide a nation, and the scale they make."""

    @wraps(command)
    def with_scale(*, rows: int, n_months: int, seed: int, is_null: bool, **others: Any) -> None:
        command(scale=Scale(rows=rows, seed=seed, n_months=n_months, is_null=is_null), **others)

    decorated: Callable[..., None] = with_scale
    for option in reversed(SCALE):
        decorated = option(decorated)
    return decorated


@click.command(
    "simulate-nation",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Write the monthly deliveries of an invented nation into FOLDER, with the truth beside "
        "them. Ctrl-C stops after the last whole month; the same command goes on from there."
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@of_a_scale
@click.option(
    "--force", is_flag=True, help=gettext_noop("Replace an earlier simulation in the folder.")
)
@click.option(
    "--day",
    type=click.IntRange(min=1, max=MOST_DAYS),
    help=gettext_noop(
        "Instead, write the delivery of a day (1 to 8) after the months of the nation in FOLDER."
    ),
)
@click.option(
    "--correction",
    "is_correction",
    is_flag=True,
    help=gettext_noop("Instead, write 2,000 rows that an agency of the nation in FOLDER corrects."),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=gettext_noop("Where a day or a correction is written; otherwise beside FOLDER."),
)
def simulate_nation(
    *,
    folder: Path,
    scale: Scale,
    force: bool,
    day: int | None,
    is_correction: bool,
    out: Path | None,
) -> None:
    """Write the nation, or what comes after it."""
    try:
        if day:
            _day(nation_in(folder), day, out or folder.with_name(f"{folder.name}-day-{day}"))
        if is_correction:
            _correction(nation_in(folder), out or folder.with_name(f"{folder.name}-correction"))
        if not day and not is_correction:
            _nation(scale, folder, overwrite=force)
    except CannotWriteWorld as refusal:
        raise Refused([refusal.fault]) from refusal
    except KeyboardInterrupt as stop:
        told = Sentence("Stopped. Whole months are kept; the same command goes on from there.")
        end_stopped(told, stop)


def _nation(scale: Scale, folder: Path, *, overwrite: bool) -> None:
    nation = build_nation(scale)
    write_nation(nation, folder, overwrite=overwrite, tell=tell_progress)
    seal = seal_plans(parse_plans(plan_text(nation)), at=sealed_at(nation), by=SEALED_BY)
    (folder / SEAL).write_text(seal_text(seal), encoding="utf-8")
    tell(
        Sentence(
            "The deliveries are in %(folder)s; what was planted stands in truth.json.",
            {"folder": str(folder)},
        )
    )


def _day(nation: Nation, number: int, out: Path) -> None:
    sent = write_day(nation, out, number=number)
    tell(
        Sentence(
            "%(rows)s new requests, and what belongs to them, are in %(folder)s.",
            {"rows": sent["service_requests"], "folder": str(out)},
        )
    )


def _correction(nation: Nation, out: Path) -> None:
    agency, rows = write_correction(nation, out)
    tell(
        Sentence(
            "%(rows)s corrected requests of agency %(agency)s are in %(folder)s.",
            {"rows": rows, "agency": agency, "folder": str(out)},
        )
    )
