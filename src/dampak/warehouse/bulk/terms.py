"""The terms under which rows are conformed and counted: of a delivery, or of what is served."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pyarrow as pa

from dampak.foundation.text import Sentence
from dampak.indicators.definition import Definition
from dampak.indicators.working_days import CALENDARS, Calendar
from dampak.warehouse.bulk.known import served
from dampak.warehouse.bulk.rules_version import rules_version
from dampak.warehouse.organisation.as_it_was import parents_on
from dampak.warehouse.organisation.register import register_of
from dampak.warehouse.organisation.tree import tree_of
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import CannotPublish, Store, Terms
from dampak.warehouse.tallies.counting import CountingByTallies


def terms_with(units: pa.Table, *, zone: str, calendar: Calendar) -> Terms:
    """The terms for rows of these units, in the order of their tree; nothing is counted."""
    above = parents_on(register_of(units.to_pylist()), date.max)
    return Terms(
        rules=rules_version(), zone=zone, calendar=calendar, units=tree_of(above.items(), {}).codes
    )


def terms_of(store: Store, snapshot: Snapshot) -> Terms:
    """The terms of what is served, for work on it that brings nothing new.

    Raises `CannotPublish` when this dampak does not keep the calendar by which it was counted.
    """
    calendar = _calendar(snapshot.calendar)
    return terms_with(served(store)["units"], zone=snapshot.zone, calendar=calendar)


def _calendar(version: str) -> Calendar:
    for calendar in CALENDARS.values():
        if calendar.version == version:
            return calendar
    raise CannotPublish(
        Sentence(
            "What is served was counted by the calendar %(calendar)s, which this dampak does not "
            "keep. Nothing was changed. Use the dampak that built it.",
            {"calendar": version},
        )
    )


def counted(terms: Terms, definitions: Iterable[Definition]) -> Terms:
    """The terms under which these definitions are counted while rows are at hand."""
    counting = CountingByTallies(definitions, units=terms.units, calendar=terms.calendar)
    return replace(terms, counting=counting)
