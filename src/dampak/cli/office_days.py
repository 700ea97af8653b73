"""The options with which a command is told whose days count."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

import click

from dampak.foundation.text import gettext_noop
from dampak.indicators.working_days import CALENDARS, Calendar


def asks_whose_days(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--calendar`` and ``--zone``; without them mappings decide, then Indonesia."""
    calendar = click.option(
        "--calendar",
        type=click.Choice(tuple(CALENDARS)),
        callback=_calendar,
        help=gettext_noop(
            "Whose working days count; otherwise as the mapping says, or indonesia-5."
        ),
    )
    zone = click.option(
        "--zone",
        callback=_zone,
        help=gettext_noop(
            "On whose clock the units live; otherwise as the mapping says, or Asia/Jakarta."
        ),
    )
    return calendar(zone(command))


def _calendar(
    ctx: click.Context,  # noqa: ARG001 - click's
    param: click.Parameter,  # noqa: ARG001 - click's
    value: str | None,
) -> Calendar | None:
    return CALENDARS[value] if value else None


def _zone(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None or value in available_timezones():
        return value
    raise click.BadParameter(value, ctx=ctx, param=param)
