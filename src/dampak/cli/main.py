"""The command `dampak`: one verb a file, loaded when it is asked for."""

import getpass
import gettext
import os
import sys
from contextlib import AbstractContextManager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from dampak import __version__
from dampak.cli.speaking import SpeakingCommand, language_of
from dampak.foundation.text import gettext_noop

MODULES = {
    "evaluate": "evaluate",
    "template": "template",
    "simulate": "simulate",
    "simulate-nation": "simulate_nation",
    "simulate-staff": "simulate_staff",
    "seal": "seal",
    "map": "map",
    "import": "import_files",
    "import-people": "import_people",
    "export-organisation": "export_organisation",
    "build": "build",
    "collect-responses": "collect_responses",
    "check": "check",
    "check-book": "check_book",
    "compact": "compact",
    "tidy": "tidy",
    "trace": "trace",
    "account": "account",
    "demo": "demo",
    "run": "run",
    "worker": "worker",
    "calibrate": "calibrate",
    "bench": "bench",
    "crowd": "crowd",
    "doctor": "doctor",
    "backup": "backup",
    "backup-key": "backup_key",
    "restore": "restore",
}
WRONG_USE = 2


class Verbs(SpeakingCommand, click.Group):
    """The verbs in the order of the work; a verb's file is read when its name is typed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return [verb for verb, module in MODULES.items() if find_spec(_full(module))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(_full(MODULES[cmd_name]))
        commands = (each for each in vars(module).values() if isinstance(each, click.Command))
        return next(commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(
    cls=Verbs,
    help=gettext_noop("Did the training change the service, by how much, and how sure is that?"),
)
@click.version_option(__version__, help=gettext_noop("Show the version and stop."))
def dampak() -> None:
    """Open the house; each verb does its own work."""


def main() -> None:
    """Run from the shell."""
    try:
        prepare()
    except ImproperlyConfigured as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(WRONG_USE) from fault
    try:
        with _acting_at_the_terminal():
            dampak(prog_name="dampak")
    finally:
        _let_go_of_what_nobody_hears()


def _acting_at_the_terminal() -> AbstractContextManager[object]:
    """Rows that a verb changes were changed by whoever sits here, for the sake of that verb."""
    from dampak.audit.actors import acting

    try:
        by = getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        by = f"uid {os.getuid()}"
    return acting(by=by, reason=f"dampak {sys.argv[1]}" if len(sys.argv) > 1 else "")


def _let_go_of_what_nobody_hears() -> None:
    """Python tries to print the rest once more at its end, and would exit with its own code."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def prepare() -> None:
    """Settings and languages, without opening any database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampak.website.settings")
    django.setup()
    translation.activate(language_of())
    _teach_click()


def _teach_click() -> None:
    """Click asks the standard library's gettext for its own sentences."""
    os.environ["LANGUAGE"] = language_of()
    gettext.bindtextdomain("messages", Path(__file__).parent / "locale")
    gettext.textdomain("messages")


def _full(module: str) -> str:
    return f"dampak.cli.{module}"
