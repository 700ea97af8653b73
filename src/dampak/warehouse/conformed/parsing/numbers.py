"""Numbers with a decimal comma or a decimal point, with or without thousands marks."""

from dampak.warehouse.conformed.parsing.parser import Names, Parser, part, quoted

WHOLE = r"[+-]?\d+"
POINT_DECIMALS = r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)\.\d+|[+-]?[1-9]\d{0,2}(,\d{3}){2,}"
COMMA_DECIMALS = r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+),\d+|[+-]?[1-9]\d{0,2}(\.\d{3}){2,}"
SCIENTIFIC = r"[+-]?\d+(\.\d+)?e[+-]?\d+"
DOUBTFUL = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


def number_parser(column: str, *, neighbours: tuple[str, ...] = ()) -> Parser:
    """Read a number; ``1.250`` alone is settled by the other values of the file, or refused.

    Three digits after a single mark may be thousands or decimals. The column decides: a value such
    as ``78,74`` proves a decimal comma, one such as ``0.5`` a decimal point. When the column proves
    nothing, ``neighbours`` (all number columns of the table) are asked; when they do not agree, the
    value is refused. A cell that a spreadsheet holds as a number has a decimal point.
    """

    def of(name: str) -> str:
        return part(column, name)

    raw = quoted(column)
    plain = rf"regexp_replace(lower({raw}), '^rp\.? *|[ \x{{a0}}\x{{202f}}]|%$', '', 'g')"
    stages = (
        {of("plain"): plain},
        _forms(of),
        {of("proof"): f"coalesce({_proof(of)}, 0)"},
        {of("style"): _style(of, neighbours or (column,))},
        {of("number"): f"TRY_CAST({_canonical(of)} AS DOUBLE)"},
    )
    return Parser(stages=stages, value=of("number"), fault=_fault(of, raw))


def share_parser(column: str) -> Parser:
    """Read a share between 0 and 1, or a percentage with its sign."""
    number = number_parser(column)
    percent = f"ends_with({quoted(column)}, '%')"
    value = f"CASE WHEN {percent} THEN {number.value} / 100 ELSE {number.value} END"
    return Parser(stages=number.stages, value=value, fault=number.fault)


def whole_number_parser(column: str) -> Parser:
    """Read a whole number; ``1.250`` and ``1,250`` can only be thousands here."""

    def of(name: str) -> str:
        return part(column, name)

    raw = quoted(column)
    plain = rf"regexp_replace({raw}, '[ \x{{a0}}\x{{202f}}]', '', 'g')"
    no_decimals = rf"regexp_replace({of('plain')}, '[.,]0{{1,2}}$', '')"
    thousands = rf"{WHOLE}|[+-]?[1-9]\d{{0,2}}(\.\d{{3}})+|[+-]?[1-9]\d{{0,2}}(,\d{{3}})+"
    digits = f"regexp_replace({of('short')}, '[.,]', '', 'g')"
    number = f"CASE WHEN regexp_full_match({of('short')}, '{thousands}') THEN {digits} END"
    return Parser(
        stages=(
            {of("plain"): plain},
            {of("short"): no_decimals},
            {of("number"): f"TRY_CAST({number} AS BIGINT)"},
        ),
        value=of("number"),
        fault=(
            f"CASE WHEN {raw} IS NOT NULL AND {of('number')} IS NULL THEN 'no_whole_number' END"
        ),
    )


def _forms(of: Names) -> dict[str, str]:
    def fits(pattern: str) -> str:
        return f"regexp_full_match({of('plain')}, '{pattern}')"

    return {
        of("whole"): fits(WHOLE),
        of("doubtful"): fits(DOUBTFUL),
        of("point"): fits(f"{POINT_DECIMALS}|{SCIENTIFIC}"),
        of("comma"): fits(COMMA_DECIMALS),
    }


def _proof(of: Names) -> str:
    """1 when the file proves a decimal point in this column, 2 a decimal comma, 3 both, 0 none."""
    clear = f"NOT {of('doubtful')}"
    point = f"{of('point')} AND {clear} AND NOT {_of_a_spreadsheet(of)}"
    comma = f"{of('comma')} AND {clear}"
    return (
        f"max(CASE WHEN {point} THEN 1 ELSE 0 END) OVER (PARTITION BY file_index)"
        f" + max(CASE WHEN {comma} THEN 2 ELSE 0 END) OVER (PARTITION BY file_index)"
    )


def _style(of: Names, neighbours: tuple[str, ...]) -> str:
    """The column's own proof; without one, that of all number columns together."""
    together = " | ".join(part(name, "proof") for name in neighbours)
    return f"CASE WHEN {of('proof')} > 0 THEN {of('proof')} ELSE {together} END"


def _canonical(of: Names) -> str:
    """The number as the engine writes it, or NULL."""
    plain = of("plain")
    with_point = f"replace({plain}, ',', '')"
    with_comma = f"replace(replace({plain}, '.', ''), ',', '.')"
    return (
        f"CASE WHEN {of('whole')} THEN {plain}"
        f" WHEN {of('doubtful')} AND {_of_a_spreadsheet(of)}"
        f" THEN CASE WHEN {of('style')} < 2 THEN {with_point} END"
        f" WHEN {of('doubtful')}"
        f" THEN CASE {of('style')} WHEN 1 THEN {with_point} WHEN 2 THEN {with_comma} END"
        f" WHEN {of('point')} THEN {with_point} WHEN {of('comma')} THEN {with_comma} END"
    )


def _of_a_spreadsheet(of: Names) -> str:
    """Whether it may be a spreadsheet's own number; those end in no idle zero, as ``1.250`` does.

    Such a number proves nothing about the style in which people typed the cells beside it.
    """
    return f"(is_sheet AND {of('point')} AND NOT ends_with({of('plain')}, '0'))"


def _fault(of: Names, raw: str) -> str:
    return (
        f"CASE WHEN {raw} IS NULL OR {of('number')} IS NOT NULL THEN NULL"
        f" WHEN {of('doubtful')} THEN 'doubtful_number' ELSE 'no_number' END"
    )
