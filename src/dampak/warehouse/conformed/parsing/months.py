"""Months, quarters and years, named by the first month they cover."""

from dampak.warehouse.conformed.parsing.moments import MONTH_OF_NAME, moment_parser
from dampak.warehouse.conformed.parsing.parser import Names, Parser, part, quoted

YEAR_MONTH = r"^(\d{4})[-/](\d{1,2})$"
MONTH_YEAR = r"^(\d{1,2})[-/](\d{4})$"
NAMED_MONTH = r"^([a-z]{3,9})\.?[ -](\d{4})$"
QUARTER = r"^(?:tw|triwulan|kuartal|q) ?(i{1,3}|iv|[1-4])[ /-]*(\d{4})$"
YEAR_QUARTER = r"^(\d{4})[ /-]*(?:tw|triwulan|kuartal|q) ?(i{1,3}|iv|[1-4])$"
YEAR = r"^(\d{4})(?:\.0)?$"
QUARTERS = "MAP {'i': 1, 'ii': 2, 'iii': 3, 'iv': 4, '1': 1, '2': 2, '3': 3, '4': 4}"


def month_parser(column: str, *, zone: str) -> Parser:
    """Read ``2026-03``, ``03/2026``, ``Maret 2026``, ``TW I 2026``, ``2026``, or a day in it."""

    def of(name: str) -> str:
        return part(column, name)

    day = moment_parser(column, zone=zone)
    low = of("low month")
    stages = (
        {low: f"trim(lower({quoted(column)}))"},
        _forms(of, low),
        {of("first"): _first(of)},
        *day.stages,
        {of("month"): f"coalesce({of('first')}, CAST(date_trunc('month', {day.value}) AS DATE))"},
    )
    fault = f"CASE WHEN {of('month')} IS NULL THEN {day.fault} END"
    return Parser(stages=stages, value=of("month"), fault=fault)


def _forms(of: Names, low: str) -> dict[str, str]:
    return {
        of("ym"): f"regexp_extract({low}, '{YEAR_MONTH}', ['y', 'm'])",
        of("my"): f"regexp_extract({low}, '{MONTH_YEAR}', ['m', 'y'])",
        of("ny"): f"regexp_extract({low}, '{NAMED_MONTH}', ['m', 'y'])",
        of("qy"): f"regexp_extract({low}, '{QUARTER}', ['q', 'y'])",
        of("yq"): f"regexp_extract({low}, '{YEAR_QUARTER}', ['y', 'q'])",
        of("yy"): f"regexp_extract({low}, '{YEAR}', ['y'])",
    }


def _first(of: Names) -> str:
    """The first day of what is written; NULL when it is no month, quarter or year."""
    quarter = f"coalesce({QUARTERS}[{of('qy')}.q], {QUARTERS}[{of('yq')}.q]) * 3 - 2"
    year = " , ".join(f"nullif({of(form)}.y, '')" for form in ("ym", "my", "ny", "qy", "yq", "yy"))
    month = (
        f"coalesce(TRY_CAST({of('ym')}.m AS INTEGER), TRY_CAST({of('my')}.m AS INTEGER),"
        f" {MONTH_OF_NAME}[{of('ny')}.m], {quarter},"
        f" CASE WHEN {of('yy')}.y <> '' THEN 1 END)"
    )
    return f"TRY_CAST(concat(coalesce({year}), '-', {month}, '-1') AS DATE)"
