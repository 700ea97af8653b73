"""`dampak account`: give somebody a sign-in, or a new password."""

import getpass
from datetime import datetime

import click
from django.core.exceptions import ValidationError

from dampak.cli.demo import open_home
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

ROLES = ("analyst", "head", "reader")


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Give NAME a sign-in with a role, or a new password and role if there is one already."
    ),
)
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reader",
    show_default=True,
    help=gettext_noop("What this person is here to do."),
)
@click.password_option(help=gettext_noop("Asked for if it is left out, which is safer."))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who opens the account."))
def account(*, name: str, role: str, password: str, by: str) -> None:
    """Open or renew an account, and write it into the book of deeds."""
    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account

    open_home()
    try:
        user, is_new = open_account(
            name, password=password, role=Role(role), by=by, at=datetime.now().astimezone()
        )
    except ValidationError as refusal:
        raise Refused(map(Sentence, refusal.messages)) from refusal
    told = gettext_noop("%(name)s may now sign in as %(role)s.")
    again = gettext_noop("%(name)s has a new password and signs in as %(role)s.")
    tell(Sentence(told if is_new else again, {"name": user.username, "role": role}))
