"""Days and moments in the forms that offices write; never the month first."""

from dampak.warehouse.conformed.parsing.parser import Names, Parser, part, quoted, text_literal

DAY_NAMES = (
    r"^(senin|selasa|rabu|kamis|jum''?at|sabtu|minggu|ahad"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday),? +"
)
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
ZONE = r"z|utc|wib|wita|wit|[+-]\d{2}:?\d{2}"
DAY_AND_CLOCK = rf"^(.+?)(?:(?:t|[t ] *(?:pukul|jam)?) *({CLOCK}) *({ZONE})?)?$"
YEAR_FIRST = r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$"
DAY_FIRST = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$"
DAY_AND_NAMED_MONTH = r"^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})$"
SHORT_YEAR = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"
SERIAL = r"\d{4,6}(\.\d+)?"

MONTHS = {
    1: ("jan", "januari", "january"),
    2: ("feb", "peb", "februari", "pebruari", "february"),
    3: ("mar", "mrt", "maret", "march"),
    4: ("apr", "april"),
    5: ("mei", "may"),
    6: ("jun", "juni", "june"),
    7: ("jul", "juli", "july"),
    8: ("agu", "agt", "ags", "agst", "aug", "agustus", "august"),
    9: ("sep", "sept", "september"),
    10: ("okt", "oct", "oktober", "october"),
    11: ("nov", "nop", "november", "nopember"),
    12: ("des", "dec", "desember", "december"),
}
MONTH_OF_NAME = (
    "MAP {"
    + ", ".join(f"'{name}': {month}" for month, names in MONTHS.items() for name in names)
    + "}"
)
OFFSETS = "MAP {'z': 0, 'utc': 0, 'wib': 420, 'wita': 480, 'wit': 540}"


def moment_parser(column: str, *, zone: str) -> Parser:
    """Read a moment; one that names its own zone is moved to the clock of ``zone``.

    Known forms: ``2026-03-31``, ``31/03/2026``, ``31-03-2026``, ``4 Desember 2025``, each alone or
    with a time (``08:15``, ``08.15.30``, ``pukul 08.15 WIB``, ``T08:15:30+07:00``), and the serial
    numbers of spreadsheets, in spreadsheets only. Days stand before months, unless a mapping says
    that this export writes the month first (``writes_month_first``).
    """

    def of(name: str) -> str:
        return part(column, name)

    raw = quoted(column)
    cut = f"regexp_extract({of('low')}, '{DAY_AND_CLOCK}', ['day', 'clock', 'zone'])"
    iso = f"regexp_extract({of('cut')}.day, '{YEAR_FIRST}', ['y', 'm', 'd'])"
    dmy = f"regexp_extract({of('cut')}.day, '{DAY_FIRST}', ['d', 'm', 'y'])"
    named = f"regexp_extract({of('cut')}.day, '{DAY_AND_NAMED_MONTH}', ['d', 'm', 'y'])"
    serial = f"is_sheet AND regexp_full_match({raw}, '{SERIAL}')"
    stages = (
        {of("low"): f"regexp_replace(lower({raw}), '{DAY_NAMES}', '')", of("serial"): serial},
        {of("cut"): cut},
        {of("iso"): iso, of("dmy"): dmy, of("named"): named},
        _numbers(of),
        _evidence(of),
        {of("day"): _day(of), of("clock"): _clock(of), of("ahead"): _minutes_ahead(of)},
        {of("moment"): _moment(of, raw, zone)},
    )
    return Parser(stages=stages, value=of("moment"), fault=_fault(of, raw))


def day_parser(column: str, *, zone: str) -> Parser:
    """Read a day; a time beside it is read and left out."""
    moment = moment_parser(column, zone=zone)
    return Parser(stages=moment.stages, value=f"CAST({moment.value} AS DATE)", fault=moment.fault)


def _numbers(of: Names) -> dict[str, str]:
    """Year, month and day as written, whichever form fits."""
    iso, dmy, named = of("iso"), of("dmy"), of("named")

    def number(name: str) -> str:
        swapped = {"m": "d", "d": "m"}.get(name, name)
        by_place = f"CASE WHEN writes_month_first THEN {dmy}.{swapped} ELSE {dmy}.{name} END"
        return f"TRY_CAST(coalesce(nullif({iso}.{name}, ''), nullif({by_place}, '')) AS INTEGER)"

    return {
        of("y"): f"coalesce({number('y')}, TRY_CAST({named}.y AS INTEGER))",
        of("m"): f"coalesce({number('m')}, {MONTH_OF_NAME}[{named}.m])",
        of("d"): f"coalesce({number('d')}, TRY_CAST({named}.d AS INTEGER))",
        of("by place"): f"{dmy}.y <> ''",
    }


def _evidence(of: Names) -> dict[str, str]:
    """Whether the column of this file elsewhere proves that it writes the month first."""
    month_first = f"{of('by place')} AND {of('m')} > 12 AND {of('d')} <= 12"
    day_first = f"{of('by place')} AND {of('d')} > 12 AND {of('m')} <= 12"
    return {
        of("month first"): month_first,
        of("doubtful"): (
            f"{of('by place')} AND {of('d')} <> {of('m')}"
            " AND NOT writes_month_first"
            f" AND bool_or({month_first}) OVER (PARTITION BY file_index)"
            f" AND NOT bool_or({day_first}) OVER (PARTITION BY file_index)"
        ),
    }


def _day(of: Names) -> str:
    return (
        f"CASE WHEN {of('y')} IS NOT NULL AND {of('m')} IS NOT NULL AND {of('d')} IS NOT NULL THEN "
        f"TRY_CAST(concat({of('y')}, '-', {of('m')}, '-', {of('d')}) AS DATE) END"
    )


def _clock(of: Names) -> str:
    dotted = f"replace({of('cut')}.clock, ',', '.')"
    colons = rf"regexp_replace({dotted}, '^(\d+)[.:](\d+)(?:[.:](\d+))?', '\1:\2:\3')"
    return f"TRY_CAST(rtrim({colons}, ':') AS TIME)"


def _minutes_ahead(of: Names) -> str:
    """Minutes by which the written zone is ahead of UTC; NULL when no zone is written."""
    zone = f"{of('cut')}.zone"
    sign = f"CASE WHEN starts_with({zone}, '-') THEN -1 ELSE 1 END"
    digits = f"regexp_replace({zone}, '[^0-9]', '', 'g')"
    hours, minutes = f"TRY_CAST({digits}[1:2] AS INTEGER)", f"TRY_CAST({digits}[3:4] AS INTEGER)"
    return f"coalesce({OFFSETS}[{zone}], {sign} * ({hours} * 60 + {minutes}))"


def _moment(of: Names, raw: str, zone: str) -> str:
    serial_days = f"CAST(TRY_CAST({raw} AS DOUBLE) * 86400000000 AS BIGINT)"
    local = f"({of('day')} + coalesce({of('clock')}, TIME '00:00:00'))"
    moved = (
        f"(({local} - to_minutes({of('ahead')})) AT TIME ZONE 'UTC')"
        f" AT TIME ZONE {text_literal(zone)}"
    )
    return (
        f"CASE WHEN {of('serial')} THEN TIMESTAMP '1899-12-30' + to_microseconds({serial_days})"
        f" WHEN {of('cut')}.clock <> '' AND {of('clock')} IS NULL THEN NULL"
        f" WHEN {of('month first')} OR {of('doubtful')} THEN NULL"
        f" WHEN {of('ahead')} IS NOT NULL THEN {moved} ELSE {local} END"
    )


def _fault(of: Names, raw: str) -> str:
    short = f"regexp_full_match({of('cut')}.day, '{SHORT_YEAR}')"
    return (
        f"CASE WHEN {raw} IS NULL OR {of('moment')} IS NOT NULL THEN NULL"
        f" WHEN {of('month first')} THEN 'month_first'"
        f" WHEN {of('doubtful')} THEN 'month_first_elsewhere'"
        f" WHEN {short} THEN 'short_year'"
        f" WHEN {of('y')} IS NULL OR {of('m')} IS NULL THEN 'no_known_date'"
        f" WHEN {of('day')} IS NULL THEN 'no_such_day'"
        f" ELSE 'no_such_time' END"
    )
