"""From where? The first three rooms behind one figure, with every row accounted for."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Condition, Definition
from dampak.indicators.query import reading_sql
from dampak.warehouse.passage import LeftOut, Passage
from dampak.warehouse.reasons import reasons_of
from dampak.warehouse.selecting import Selected, Selection, count_rows, select_rows
from dampak.warehouse.snapshot import InputFile, Snapshot

LANDING, CONFORMING, COUNTING = 1, 2, 3
MOST_NAMED = 6
ROWS = Sentence(gettext_noop("rows"))


class CannotTrace(Exception):
    """Says which figure was asked for and how a figure is named."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message % dict(sentence.values))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureName:
    """One indicator in one unit and month, written ``code@unit@2024-03``."""

    definition: Definition
    unit_code: str
    month: date


def figure_named(name: str) -> FigureName:
    """Understand the name of a figure, or say how one is written."""
    found = re.fullmatch(r"([a-z0-9-]+)@(.+)@(\d{4})-(0[1-9]|1[0-2])", name)
    if found is None or found[1] not in CATALOGUE:
        raise CannotTrace(
            Sentence(
                "%(name)s is not the name of a figure. Write indicator@unit@year-month, such "
                "as ikm@D01@2024-03. The indicators are: %(codes)s.",
                {"name": name, "codes": ", ".join(CATALOGUE)},
            )
        )
    return FigureName(
        definition=CATALOGUE[found[1]],
        unit_code=found[2],
        month=date(int(found[3]), int(found[4]), 1),
    )


def passages(
    snapshot: Snapshot,
    definition: Definition,
    unit_code: str | None = None,
    month: date | None = None,
) -> tuple[Passage, ...]:
    """Landing, conforming and counting of one figure; without unit or month of all together."""
    with snapshot.connect() as connection:
        selected = select_rows(
            connection,
            definition,
            unit_code=unit_code,
            month=month,
            organised=snapshot.organised,
        )
    return (
        *before_counting(snapshot, definition.sources),
        counting(
            selected,
            version=f"{definition.code}/{definition.version}",
            text=reading_sql(definition),
        ),
    )


def passages_of_column(snapshot: Snapshot, column: str) -> tuple[Passage, ...]:
    """Landing, conforming and counting of a column of ``unit_months``."""
    given = Condition(holds=f'"{column}" IS NOT NULL', otherwise=gettext_noop("no value"))
    with snapshot.connect() as connection:
        selected = count_rows(connection, Selection(table="unit_months", conditions=(given,)), {})
    return (
        *before_counting(snapshot, ("unit_months",)),
        counting((selected,), version="unit_months/1", text=f"unit_months.{column}"),
    )


def before_counting(snapshot: Snapshot, tables: Collection[str]) -> tuple[Passage, Passage]:
    """What the files of these tables held, and what of it could be used."""
    files = [file for file in snapshot.inputs if file.table in tables]
    rows_in = sum(file.rows_in for file in files)
    kept = sum(file.rows_kept for file in files)
    landing = Passage(
        room=LANDING,
        what=Sentence("Read as they came: %(files)s.", {"files": _named(files)}),
        counted_in=ROWS,
        rows_in=rows_in,
        rows_out=rows_in,
        set_aside=0,
        version="landing/1",
        sha256=_hash_of_files(files),
    )
    conforming = Passage(
        room=CONFORMING,
        what=Sentence(
            "Types, codes and duplicates settled in snapshot %(number)s; days by the clock of "
            "%(zone)s, working days by the calendar %(calendar)s.",
            {"number": snapshot.number, "zone": snapshot.zone, "calendar": snapshot.calendar},
        ),
        counted_in=ROWS,
        rows_in=rows_in,
        rows_out=kept,
        set_aside=rows_in - kept,
        version=f"snapshot/{snapshot.number}",
        sha256=snapshot.id,
        left_out=reasons_of(snapshot, tables),
    )
    return landing, conforming


def counting(selected: Collection[Selected], *, version: str, text: str) -> Passage:
    """Which of the usable rows the figure counts."""
    rows_in = sum(table.rows_in for table in selected)
    counted = sum(table.rows_counted for table in selected)
    return Passage(
        room=COUNTING,
        what=Sentence(
            "Counted by the definition from %(tables)s.",
            {"tables": tuple(table.table for table in selected)},
        ),
        counted_in=ROWS,
        rows_in=rows_in,
        rows_out=counted,
        set_aside=rows_in - counted,
        version=version,
        sha256=sha256(text.encode()).hexdigest(),
        left_out=tuple(reason for table in selected for reason in table.left_out),
    )


def _named(files: Collection[InputFile]) -> Sentence | str:
    """The files by name; of many only how many they are, and the first and the last."""
    names = [file.file for file in files]
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return Sentence(
        "%(count)s files, from %(first)s to %(last)s",
        {"count": len(names), "first": names[0], "last": names[-1]},
    )


def _hash_of_files(files: Collection[InputFile]) -> str:
    """The file's own hash; of several files the hash of their hashes, in order."""
    hashes = [file.sha256 for file in files]
    return hashes[0] if len(hashes) == 1 else sha256("".join(hashes).encode()).hexdigest()


__all__ = [
    "CannotTrace",
    "FigureName",
    "LeftOut",
    "Passage",
    "figure_named",
    "passages",
    "passages_of_column",
]
