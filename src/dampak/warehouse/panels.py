"""Panels: one outcome of many units over the same months, and when each unit was trained."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb
import numpy as np
from numpy.typing import NDArray

from dampak.foundation.months import month_of, months_between, months_later
from dampak.foundation.text import Sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.warehouse.organisation.organised import Organised
from dampak.warehouse.own_columns import Cell, renamed
from dampak.warehouse.passage import LeftOut
from dampak.warehouse.readings import count_readings, cube_with
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.tallies.reading_cubes import Cells, cells_in
from dampak.warehouse.training_starts import Training, TrainingStart, training_of

OWN_COLUMN = "unit_months."
NOT_OUTCOMES = {"unit_code", "month", "volume", "source_file", "source_row"}
NUMERIC = "'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'FLOAT', 'DOUBLE'"
NEVER = -1


class CannotReadOutcome(Exception):
    """Says which outcome was asked for and which ones there are."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message % dict(sentence.values))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One outcome by unit and month.

    ``values`` and ``volume`` have shape (units, months), in the unit of the outcome and in
    whatever stands behind it; NaN where nothing was counted. ``first_treated`` has shape
    (units,): the index of the month in which training began, 0 also if it began earlier, -1 if
    no month of the data comes after it began. ``set_aside`` names the training rows that do not
    speak here.
    """

    outcome: str
    unit_codes: tuple[str, ...]
    months: tuple[date, ...]
    values: NDArray[np.float64]
    volume: NDArray[np.float64]
    first_treated: NDArray[np.int64]
    set_aside: tuple[LeftOut, ...]


def panel(
    snapshot: Snapshot,
    outcome: str,
    *,
    programme: str | None = None,
    training: Training | None = None,
) -> Panel:
    """Arrange an outcome of a snapshot: an indicator's code or ``unit_months.<column>``.

    ``training`` is that of the programme, where it was read before for another outcome.

    Raises `CannotReadOutcome` as `arrange_panel` does.
    """
    cube = cube_with(snapshot, CATALOGUE[outcome]) if outcome in CATALOGUE else None
    with snapshot.connect() as connection:
        cells = cells_in(cube, CATALOGUE[outcome]) if cube else None
        return arrange_panel(
            connection,
            outcome,
            programme=programme,
            training=training,
            organised=snapshot.organised,
            cells=cells,
        )


def arrange_panel(
    connection: duckdb.DuckDBPyConnection,
    outcome: str,
    *,
    programme: str | None = None,
    training: Training | None = None,
    organised: Organised | None = None,
    cells: Cells | None = None,
) -> Panel:
    """Arrange an outcome on tables that are already open.

    ``cells`` were counted before, ``training`` was read before.

    An indicator is followed month by month without gaps. The periods of ``unit_months`` are the
    distinct months that occur, so that quarters and years are periods too; training falls into
    the period that contains its first day.

    Raises
    ------
    CannotReadOutcome
        If the outcome is neither an indicator nor a numeric column of ``unit_months``.
    """
    cells = cells or _arranged(_cells(connection, outcome, organised), outcome)
    training = training or training_of(connection, programme=programme, organised=organised)
    return Panel(
        outcome=outcome,
        unit_codes=cells.unit_codes,
        months=cells.months,
        values=cells.values,
        volume=cells.volume,
        first_treated=_first_treated(training.starts, cells.unit_codes, cells.months),
        set_aside=(
            *training.silent,
            *_without_outcome(training.starts, cells.unit_codes),
        ),
    )


def outcomes(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Everything that can be an outcome here: the indicators and the office's own columns."""
    columns = connection.execute(
        "SELECT column_name FROM (DESCRIBE unit_months)"
        f" WHERE column_type IN ({NUMERIC}) OR column_type LIKE 'DECIMAL%'"  # nosec B608 - names and expressions of our own tables, values are bound
    ).fetchall()
    own = (f"{OWN_COLUMN}{name}" for (name,) in columns if name not in NOT_OUTCOMES)
    return (*CATALOGUE, *own)


def _arranged(cells: Collection[Cell], outcome: str) -> Cells:
    unit_codes = tuple(sorted({unit_code for unit_code, *_ in cells}))
    months = _periods(outcome, {month for _, month, *_ in cells})
    values, volume = _filled(cells, unit_codes, months)
    return Cells(unit_codes=unit_codes, months=months, values=values, volume=volume)


def _cells(
    connection: duckdb.DuckDBPyConnection, outcome: str, organised: Organised | None
) -> list[Cell]:
    if outcome in CATALOGUE:
        return [
            (reading.unit_code, reading.month, reading.value, reading.denominator)
            for reading in count_readings(connection, CATALOGUE[outcome], organised)
        ]
    known = outcomes(connection)
    if outcome not in known:
        raise CannotReadOutcome(
            Sentence(
                "There is no outcome %(outcome)s. Choose one of: %(known)s.",
                {"outcome": outcome, "known": ", ".join(known)},
            )
        )
    column = outcome.removeprefix(OWN_COLUMN)
    given = connection.execute(
        f"""SELECT unit_code, month, "{column}"::DOUBLE, coalesce(volume, 'NaN')::DOUBLE
        FROM unit_months WHERE "{column}" IS NOT NULL"""  # nosec B608 - names and expressions of our own tables, values are bound
    ).fetchall()
    return renamed(given, organised) if organised else given


def _periods(outcome: str, occurring: Collection[date]) -> tuple[date, ...]:
    if not occurring or outcome not in CATALOGUE:
        return tuple(sorted(occurring))
    first, last = min(occurring), max(occurring)
    return tuple(months_later(first, n) for n in range(months_between(first, last) + 1))


def _filled(
    cells: Iterable[Cell], unit_codes: tuple[str, ...], months: tuple[date, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    row_of = {unit_code: row for row, unit_code in enumerate(unit_codes)}
    column_of = {month: column for column, month in enumerate(months)}
    values = np.full((len(unit_codes), len(months)), np.nan)
    volume = np.full_like(values, np.nan)
    for unit_code, month, value, stands_behind in cells:
        place = row_of[unit_code], column_of[month]
        values[place], volume[place] = value, stands_behind
    return values, volume


def _first_treated(
    starts: Iterable[TrainingStart], unit_codes: tuple[str, ...], months: tuple[date, ...]
) -> NDArray[np.int64]:
    first_day = {start.unit_code: start.first_day for start in starts}
    return np.array(
        [
            _period_of(first_day[code], months) if code in first_day else NEVER
            for code in unit_codes
        ],
        dtype=np.int64,
    )


def _period_of(day: date, months: tuple[date, ...]) -> int:
    """The first period that ends after this day; a period is as long as the shortest step."""
    length = min((months_between(one, next_) for one, next_ in pairwise(months)), default=1)
    begins = month_of(day)
    return next(
        (index for index, month in enumerate(months) if months_between(month, begins) < length),
        NEVER,
    )


def _without_outcome(
    starts: Iterable[TrainingStart], unit_codes: tuple[str, ...]
) -> tuple[LeftOut, ...]:
    known = set(unit_codes)
    rows = sum(start.rows for start in starts if start.unit_code not in known)
    because = Sentence("training of a unit that has no value of this outcome")
    return (LeftOut(because=because, rows=rows),) if rows else ()
