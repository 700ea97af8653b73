"""`dampak doctor`: is everything well that the site stands on?"""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.conf import settings

from dampak.cli.speaking import Refused, SpeakingCommand, harmless, language_of
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import say

if TYPE_CHECKING:
    from dampak.operations.doctor import Finding

WRONG = 1
_SIGNS = {"good": "✓", "doubt": "?", "bad": "✗"}


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Look at settings, keys, ledger, warehouse, uploads, the book of deeds, jobs, disk, clock "
        "and back-ups; say what was found and what to do. Exit code 1 if something is wrong."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=gettext_noop("Tell it to a program."))
@click.option(
    "--quick",
    "is_quick",
    is_flag=True,
    help=gettext_noop("Read no large file through: seconds instead of minutes."),
)
def doctor(*, as_json: bool, is_quick: bool) -> None:
    """Look, tell line by line, and end with what it comes to."""
    from dampak.operations.doctor import Visit, examine, is_well

    home = Path(settings.DAMPAK_HOME)
    if not home.is_dir():
        raise Refused([Sentence("There is no home at %(home)s.", {"home": str(home)})])
    visit = Visit(home=home, at=datetime.now().astimezone(), is_quick=is_quick)
    found = []
    for finding in examine(visit):
        found.append(finding)
        if not as_json:
            click.echo(harmless(_line(finding)))
    if as_json:
        click.echo(json.dumps([_told(each) for each in found], ensure_ascii=False, indent=1))
    raise SystemExit(0 if is_well(found) else WRONG)


def _line(finding: "Finding") -> str:
    told = _told(finding)
    line = f"{_SIGNS[finding.state]} {told['looked_at']}: {told['found']}"
    return f"{line}\n  → {told['advice']}" if told["advice"] else line


def _told(finding: "Finding") -> dict[str, Any]:
    language = language_of()
    return {
        "code": finding.code,
        "state": finding.state.value,
        "looked_at": say(finding.looked_at, language),
        "found": say(finding.found, language),
        "advice": say(finding.advice, language) if finding.advice else None,
    }
