"""Write the staff of a nation down: its units, its people, and what was planted among them."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import xlsxwriter

from dampak.foundation.spreadsheets import TEXT_STAYS_TEXT
from dampak.foundation.text import Sentence
from dampak.simulation.staff.faults import CLOSED_UNIT, UNIT_COLUMNS, UNITS, Planted, with_faults
from dampak.simulation.staff.offices import CENTRAL_KINDS, LOCAL_KINDS, ZONES
from dampak.simulation.staff.persons import COLUMNS, PAGE, Staff
from dampak.simulation.writing import TRUTH, CannotWriteWorld

Tell = Callable[[Sentence, int, int], None]
UNITS_CSV, PEOPLE_CSV, WORKBOOK, PLANTED = (
    "unit_kerja.csv",
    "pegawai.csv",
    "kepegawaian.xlsx",
    "cacat.csv",
)
MOST_ROWS_OF_A_SHEET = 1_048_575
FORMAT = "dampak-staff/1"


def write_staff(
    staff: Staff,
    folder: Path,
    *,
    faults: float = 0.0,
    as_workbook: bool = False,
    tell: Tell | None = None,
) -> None:
    """Write the lists of a nation's staff; the same people, units and seed give the same bytes.

    Parameters
    ----------
    faults
        The share of the people's rows that is spoilt, and listed in ``cacat.csv``; with any, a
        dozen spoilt units are added too.
    as_workbook
        One workbook with two sheets instead of two CSV files.

    Raises
    ------
    CannotWriteWorld
        If the folder is not empty, or there are more rows than a sheet holds.
    """
    _make_ready(folder)
    if as_workbook and staff.n_people > MOST_ROWS_OF_A_SHEET:
        raise CannotWriteWorld(
            Sentence(
                "A sheet holds %(most)s rows, and %(people)s people were asked for. Leave the "
                "workbook out: CSV has no such limit.",
                {"most": MOST_ROWS_OF_A_SHEET, "people": staff.n_people},
            )
        )
    planted = Planted()
    pages = _pages(staff, planted, faults=faults, tell=tell)
    units = [*_unit_rows(staff), *(UNITS.values() if faults else ())]
    if as_workbook:
        _write_workbook(folder / WORKBOOK, units, pages)
    else:
        _write_csv(folder / UNITS_CSV, UNIT_COLUMNS, units)
        _write_pages(folder / PEOPLE_CSV, pages)
    _write_csv(folder / PLANTED, ("baris", "cacat"), planted.rows)
    _write_truth(
        folder / TRUTH, staff, planted, n_units=len(units), n_spoilt=len(UNITS) if faults else 0
    )


def _make_ready(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotWriteWorld(
            Sentence(
                "The folder %(folder)s is not empty, so nothing was written. Name a new folder.",
                {"folder": str(folder)},
            )
        )


def _unit_rows(staff: Staff) -> Iterator[tuple[str, ...]]:
    """The units, parents first, and one that was closed years ago."""
    offices = staff.offices
    codes, names = offices.codes, offices.names
    rows = zip(
        *(each.tolist() for each in (offices.parent, offices.level, offices.is_central)),
        *(each.tolist() for each in (offices.region, offices.zone)),
        strict=True,
    )
    for place, (parent, level, is_central, region, zone) in enumerate(rows):
        kind = (CENTRAL_KINDS if is_central else LOCAL_KINDS)[level]
        above = codes[parent] if parent >= 0 else ""
        yield codes[place], names[place], above, kind, str(region), ZONES[zone], "", "", ""
    closed = ("A001", "satuan kerja", str(offices.region[0]), ZONES[0], "", "2020-12-31", "")
    yield CLOSED_UNIT, "Balai yang Sudah Ditutup", *closed


def _pages(
    staff: Staff, planted: Planted, *, faults: float, tell: Tell | None
) -> Iterator[pa.Table]:
    of = -(-staff.n_people // PAGE)
    for number, page in enumerate(staff.pages()):
        if tell:
            tell(Sentence("Writing %(file)s", {"file": PEOPLE_CSV}), number + 1, of)
        if faults:
            page, found = with_faults(page, staff, number * PAGE, share=faults)  # noqa: PLW2901
            planted.rows += found.rows
        yield page


def _write_pages(path: Path, pages: Iterable[pa.Table]) -> None:
    schema = pa.schema({name: pa.string() for name in COLUMNS})
    options = arrow_csv.WriteOptions(quoting_style="needed")
    with arrow_csv.CSVWriter(path, schema, write_options=options) as writer:
        for page in pages:
            writer.write_table(page)


def _write_csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _write_workbook(
    path: Path, units: Iterable[tuple[str, ...]], pages: Iterable[pa.Table]
) -> None:
    with xlsxwriter.Workbook(path, {**TEXT_STAYS_TEXT, "constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(Path(UNITS_CSV).stem)
        for number, row in enumerate([UNIT_COLUMNS, *units]):
            sheet.write_row(number, 0, row)
        sheet = workbook.add_worksheet(Path(PEOPLE_CSV).stem)
        sheet.write_row(0, 0, COLUMNS)
        number = 0
        for page in pages:
            for cells in page.to_pylist():
                number += 1
                sheet.write_row(number, 0, list(cells.values()))


def _write_truth(
    path: Path, staff: Staff, planted: Planted, *, n_units: int, n_spoilt: int
) -> None:
    truth = {
        "format": FORMAT,
        "people": staff.n_people,
        "units": n_units,
        "seed": staff.seed,
        "spoilt_people": len(planted.rows),
        "spoilt_units": n_spoilt,
        "spoilt_by_kind": dict(sorted(Counter(kind for _, kind in planted.rows).items())),
    }
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
