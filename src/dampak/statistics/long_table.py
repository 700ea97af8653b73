"""A table with one row per unit and month, turned into units by months."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dampak.statistics.arrays import Flags, Floats, Integers, refuse_masked, vector_of_numbers

Labels = NDArray[np.generic]
Codes = NDArray[np.int32] | Integers

OTHER_WORDS = "must hold the first period of training, in the words of period"
ROWS_AT_ONCE = 262_144  # bounds the memory of a pass over the rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongPanel:
    """What `group_time_effects` takes, and what its rows and columns were called.

    ``outcomes`` has shape (n_units, n_periods), NaN where the table had no row; ``first_treated``
    (n_units,) holds positions of periods, -1 for never. ``units`` and ``periods`` are sorted.
    """

    outcomes: Floats
    first_treated: Integers
    units: Labels
    periods: Labels


def panel_from_rows(
    *,
    unit: ArrayLike,
    period: ArrayLike,
    outcome: ArrayLike,
    first_treated: ArrayLike,
    never: int = -1,
) -> LongPanel:
    """Lay a long table out as units by periods.

    Parameters
    ----------
    unit, period
        Shape (n_rows,). Numbers, days or texts; sorted, they become the rows and columns. Periods
        written as texts must sort as they follow one another: 2031-02, or 02, but not 2.
    outcome
        Shape (n_rows,), in the unit of the outcome; NaN where nothing was counted.
    first_treated
        Shape (n_rows,). The period in which the unit was first trained, in the words of
        ``period``; ``never``, NaN, NaT, None or empty text if it was not. A period that the table
        does not have stands for the next one that it has.

    Returns
    -------
    LongPanel
        Without a copy of the outcomes if the rows are complete and in order.

    Raises
    ------
    ValueError
        If the columns differ in length, a unit has two rows for one period, or two first periods;
        if a unit or period is missing, or a first period is not in the words of ``period``.
    """
    values = vector_of_numbers(outcome, name="outcome", gaps=True)
    starts = _nothing_alike(_column(first_treated, "first_treated", values.size))
    units, of_unit = _coded(_column(unit, "unit", values.size), "unit")
    periods, of_period = _coded(_column(period, "period", values.size), "period")
    _refuse_texts_out_of_order(periods)
    first = _positions(_one_each(starts, of_unit, units), periods, never)
    fits = units.size * periods.size <= np.iinfo(np.int32).max
    place: Codes = of_unit.astype(np.int32) if fits else of_unit.astype(np.int64)
    place *= periods.size
    place += of_period
    return LongPanel(
        outcomes=_laid_out(values, place, units, periods),
        first_treated=first,
        units=units,
        periods=periods,
    )


def _column(values: ArrayLike, name: str, length: int) -> Labels:
    refuse_masked(values, name=name)
    column = np.asarray(values)
    if column.shape != (length,):
        raise ValueError(f"{name} must have one value per row ({length}), got {column.shape}")
    return column


def _coded(values: Labels, name: str) -> tuple[Labels, Codes]:
    """The different values in order, and the place of each among them."""
    if values.dtype.kind in "iu" and values.size:
        lowest, span = int(values.min()), int(values.max()) - int(values.min()) + 1
        if span <= 4 * values.size + 1_000:
            return _coded_by_table(values, lowest, span)
    missing = np.flatnonzero(_is_missing(values))
    if missing.size:
        raise ValueError(
            f"{name} is missing in {missing.size} rows (first: row {missing[0]}); "
            "fill it in or leave these rows out"
        )
    try:
        labels, codes = np.unique(values, return_inverse=True)
    except TypeError:
        raise ValueError(f"{name} mixes texts with numbers or days; write all alike") from None
    return (np.array(labels.tolist()) if values.dtype.kind == "O" else labels), codes


def _nothing_alike(values: Labels) -> Labels:
    """Missing values of any kind as None, so that they can be compared."""
    if values.dtype.kind != "O":
        return values
    return np.array([None if _is_nothing(value) else value for value in values], dtype=object)


def _refuse_texts_out_of_order(periods: Labels) -> None:
    """Texts sort letter by letter, so that period 10 would come before period 2."""
    texts = [str(each) for each in periods] if periods.dtype.kind in "US" else []
    if all(text.strip().isdecimal() for text in texts):
        numbers = [int(text) for text in texts]
        if numbers != sorted(numbers):
            raise ValueError(
                "period holds numbers written as texts, which sort as "
                f"{', '.join(texts[:4])}, ...; turn them into numbers"
            )


def _coded_by_table(values: Labels, lowest: int, span: int) -> tuple[Labels, Codes]:
    # in 32 bits both wrap around alike, so their difference, which fits, is right
    shifted = values.astype(np.int32) - np.int64(lowest).astype(np.int32)
    is_there = np.zeros(span, dtype=bool)
    is_there[shifted] = True
    labels = (np.flatnonzero(is_there) + lowest).astype(values.dtype)
    if labels.size == span:
        return labels, shifted
    return labels, (np.cumsum(is_there, dtype=np.int32) - 1)[shifted]


def _laid_out(values: Floats, place: Codes, units: Labels, periods: Labels) -> Floats:
    shape = (units.size, periods.size)
    if values.size == units.size * periods.size and (place[1:] > place[:-1]).all():
        return values.reshape(shape)
    taken = np.zeros(units.size * periods.size, dtype=bool)
    taken[place] = True
    if int(taken.sum()) < values.size:
        _refuse_duplicate(place, units, periods)
    outcomes = np.full(shape, np.nan)
    outcomes.reshape(-1)[place] = values
    return outcomes


def _refuse_duplicate(place: Codes, units: Labels, periods: Labels) -> None:
    order = np.argsort(place, kind="stable")
    again = np.flatnonzero(np.diff(place[order]) == 0)
    number = int(again[np.argmin(order[again + 1])])  # the first row that says something twice
    first, second = order[number], order[number + 1]
    unit, period = divmod(int(place[first]), periods.size)
    raise ValueError(
        f"unit {units[unit]} has two rows for period {periods[period]} "
        f"(rows {first} and {second}); keep one of them"
    )


def _one_each(starts: Labels, of_unit: Codes, units: Labels) -> Labels:
    batches = [slice(at, at + ROWS_AT_ONCE) for at in range(0, of_unit.size, ROWS_AT_ONCE)]
    row = np.zeros(units.size, dtype=np.int64)
    for batch in batches:
        codes = of_unit[batch]
        row[codes] = np.arange(batch.start, batch.start + codes.size)
    of_units = starts[row]
    for batch in batches:
        found, expected = starts[batch], of_units[of_unit[batch]]
        is_same = (found == expected) | (_is_missing(found) & _is_missing(expected))
        if not is_same.all():
            other = batch.start + int(np.argmin(is_same))
            unit = of_unit[other]
            raise ValueError(
                f"unit {units[unit]} has two first periods of training, {starts[other]} "
                f"(row {other}) and {of_units[unit]} (row {row[unit]}); a unit has one"
            )
    return of_units


def _positions(starts: Labels, periods: Labels, never: int) -> Integers:
    is_never = _is_missing(starts)
    if starts.dtype.kind in "iuf":
        is_never = is_never | (starts == never)
    positions = np.full(starts.size, -1, dtype=np.int64)
    positions[~is_never] = _places(starts[~is_never], periods)
    return positions


def _places(starts: Labels, periods: Labels) -> Integers:
    """Where each start stands, or would stand, among the periods."""
    known = np.array(starts.tolist()) if starts.dtype.kind == "O" and starts.size else starts
    kinds = {_kind(known), _kind(periods)} if starts.size else set()
    is_number_among_texts = kinds == {"number", "text"} and _kind(periods) == "text"
    refusal = ValueError(
        f"first_treated {OTHER_WORDS}, got {known[:1].tolist()} beside {periods[:1].tolist()}"
    )
    if is_number_among_texts or "flag" in kinds:
        raise refusal
    try:
        if len(kinds) > 1:
            known = known.astype(periods.dtype)
        return np.asarray(np.searchsorted(periods, known), dtype=np.int64)
    except (TypeError, ValueError):
        raise refusal from None


def _kind(values: Labels) -> str:
    kinds = {"number": "iuf", "text": "US", "flag": "b"}
    return next((name for name, kind in kinds.items() if values.dtype.kind in kind), "other")


def _is_missing(values: Labels) -> Flags:
    if values.dtype.kind == "f":
        return np.isnan(values)
    if values.dtype.kind == "M":
        return np.isnat(values)
    if values.dtype.kind == "O":
        return np.array([_is_nothing(value) for value in values], dtype=np.bool_)
    return np.zeros(values.shape, dtype=bool) if values.dtype.kind in "iub" else values == ""


def _is_nothing(value: object) -> bool:
    """None, NaN, what pandas puts where a value is missing, or an empty text."""
    same: object = value == value  # noqa: PLR0124
    is_itself = isinstance(same, bool | np.bool_) and bool(same)
    return value is None or not is_itself or value == ""
