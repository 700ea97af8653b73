"""What citizens complained about."""

from dampak.datapack import vocabularies
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

COMPLAINTS = Table(
    name="complaints",
    indonesian="pengaduan",
    grain=gettext_noop("One complaint about a unit. Leave out who complained."),
    key=("complaint_id",),
    aliases=("aduan", "laporan", "lapor", "sp4n", "keluhan"),
    columns=(
        Column(
            name="complaint_id",
            indonesian="nomor_pengaduan",
            kind=Kind.CODE,
            required=True,
            aliases=("tracking_id", "no_pengaduan", "id_pengaduan", "nomor_aduan", "no_laporan"),
            explanation=gettext_noop("Number of the complaint, never used twice."),
        ),
        shared_columns.unit_code(),
        shared_columns.service(),
        Column(
            name="category",
            indonesian="kategori",
            kind=Kind.TEXT,
            aliases=("klasifikasi", "jenis_pengaduan"),
            explanation=gettext_noop("What the complaint is about, in your own categories."),
        ),
        Column(
            name="received_at",
            indonesian="tanggal_masuk",
            kind=Kind.MOMENT,
            required=True,
            aliases=(
                *("received_on", "tanggal_laporan", "tanggal_pengaduan", "tgl_masuk"),
                *("tgl_pengaduan", "tanggal_diterima", "tanggal_aduan"),
            ),
            explanation=gettext_noop("Day (and time, if known) on which the complaint came in."),
        ),
        Column(
            name="resolved_at",
            indonesian="tanggal_selesai",
            kind=Kind.MOMENT,
            aliases=("resolved_on", "tgl_selesai", "closed_at", "tanggal_tindak_lanjut"),
            explanation=gettext_noop("Day (and time, if known) on which it was settled."),
        ),
        Column(
            name="status",
            indonesian="status",
            kind=Kind.VOCABULARY,
            words=vocabularies.COMPLAINT_STATUS,
            aliases=("status_pengaduan", "status_laporan"),
            explanation=gettext_noop("Where the complaint stands today."),
        ),
    ),
)
