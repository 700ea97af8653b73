"""Which files the invented office hands over, and in which of its habits each is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dampak.simulation import paperwork, registers
from dampak.simulation.handwriting import DASHED, ENGLISH, INDONESIAN, Handwriting
from dampak.simulation.sheets import Sheet
from dampak.simulation.world import World

MakeSheet = Callable[[World, Handwriting], Sheet]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFile:
    """One file: one table as CSV, or one or more tables as sheets of a workbook.

    ``year`` keeps only the requests received in that year (the first year also takes what was
    carried over from before it).
    """

    name: str
    tables: tuple[MakeSheet, ...]
    style: Handwriting = INDONESIAN
    delimiter: str = ";"
    encoding: str = "utf-8"
    in_english: bool = False
    title: str = ""
    year: int | None = None

    @property
    def is_workbook(self) -> bool:
        """Whether the file is an XLSX."""
        return self.name.endswith(".xlsx")

    def sheets(self, world: World) -> Iterator[Sheet]:
        """The tables of this file, still clean."""
        for make in self.tables:
            sheet = make(world, self.style)
            yield sheet if self.year is None else _of_year(sheet, self.year, world)


def files_of(world: World) -> tuple[OfficeFile, ...]:
    """The files of one data pack."""
    first, *later = sorted({month.year for month in world.months})
    return (
        OfficeFile(
            name="unit_kerja.xlsx",
            tables=(paperwork.units,),
            title="DAFTAR UNIT KERJA PEMERINTAH KABUPATEN UJI MAKMUR",
        ),
        OfficeFile(name="pegawai.csv", tables=(paperwork.people,), style=DASHED),
        OfficeFile(name="pelatihan.csv", tables=(paperwork.training,)),
        _requests(first, encoding="utf-8-sig"),
        *(_requests(year) for year in later[:-1]),
        *(_requests_of_the_new_application(year) for year in later[-1:]),
        OfficeFile(
            name="complaints.csv",
            tables=(registers.complaints,),
            style=ENGLISH,
            delimiter=",",
            in_english=True,
        ),
        OfficeFile(name="survei_kepuasan.csv", tables=(registers.satisfaction,)),
        OfficeFile(name="pemeriksaan_data.csv", tables=(registers.accuracy_checks,), style=DASHED),
        OfficeFile(
            name="peristiwa_dan_biaya.xlsx",
            tables=(paperwork.events, paperwork.costs),
            title="LAMPIRAN LAPORAN PELATIHAN LOKET DIGITAL",
        ),
    )


def _requests(year: int, *, encoding: str = "utf-8") -> OfficeFile:
    return OfficeFile(
        name=f"permohonan_{year}.csv",
        tables=(registers.service_requests,),
        encoding=encoding,
        year=year,
    )


def _requests_of_the_new_application(year: int) -> OfficeFile:
    return OfficeFile(
        name=f"service_requests_{year}.csv",
        tables=(registers.service_requests,),
        style=ENGLISH,
        delimiter=",",
        in_english=True,
        year=year,
    )


def _of_year(sheet: Sheet, year: int, world: World) -> Sheet:
    """Rows are in the order of receipt, so a year is a slice."""
    at = sheet.column("received_at")
    first = world.months[0].year
    rows = [row for row in sheet.rows if max(_year_in(row[at]), first) == year]
    return Sheet(table=sheet.table, columns=sheet.columns, rows=rows)


def _year_in(moment: str) -> int:
    """The year of a moment in any of the office's styles."""
    day = moment.partition(" ")[0]
    return int(day[:4] if day[4] == "-" else day[-4:])
