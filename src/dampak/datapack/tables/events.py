"""What else happened: causes that compete with the training."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

EVENTS = Table(
    name="events",
    indonesian="peristiwa",
    grain=gettext_noop("One thing that happened to a unit or a region beside the training."),
    one_of=(("unit_code", "region_code"),),
    aliases=("kejadian", "faktor lain"),
    columns=(
        shared_columns.unit_code(required=False),
        Column(
            name="region_code",
            indonesian="kode_wilayah",
            kind=Kind.CODE,
            aliases=("wilayah", "region"),
            explanation=gettext_noop("Code of the region, where a whole region was touched."),
        ),
        Column(
            name="from_on",
            indonesian="sejak",
            kind=Kind.DATE,
            required=True,
            aliases=("from", "mulai", "tanggal_mulai", "tanggal"),
            explanation=gettext_noop("First day."),
        ),
        Column(
            name="to_on",
            indonesian="sampai",
            kind=Kind.DATE,
            aliases=("to", "hingga", "tanggal_selesai", "selesai"),
            explanation=gettext_noop("Last day; empty if it goes on."),
        ),
        Column(
            name="kind",
            indonesian="jenis",
            kind=Kind.TEXT,
            required=True,
            aliases=("jenis_peristiwa", "type"),
            explanation=gettext_noop("What it was: new application, new head, flood and so on."),
        ),
        Column(
            name="note",
            indonesian="catatan",
            kind=Kind.TEXT,
            aliases=("keterangan", "uraian"),
            explanation=gettext_noop("A sentence for the reader."),
        ),
    ),
)
