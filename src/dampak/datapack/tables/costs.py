"""What the training cost."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

COSTS = Table(
    name="costs",
    indonesian="biaya",
    grain=gettext_noop("One line of the budget of a programme."),
    one_of=(("ceiling", "spent"),),
    aliases=("anggaran", "realisasi anggaran"),
    columns=(
        shared_columns.programme(),
        shared_columns.cohort(),
        Column(
            name="cost_class",
            indonesian="kelompok_biaya",
            kind=Kind.TEXT,
            required=True,
            aliases=("akun", "jenis_biaya", "mata_anggaran"),
            explanation=gettext_noop("What the money was for, such as travel or fees."),
        ),
        Column(
            name="ceiling",
            indonesian="pagu",
            kind=Kind.NUMBER,
            least=0,
            aliases=("pagu_rupiah", "anggaran"),
            explanation=gettext_noop("Budgeted amount in rupiah."),
        ),
        Column(
            name="spent",
            indonesian="realisasi",
            kind=Kind.NUMBER,
            aliases=("realisasi_rupiah",),
            explanation=gettext_noop("Amount spent in rupiah."),
        ),
        Column(
            name="funding_source",
            indonesian="sumber_dana",
            kind=Kind.TEXT,
            aliases=("sumber_anggaran",),
            explanation=gettext_noop("Where the money came from, such as APBN or APBD."),
        ),
    ),
)
