"""`dampak simulate-staff`: the units and the staff of an invented nation, as lists to import."""

from pathlib import Path

import click

from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop
from dampak.simulation.staff.persons import MOST_PEOPLE, Staff
from dampak.simulation.staff.writing import write_staff
from dampak.simulation.writing import CannotWriteWorld

MOST_UNITS = 500_000


@click.command(
    "simulate-staff",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Write the units and the staff of an invented nation into FOLDER, as lists that "
        "`dampak import-people` takes. Nobody in them is real."
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--people",
    type=click.IntRange(min=1, max=MOST_PEOPLE),
    default=20_000,
    show_default=True,
    help=gettext_noop("How many people."),
)
@click.option(
    "--units",
    type=click.IntRange(min=2, max=MOST_UNITS),
    default=200,
    show_default=True,
    help=gettext_noop("How many units they work in."),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help=gettext_noop("The same seed gives the same files, byte for byte."),
)
@click.option(
    "--faults",
    type=click.FloatRange(min=0, max=0.4),
    default=0.0,
    help=gettext_noop("Share of the rows that are spoilt, 0 to 0.4, and listed in cacat.csv."),
)
@click.option(
    "--xlsx",
    "as_workbook",
    is_flag=True,
    help=gettext_noop("One Excel workbook with two sheets instead of two CSV files."),
)
def simulate_staff(
    *, folder: Path, people: int, units: int, seed: int, faults: float, as_workbook: bool
) -> None:
    """Write the lists."""
    staff = Staff(n_people=people, n_units=units, seed=seed)
    try:
        write_staff(staff, folder, faults=faults, as_workbook=as_workbook, tell=tell_progress)
    except CannotWriteWorld as refusal:
        raise Refused([refusal.fault]) from refusal
    tell(
        Sentence(
            "%(people)s people in %(units)s units are in %(folder)s.",
            {"people": people, "units": units, "folder": str(folder)},
        )
    )
