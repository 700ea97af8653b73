"""`dampak seal`: fingerprint a plan before the training, so that nobody can move the goal."""

import getpass
from datetime import datetime
from pathlib import Path

import click

from dampak.cli.pack import SEAL, plans_in, seal_in
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop
from dampak.impact.sealing import deviations, seal_plans, seal_text


@click.command(
    "seal",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Seal the plan of PACK (study.toml) before the training begins. What is changed "
        "afterwards, every later report confesses by itself."
    ),
)
@click.argument("pack", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who seals it."))
def seal(pack: Path, by: str) -> None:
    """Write `study.seal.json` beside the plan, once."""
    plans = plans_in(pack)
    if not plans:
        raise Refused(
            [
                Sentence(
                    "There is no plan to seal; found no study.toml in %(pack)s. Write one first.",
                    {"pack": str(pack)},
                )
            ]
        )
    earlier = seal_in(pack)
    if earlier is not None and deviations(earlier, plans):
        raise Refused([*deviations(earlier, plans), _ALREADY])
    if earlier is None:
        earlier = seal_plans(plans, at=datetime.now().astimezone(), by=by)
        (pack / SEAL).write_text(seal_text(earlier), encoding="utf-8")
    tell(
        Sentence(
            "Sealed by %(by)s on %(at)s with the fingerprint %(sha256)s.",
            {"by": earlier.sealed_by, "at": earlier.sealed_at, "sha256": earlier.sha256},
        )
    )


_ALREADY = Sentence(
    "This plan was sealed before and changed since. Put the sealed plan back; or plan a new study "
    "in another folder."
)
