"""`dampak demo`: the invented regency Negeri Uji, imported, planned, answered and released."""

import shutil
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.core.files import File
from django.core.management import call_command

from dampak.cli.demo_staff import fill_organisation
from dampak.cli.progress import tell_progress
from dampak.cli.simulate import write_sealed_world
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

if TYPE_CHECKING:
    from dampak.simulation.world import World

SEED = 7
PASSWORD = "negeri-uji-7"  # noqa: S105 - of invented people, printed at every start, on loopback only
ANALYST, HEAD = "sri", "kepala"
PEOPLE = (
    ("admin", "Dewi Lestari", ("administrator",)),
    (ANALYST, "Sri Wahyuni", ("training-manager", "evaluator")),
    (HEAD, "Hasan Basri", ("head",)),
    ("budi", "Budi Santoso", ("civil-servant",)),
    ("guru", "Ratna Sari", ("trainer",)),
    ("wali", "Agus Salim", ("steward",)),
    ("pusat", "Maria Tanod", ("observer",)),
)
# Head of one unit alone: whoever signs in as Clara sees nothing of the others.
CLARA = ("clara", "Clara Sitompul", ("head",))


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop("Build the demo in an empty home: an invented regency with its answers."),
)
def demo() -> None:
    """Build it, unless somebody has begun to work here."""
    open_home()
    if not is_empty():
        raise Refused(
            [
                Sentence(
                    "The demo is built only in an empty home; in %(home)s there are accounts "
                    "already. Set DAMPAK_HOME to a new folder.",
                    {"home": str(settings.DAMPAK_HOME)},
                )
            ]
        )
    build_demo(at=datetime.now().astimezone())
    tell_sign_ins()


def open_home() -> None:
    """The folder in which all state lives, with its ledger up to date.

    Site and worker may start together: one migrates while the other waits for it.
    """
    from dampak.accounts.upgrading import CannotUpgrade
    from dampak.operations.ledger_state import CannotServeLedger, migrating_alone

    home = Path(settings.DAMPAK_HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with migrating_alone(home):
            call_command("migrate", verbosity=0, interactive=False)
    except (CannotServeLedger, CannotUpgrade) as refusal:
        raise Refused([refusal.sentence]) from refusal


def is_empty() -> bool:
    """Nobody has an account yet."""
    from dampak.accounts.models import User

    return not User.objects.exists()


def was_built() -> bool:
    """The accounts with known passwords are in this home."""
    from dampak.audit.models import Entry

    return Entry.objects.filter(deed="demo.built").exists()


def build_demo(*, at: datetime) -> None:
    """Simulate, import, plan, answer and release, each through its own door.

    The ledger takes all of it or nothing, so that an interrupted build begins again.
    """
    from django.db import transaction

    pack = Path(settings.DAMPAK_HOME) / "demo"
    world = _write_pack(pack)
    with transaction.atomic():
        _open_accounts(at)
        _hand_in(pack, at)
        fill_organisation(world, by=ANALYST, at=at)
        _open_account_of_one_unit(at)
        _answer(pack, at)
    call_command("prepare_pages", warm=True)


def tell_sign_ins() -> None:
    """The accounts of the demo, for whoever sits at this terminal."""
    tell(
        Sentence("The demo's accounts, all with the password %(password)s:", {"password": PASSWORD})
    )
    for username, name, roles in (*PEOPLE, CLARA):
        click.echo(f"  {username:<8} {name} ({', '.join(roles)})")


def _write_pack(pack: Path) -> "World":
    from dampak.simulation.world import build_world

    shutil.rmtree(pack, ignore_errors=True)
    world = build_world("negeri-uji", seed=SEED, size="regency")
    write_sealed_world(world, pack, tell=tell_progress)
    return world


def _open_accounts(at: datetime) -> None:
    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account
    from dampak.audit.services import record

    for username, name, roles in PEOPLE:
        held = [Role(role) for role in roles]
        open_account(username, password=PASSWORD, role=held, name=name, by="demo", at=at)
    record("demo.built", by="demo", at=at, seed=SEED)


def _open_account_of_one_unit(at: datetime) -> None:
    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account
    from dampak.organisations.models import Unit

    username, name, roles = CLARA
    last = Unit.objects.standing().order_by("code").last()
    open_account(
        username,
        password=PASSWORD,
        role=[Role(role) for role in roles],
        name=name,
        unit=last,
        by="demo",
        at=at,
    )


def _hand_in(pack: Path, at: datetime) -> None:
    from dampak.intake.services import accept_delivery, receive_delivery

    tables = sorted(path for path in pack.iterdir() if path.suffix in {".csv", ".xlsx"})
    with ExitStack() as stack:
        uploads = [File(stack.enter_context(path.open("rb")), path.name) for path in tables]
        delivery = receive_delivery(uploads, by=ANALYST, at=at)
    accept_delivery(delivery, by=ANALYST, at=at)


def _answer(pack: Path, at: datetime) -> None:
    from dampak.accounts.models import User
    from dampak.impact.models import Finding
    from dampak.impact.sealing import read_seal
    from dampak.impact.services import release_finding, take_over_plan
    from dampak.intake.selectors import served_snapshot
    from dampak.publication.answering import answer_plans

    seal = read_seal((pack / "study.seal.json").read_text(encoding="utf-8"))
    text = (pack / "study.toml").read_text(encoding="utf-8")
    take_over_plan(text, seal, by=ANALYST, at=at)
    snapshot = served_snapshot()
    if snapshot is None:
        raise RuntimeError("The demo's data were accepted, but no snapshot is being served.")
    answer_plans(snapshot, by=ANALYST, at=at, progress=tell_progress)
    main = Finding.objects.current().get(position=0)
    release_finding(main, by=User.objects.get(username=HEAD), at=at)
