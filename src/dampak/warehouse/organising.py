"""Look at a snapshot in the organisation of one day."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb

from dampak.foundation.months import month_of, months_later
from dampak.indicators.adding import addends
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.organisation.as_of import as_of
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.roster import register
from dampak.warehouse.snapshot import Snapshot

IS_REORGANISED = "SELECT count(successor_code) > 0 OR count(*) > count(DISTINCT code) FROM units"


def organised(snapshot: Snapshot, day: date | None = None) -> Snapshot:
    """The snapshot with months and units as they are counted in the organisation of the day.

    With a day, months that had not ended by then and trainings that began later are left out, so
    that what was reported then can be read again. Without one it is the last day that any row
    speaks of; a snapshot whose units were never reorganised is then returned as it is, and so is
    one that is organised already.
    """
    if snapshot.organised is not None:
        return snapshot
    if day is not None:
        return _seen(snapshot, day, until=_last_month_ended(day))
    last = _last_day_if_reorganised(snapshot)
    return snapshot if last is None else _if_another(_seen(snapshot, last), snapshot)


def _seen(snapshot: Snapshot, day: date, *, until: date | None = None) -> Snapshot:
    units = register(snapshot)
    view = as_of(units, day)
    seen = Organised(day=day, register=units, view=view, until=until)
    return replace(snapshot, organised=seen)


def _if_another(seen: Snapshot, snapshot: Snapshot) -> Snapshot:
    """The snapshot itself if every unit counts for itself and none was divided."""
    found = seen.organised
    return seen if found and (found.moved or found.divided) else snapshot


def _last_month_ended(day: date) -> date:
    month = month_of(day)
    has_ended = day.day == monthrange(day.year, day.month)[1]
    return month if has_ended else months_later(month, -1)


def _last_day_if_reorganised(snapshot: Snapshot) -> date | None:
    """The last day on which anything happened that is counted; None if nothing did."""
    with snapshot.connect() as connection:
        if connection.execute(IS_REORGANISED).fetchall() == [(False,)]:
            return None
        return max(filter(None, _last_days(connection)), default=None)


def _last_days(connection: duckdb.DuckDBPyConnection) -> Iterator[date | None]:
    dated = {
        (addend.table, addend.dated_by)
        for definition in CATALOGUE.values()
        for addend in addends(definition)
    }
    for table, day in sorted({*dated, ("unit_months", "month")}):
        yield connection.execute(f"SELECT max({day}) FROM {table}").fetchall()[0][0]  # nosec B608 - names and expressions of our own tables, values are bound
