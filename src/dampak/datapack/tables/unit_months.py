"""Numbers that an office already counts itself, by unit and month."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

UNIT_MONTHS = Table(
    name="unit_months",
    indonesian="unit_bulan",
    grain=gettext_noop(
        "One unit in one month (quarter, year), with one column for every number you count."
    ),
    key=("unit_code", "month"),
    takes_other_numbers=True,
    aliases=("rekap bulanan", "unit month", "panel"),
    columns=(
        shared_columns.unit_code(),
        Column(
            name="month",
            indonesian="bulan",
            kind=Kind.MONTH,
            required=True,
            aliases=("periode", "period", "tanggal", "tahun", "year", "date", "triwulan"),
            explanation=gettext_noop("The month, as 2026-03; a quarter or year by its first one."),
        ),
        Column(
            name="volume",
            indonesian="volume",
            kind=Kind.NUMBER,
            least=0,
            aliases=("jumlah_layanan",),
            explanation=gettext_noop("How much the unit did in that month, if you know it."),
        ),
    ),
)
