"""`dampak account`: give somebody a sign-in, or a new password."""

import getpass
from datetime import datetime
from typing import TYPE_CHECKING

import click
from django.core.exceptions import ValidationError

from dampak.cli.demo import open_home
from dampak.cli.speaking import Refused, SpeakingCommand, tell
from dampak.foundation.text import Sentence, gettext_noop

if TYPE_CHECKING:
    from dampak.organisations.models import Unit

ROLES = (
    "administrator",
    "training-manager",
    "head",
    "evaluator",
    "trainer",
    "civil-servant",
    "steward",
    "observer",
)


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Give NAME a sign-in with one or more roles, or a new password and other roles if there "
        "is one already."
    ),
)
@click.argument("name")
@click.option(
    "--role",
    "roles",
    type=click.Choice(ROLES),
    multiple=True,
    default=["civil-servant"],
    show_default=True,
    help=gettext_noop("What this person is here to do; repeat it for several roles."),
)
@click.option(
    "--unit",
    "unit_code",
    default="",
    help=gettext_noop(
        "Code of the unit over which the roles hold, with all below it; everything if left out."
    ),
)
@click.password_option(help=gettext_noop("Asked for if it is left out, which is safer."))
@click.option("--by", default=getpass.getuser, help=gettext_noop("Who opens the account."))
def account(*, name: str, roles: tuple[str, ...], unit_code: str, password: str, by: str) -> None:
    """Open or renew an account, and write it into the book of deeds."""
    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account

    open_home()
    try:
        user, is_new = open_account(
            name,
            password=password,
            role=[Role(role) for role in dict.fromkeys(roles)],
            unit=_unit(unit_code),
            by=by,
            at=datetime.now().astimezone(),
        )
    except ValidationError as refusal:
        raise Refused(map(Sentence, refusal.messages)) from refusal
    told = gettext_noop("%(name)s may now sign in as %(role)s.")
    again = gettext_noop("%(name)s has a new password and signs in as %(role)s.")
    tell(
        Sentence(
            told if is_new else again,
            {"name": user.username, "role": ", ".join(dict.fromkeys(roles))},
        )
    )


def _unit(code: str) -> "Unit | None":
    from dampak.organisations.models import Unit

    if not code:
        return None
    found = Unit.objects.filter(code=code).first()
    if found is None:
        told = gettext_noop(
            "There is no unit with the code %(code)s. Look the code up on the page of units, or "
            "leave --unit out for everything."
        )
        raise Refused([Sentence(told, {"code": code})])
    return found
