"""`dampak trace`: from where? The eight rooms behind a number."""

import getpass
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import translation

from dampak.cli.as_of import asks_as_of
from dampak.cli.office_days import asks_whose_days
from dampak.cli.pack import answered, opened
from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, language_of
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.tracing import rooms_of_reading
from dampak.indicators.working_days import Calendar
from dampak.language.quantities import count
from dampak.language.saying import say
from dampak.publication.document import document_of, room_of
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tracing import CannotTrace, figure_named

STUDY = "study:"


@click.command(
    "trace",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Show the eight rooms behind FIGURE: rows in, rows out, versions, hashes. A figure is "
        "study:NAME of an evaluation, or indicator@unit@year-month of a pack."
    ),
)
@click.argument("figure")
@click.option(
    "--in",
    "out",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help=gettext_noop("A folder that `dampak evaluate` wrote."),
)
@click.option(
    "--pack",
    type=click.Path(exists=True, path_type=Path),
    help=gettext_noop("The data pack; without it, what was last imported."),
)
@asks_whose_days
@asks_as_of
@click.option("--json", "as_json", is_flag=True, help=gettext_noop("Write JSON, for a machine."))
def trace(
    *,
    figure: str,
    out: Path | None,
    pack: Path | None,
    calendar: Calendar | None,
    zone: str | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Print the way of one number."""
    if out:
        traced = _figure_in(out, figure)
    else:
        with opened(pack, calendar=calendar, zone=zone, as_of=as_of) as snapshot:
            traced = _figure_of(snapshot, pack, figure)
    if as_json:
        click.echo(json.dumps(traced, ensure_ascii=False, indent=1))
        return
    with translation.override(language_of()):
        click.echo("\n".join(_lines(traced)))


def _figure_in(out: Path, figure: str) -> Mapping[str, Any]:
    result = out / "result.json"
    if not result.exists():
        raise Refused([Sentence("%(folder)s holds no result.json.", {"folder": str(out)})])
    figures = json.loads(result.read_text(encoding="utf-8"))["figures"]
    return _chosen(figures, figure)


def _figure_of(snapshot: Snapshot, pack: Path | None, figure: str) -> Mapping[str, Any]:
    if figure.startswith(STUDY):
        evaluation = answered(snapshot, pack, by=getpass.getuser(), progress=tell_progress)
        return _chosen(document_of(evaluation)["figures"], figure)
    try:
        name = figure_named(figure)
        rooms = rooms_of_reading(snapshot, name)
    except CannotTrace as refusal:
        raise Refused([refusal.sentence]) from refusal
    title = say(name.definition.title, language_of())
    return {
        "title": {language_of(): f"{title} · {name.unit_code} · {name.month:%Y-%m}"},
        "rooms": [room_of(room) for room in rooms],
    }


def _chosen(figures: Mapping[str, Any], figure: str) -> Mapping[str, Any]:
    if figure not in figures:
        raise Refused(
            [
                Sentence(
                    "There is no figure %(figure)s here. There are: %(known)s.",
                    {"figure": figure, "known": sorted(figures)},
                )
            ]
        )
    chosen: Mapping[str, Any] = figures[figure]
    return chosen


def _lines(traced: Mapping[str, Any]) -> list[str]:
    language = language_of()
    heads = [say(head, language) for head in _HEADS]
    rows = [_cells(room, language) for room in traced["rooms"]]
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = [
        traced["title"][language],
        "",
        _line(heads, widths),
        _line(["-" * w for w in widths], widths),
    ]
    for room, cells in zip(traced["rooms"], rows, strict=True):
        lines.append(_line(cells, widths))
        lines.append(f"      {room['what'][language]}")
        lines += [
            f"      - {count(each['rows'])}: {each['because'][language]}"
            for each in room["left_out"]
        ]
    return lines


_HEADS = (
    gettext_noop("Room"),
    gettext_noop("In"),
    gettext_noop("Out"),
    gettext_noop("Set aside"),
    gettext_noop("Counted in"),
    gettext_noop("Version"),
    gettext_noop("SHA-256"),
)


def _cells(room: Mapping[str, Any], language: str) -> list[str]:
    return [
        f"{room['room']}. {room['name'][language]}",
        count(room["rows_in"]),
        count(room["rows_out"]),
        count(room["set_aside"]),
        room["counted_in"][language],
        room["version"],
        room["sha256"][:12],
    ]


def _line(cells: list[str], widths: list[int]) -> str:
    places = zip(cells, widths, range(len(cells)), strict=True)
    return "  ".join(
        cell.rjust(width) if column in {1, 2, 3} else cell.ljust(width)
        for cell, width, column in places
    ).rstrip()
