"""`dampak simulate`: a data pack whose true effects are known."""

from pathlib import Path

import click

from dampak.cli.progress import tell_progress
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.plan_file import parse_plans
from dampak.impact.sealing import seal_plans, seal_text
from dampak.simulation.plan import SEALED_BY, plan_text, sealed_at
from dampak.simulation.scenario import SCENARIOS, SIZES
from dampak.simulation.world import World, build_world
from dampak.simulation.writing import SEAL, CannotWriteWorld, Tell, write_world


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop("Write the data pack of an invented regency, with the truth beside it."),
)
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--scenario",
    type=click.Choice(tuple(SCENARIOS)),
    default="negeri-uji",
    show_default=True,
    help=gettext_noop("Which story; negeri-uji-null is the one where training changes nothing."),
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=7,
    show_default=True,
    help=gettext_noop("The same seed gives the same files, byte for byte."),
)
@click.option(
    "--size",
    type=click.Choice(tuple(SIZES)),
    default="regency",
    show_default=True,
    help=gettext_noop("How large the regency is."),
)
@click.option(
    "--clean", is_flag=True, help=gettext_noop("Without the damage that real files carry.")
)
@click.option(
    "--force", is_flag=True, help=gettext_noop("Replace an earlier simulation in the folder.")
)
def simulate(
    *, directory: Path, scenario: str, seed: int, size: str, clean: bool, force: bool
) -> None:
    """Draw the world, write it, and seal its plan at its own moment."""
    world = build_world(scenario, seed=seed, size=size)
    try:
        write_sealed_world(
            world, directory, is_dirty=not clean, overwrite=force, tell=tell_progress
        )
    except CannotWriteWorld as refusal:
        raise Refused([refusal.fault]) from refusal
    tell(
        Sentence(
            "The pack is in %(folder)s; what was planted stands in truth.json. Next: dampak "
            "evaluate %(folder)s",
            {"folder": str(directory)},
        )
    )


def write_sealed_world(
    world: World,
    directory: Path,
    *,
    is_dirty: bool = True,
    overwrite: bool = False,
    tell: Tell | None = None,
) -> None:
    """Write a world and seal its plan as of the day before which nobody was trained.

    Raises
    ------
    CannotWriteWorld
        If the directory holds something and ``overwrite`` was not asked for.
    """
    write_world(world, directory, is_dirty=is_dirty, overwrite=overwrite, tell=tell)
    seal = seal_plans(parse_plans(plan_text(world)), at=sealed_at(world), by=SEALED_BY)
    (directory / SEAL).write_text(seal_text(seal), encoding="utf-8")
