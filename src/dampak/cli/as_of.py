"""The option with which a command is told by the organisation of which day units are counted."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from dampak.cli.speaking import Refused
from dampak.foundation.text import Sentence, gettext_noop


def asks_as_of(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--as-of``; without it the last day of the data decides."""
    option = click.option(
        "--as-of",
        callback=_day,
        metavar="YYYY-MM-DD",
        help=gettext_noop(
            "Count units as they stood on this day, and only months that had ended by then; "
            "otherwise as on the last day of the data, with all months."
        ),
    )
    return option(command)


def _day(
    ctx: click.Context,  # noqa: ARG001 - click's
    param: click.Parameter,  # noqa: ARG001 - click's
    value: str | None,
) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as fault:
        raise Refused(
            [
                Sentence(
                    "--as-of must be a day; found: %(found)s. Write it as 2026-03-31.",
                    {"found": value},
                )
            ]
        ) from fault
