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

    ``is_pasted``: two exports were pasted together, each with its header.
    """

    name: str
    tables: tuple[MakeSheet, ...]
    style: Handwriting = INDONESIAN
    delimiter: str = ";"
    encoding: str = "utf-8"
    in_english: bool = False
    title: str = ""
    is_pasted: bool = False

    @property
    def is_workbook(self) -> bool:
        """Whether the file is an XLSX."""
        return self.name.endswith(".xlsx")

    def sheets(self, world: World) -> Iterator[Sheet]:
        """The tables of this file, still clean."""
        return (make(world, self.style) for make in self.tables)


FILES = (
    OfficeFile(
        name="unit_kerja.xlsx",
        tables=(paperwork.units,),
        title="DAFTAR UNIT KERJA PEMERINTAH KABUPATEN UJI MAKMUR",
    ),
    OfficeFile(name="pegawai.csv", tables=(paperwork.people,), style=DASHED),
    OfficeFile(name="pelatihan.csv", tables=(paperwork.training,)),
    OfficeFile(
        name="permohonan_layanan.csv",
        tables=(registers.service_requests,),
        encoding="utf-8-sig",
        is_pasted=True,
    ),
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
