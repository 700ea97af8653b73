"""Rows of units: each by itself, and all together as a tree without circles and loose ends."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dampak.datapack.staff import UNITS_OF_STAFF
from dampak.warehouse.conformed.parsing.words import code_of
from dampak.warehouse.landing.landed_file import ROW_NUMBER, Format, LandedFile
from dampak.warehouse.staff.cells import day_of
from dampak.warehouse.staff.refused import refused_row

LONGEST = {"code": 80, "name": 300, "kind": 80, "region_code": 20}
TEXTS = ("code", "name", "parent_code", "kind", "region_code", "successor_code")
DEEPEST = 16  # levels
LONG_AGO = date.min
TABLE = UNITS_OF_STAFF.name
Refused = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """What one row says of a unit from a day on."""

    file: int
    row: int
    code: str
    name: str
    parent_code: str = ""
    kind: str = ""
    region_code: str = ""
    time_zone: str = ""
    valid_from: date = LONG_AGO
    valid_to: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A unit that is there already: the code above it, and whether it may be changed by us."""

    code: str
    parent_code: str
    ended_on: date | None
    is_ours: bool


@dataclass(slots=True)
class UnitsRead:
    """Rows that may be used, by code and in the order of their days; and the others."""

    rows: dict[str, list[UnitRow]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)

    def last(self, code: str) -> UnitRow:
        """What a unit is in the end."""
        return self.rows[code][-1]


def read_units(
    landed: Iterable[tuple[int, LandedFile]],
    known: Mapping[str, KnownUnit],
    *,
    on: date,
    is_everything: bool,
    of_others: Collection[str] = frozenset(),
) -> UnitsRead:
    """Check the rows of units of all files together with the units that are there already.

    ``on`` is the day of the list; ``is_everything`` says whether the sender may fill the whole
    tree, the top included; ``of_others`` are codes that the sender may give to no new unit.
    """
    read = UnitsRead()
    for file, each in landed:
        for row in _rows(each, file, read.refused, on=on):
            _keep(row, read)
    _refuse_reopened(read, known)
    _refuse_elsewhere(read, known, is_everything=is_everything)
    _refuse_of_others(read, known, of_others)
    _refuse_circles(read, known)
    while _refuse_loose_ends(read, known):
        pass
    return read


def _rows(landed: LandedFile, file: int, refused: list[Refused], *, on: date) -> Iterator[UnitRow]:
    is_sheet = landed.format is Format.XLSX
    for cells in landed.rows.to_pylist():
        number = int(cells.pop(ROW_NUMBER))
        texts = {name: text.strip() for name, text in cells.items()}
        faults = [*_text_faults(texts), *_day_faults(texts, on, is_sheet=is_sheet)]
        zone = texts.get("time_zone", "")
        if zone and code_of(UNITS_OF_STAFF.by_name["time_zone"], zone) is None:
            faults.append(("time_zone", zone, "word_unknown", "WIB, WITA, WIT"))
        refused += [
            refused_row(TABLE, file, number, column=name, value=value, reason=code, about=about)
            for name, value, code, about in faults
        ]
        if not faults:
            yield _row(texts, file, number, is_sheet=is_sheet)


def _text_faults(texts: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    if not texts["code"]:
        yield "code", "", "code_missing", ""
    if not texts["name"]:
        yield "name", "", "name_missing", ""
    for name, most in LONGEST.items():
        if len(texts.get(name, "")) > most:
            yield name, texts[name], "too_long", str(most)
    if texts["code"] and texts.get("parent_code") == texts["code"]:
        yield "parent_code", texts["code"], "below_itself", ""


def _day_faults(
    texts: Mapping[str, str], on: date, *, is_sheet: bool
) -> Iterator[tuple[str, str, str, str]]:
    days = {
        name: day_of(texts.get(name, ""), is_sheet=is_sheet) for name in ("valid_from", "valid_to")
    }
    for name, day in days.items():
        if isinstance(day, str):
            yield name, texts[name], day, ""
        elif day is not None and day > on:
            yield name, texts[name], "not_yet", ""
    first, last = days.values()
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield "valid_to", texts["valid_to"], "ends_before", ""


def _row(texts: Mapping[str, str], file: int, number: int, *, is_sheet: bool) -> UnitRow:
    first, last = (
        day_of(texts.get(name, ""), is_sheet=is_sheet) for name in ("valid_from", "valid_to")
    )
    zone = UNITS_OF_STAFF.by_name["time_zone"]
    told = {name: texts.get(name, "") for name in TEXTS}
    successors = told.pop("successor_code")
    return UnitRow(
        file=file,
        row=number,
        **told,
        time_zone=code_of(zone, texts.get("time_zone", "")) or "",
        valid_from=first if isinstance(first, date) else LONG_AGO,
        valid_to=last if isinstance(last, date) else None,
        successors=tuple(filter(None, map(str.strip, successors.split(";")))),
    )


def _keep(row: UnitRow, read: UnitsRead) -> None:
    """Beside the rows of the same unit, if it holds from another day on than they do."""
    others = read.rows.setdefault(row.code, [])
    twin = next((each for each in others if each.valid_from == row.valid_from), None)
    if twin:
        says_the_same = _content(twin) == _content(row)
        _refuse(
            read,
            row,
            "code",
            row.code,
            "repeated" if says_the_same else "said_twice",
            str(twin.row),
        )
        return
    crossing = next((each for each in others if _overlap(each, row)), None)
    if crossing:
        _refuse(read, row, "valid_from", row.valid_from.isoformat(), "overlaps", str(crossing.row))
        return
    others.append(row)
    others.sort(key=lambda each: each.valid_from)


def _content(row: UnitRow) -> tuple[object, ...]:
    return (row.name, row.parent_code, row.kind, row.region_code, row.time_zone, row.valid_to)


def _overlap(one: UnitRow, other: UnitRow) -> bool:
    """Whether a last day that was written lies behind the first day of the later row."""
    first, second = sorted((one, other), key=lambda each: each.valid_from)
    return first.valid_to is not None and first.valid_to >= second.valid_from


def _refuse(
    read: UnitsRead, row: UnitRow, column: str, value: str, reason: str, about: str = ""
) -> None:
    read.refused.append(
        refused_row(
            TABLE, row.file, row.row, column=column, value=value, reason=reason, about=about
        )
    )


def _refuse_unit(
    read: UnitsRead, code: str, column: str, reason: str, value: str, about: str = ""
) -> None:
    """All rows of a unit go, because its place in the tree cannot be told."""
    for row in read.rows.pop(code):
        _refuse(read, row, column, value, reason, about)


def _refuse_reopened(read: UnitsRead, known: Mapping[str, KnownUnit]) -> None:
    """Units that have ended, in a row that says they still stand or ended on another day."""
    for code, rows in list(read.rows.items()):
        ended_on = known[code].ended_on if code in known else None
        if ended_on and rows[-1].valid_to != ended_on:
            _refuse_unit(read, code, "valid_to", "reopened", code, ended_on.isoformat())


def _refuse_elsewhere(
    read: UnitsRead, known: Mapping[str, KnownUnit], *, is_everything: bool
) -> None:
    """Units that somebody else looks after, and new ones below those."""
    for code in list(read.rows):
        if not _is_ours(code, read, known, is_everything=is_everything):
            _refuse_unit(read, code, "code", "elsewhere", code)


def _refuse_of_others(
    read: UnitsRead, known: Mapping[str, KnownUnit], of_others: Collection[str]
) -> None:
    """New units under codes by which the numbers of others would be found."""
    for code in list(read.rows):
        if code not in known and code in of_others:
            _refuse_unit(read, code, "code", "served_elsewhere", code)


def _is_ours(
    code: str, read: UnitsRead, known: Mapping[str, KnownUnit], *, is_everything: bool
) -> bool:
    """A known unit says so itself; above a new one the first known unit does."""
    seen: set[str] = set()
    is_new = code not in known
    above = read.last(code).parent_code
    if not is_new and not known[code].is_ours:
        return False
    while above and above not in known and above in read.rows and above not in seen:
        seen.add(above)
        above = read.last(above).parent_code
    if above in known:
        return known[above].is_ours or (not is_new and known[code].parent_code == above)
    return is_everything or (not is_new and not above and not known[code].parent_code)


def _refuse_circles(read: UnitsRead, known: Mapping[str, KnownUnit]) -> None:
    """Units that stand above themselves; what hangs below them is a loose end afterwards."""
    done: set[str] = set()
    for start in list(read.rows):
        trail: dict[str, int] = {}
        code = start
        while code and code not in done and code not in trail:
            trail[code] = len(trail)
            code = _parent(code, read, known)
        if code in trail:
            circle = [each for each, place in trail.items() if place >= trail[code]]
            for each in circle:
                if each in read.rows:
                    _refuse_unit(read, each, "parent_code", "circle", _parent(each, read, known))
        done.update(trail)


def _parent(code: str, read: UnitsRead, known: Mapping[str, KnownUnit]) -> str:
    if code in read.rows:
        return read.last(code).parent_code
    return known[code].parent_code if code in known else ""


def _refuse_loose_ends(read: UnitsRead, known: Mapping[str, KnownUnit]) -> bool:
    """Units below, or succeeded by, a code that is nowhere; says whether there were any."""
    before = len(read.refused)
    there = read.rows.keys() | known.keys()
    for code, rows in list(read.rows.items()):
        parents = {row.parent_code for row in rows} - {""}
        heirs = {each for row in rows for each in row.successors}
        if lost := next(iter(sorted(parents - there)), None):
            _refuse_unit(read, code, "parent_code", "parent_unknown", lost)
        elif lost := next(iter(sorted(heirs - there)), None):
            _refuse_unit(read, code, "successor_code", "successor_unknown", lost)
        elif (closed := _closed(rows[-1], read, known)) is not None:
            above = rows[-1].parent_code
            _refuse_unit(read, code, "parent_code", "parent_closed", above, closed.isoformat())
        elif _depth(code, read, known) > DEEPEST:
            _refuse_unit(read, code, "parent_code", "too_deep", rows[-1].parent_code)
    return len(read.refused) > before


def _closed(row: UnitRow, read: UnitsRead, known: Mapping[str, KnownUnit]) -> date | None:
    """The last day of the unit above, where a unit that still stands hangs from one that ended."""
    above = row.parent_code
    if not above or row.valid_to is not None:
        return None
    if above in read.rows:
        return read.last(above).valid_to
    return known[above].ended_on if above in known else None


def _depth(code: str, read: UnitsRead, known: Mapping[str, KnownUnit]) -> int:
    levels = 0
    while code and levels <= DEEPEST:
        levels += 1
        code = _parent(code, read, known)
    return levels


def parents_first(read: UnitsRead) -> list[str]:
    """The codes so that nothing comes before what stands above it."""
    ordered: dict[str, None] = {}
    for code in read.rows:
        trail = []
        while code in read.rows and code not in ordered and code not in trail:
            trail.append(code)
            code = read.last(code).parent_code  # noqa: PLW2901 - climbs
        ordered |= dict.fromkeys(reversed(trail))
    return list(ordered)
