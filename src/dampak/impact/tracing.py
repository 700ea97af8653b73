"""All rooms of a plain indicator's number: it passes neither comparing nor studying."""

from dampak.disclosure.rule import Audience, Disclosed, smallest_shown
from dampak.foundation.text import Sentence
from dampak.impact.disclosing import disclosed_months
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Definition, Reading
from dampak.language.numbers import rounded
from dampak.warehouse.levels import readings_shown, units_shown
from dampak.warehouse.passage import Passage
from dampak.warehouse.readings import readings
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.together import EVERYWHERE, readings_together
from dampak.warehouse.tracing import CannotTrace, FigureName, passages

NUMBERS = Sentence("numbers")


def rooms_of_reading(snapshot: Snapshot, name: FigureName) -> tuple[Passage, ...]:
    """The eight rooms behind one indicator in one unit and month.

    Raises
    ------
    CannotTrace
        If nothing was counted for it.
    """
    reading = _reading(snapshot, name)
    needed = smallest_shown(name.definition, audience=Audience.INSIDE)
    is_shown = _is_shown(snapshot, reading)
    return (
        *passages(snapshot, name.definition, _unit(name), name.month),
        _room(4, Sentence("Not compared: a plain indicator does not enter this room.")),
        _room(5, Sentence("Not studied: a plain indicator does not enter this room.")),
        _room(
            6,
            _disclosing(needed),
            rows_in=1,
            rows_out=int(is_shown),
        ),
        _room(
            7,
            Sentence("Read inside the office; no release to the public."),
            rows_in=int(is_shown),
            rows_out=int(is_shown),
        ),
        _room(
            8,
            _showing(name.definition, reading, is_shown=is_shown),
            rows_in=int(is_shown),
            rows_out=int(is_shown),
        ),
    )


def _is_shown(snapshot: Snapshot, reading: Reading) -> bool:
    """Whether it passes room six beside the others of its month."""
    definition = CATALOGUE[reading.indicator]
    if not smallest_shown(definition, audience=Audience.INSIDE):
        return True
    key = reading.unit_code, reading.month
    for units in (units_shown(snapshot), None):  # as on the pages; else beside every unit
        beside = readings_shown(snapshot, definition, units)
        answers = disclosed_months(snapshot, definition, beside)
        if key in answers:
            return isinstance(answers[key], Disclosed)
    return False


def _unit(name: FigureName) -> str | None:
    """The unit of a figure; None where it stands for all units together."""
    return None if name.unit_code == EVERYWHERE else name.unit_code


def _reading(snapshot: Snapshot, name: FigureName) -> Reading:
    count = readings if _unit(name) else readings_together
    for reading in count(snapshot, name.definition):
        if (reading.unit_code, reading.month) == (name.unit_code, name.month):
            return reading
    raise CannotTrace(
        Sentence(
            "Nothing was counted for %(code)s in unit %(unit)s and month %(month)s. Choose a unit "
            "and month that the data cover.",
            {
                "code": name.definition.code,
                "unit": name.unit_code,
                "month": f"{name.month:%Y-%m}",
            },
        )
    )


def _disclosing(needed: int) -> Sentence:
    if not needed:
        return Sentence("Shown inside the office; no smallest number is asked for.")
    return Sentence("Shown inside the office from %(needed)s on.", {"needed": needed})


def _showing(definition: Definition, reading: Reading, *, is_shown: bool) -> Sentence:
    if not is_shown or reading.value is None:
        return Sentence("Nothing is shown.")
    value = rounded(reading.value * (100 if definition.is_share else 1), definition.decimals)
    told = {"value": value, "unit": Sentence(definition.unit)}
    if definition.is_share:
        return Sentence("Shown as %(value)s%% %(unit)s.", told)
    return Sentence("Shown as %(value)s %(unit)s.", told)


def _room(room: int, what: Sentence, *, rows_in: int = 0, rows_out: int = 0) -> Passage:
    return Passage(
        room=room,
        what=what,
        counted_in=NUMBERS,
        rows_in=rows_in,
        rows_out=rows_out,
        set_aside=rows_in - rows_out,
        version="inside/1",
        sha256="",
    )
