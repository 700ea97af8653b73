"""What a check of stored records found."""

from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

ACCURACY_CHECKS = Table(
    name="accuracy_checks",
    indonesian="pemeriksaan_data",
    grain=gettext_noop("One stored record that was compared with its source."),
    aliases=("uji petik", "cek data", "akurasi data", "pemeriksaan akurasi"),
    columns=(
        shared_columns.unit_code(),
        shared_columns.service(),
        Column(
            name="checked_on",
            indonesian="tanggal_periksa",
            kind=Kind.DATE,
            required=True,
            aliases=("tgl_periksa", "tanggal_pemeriksaan", "tanggal"),
            explanation=gettext_noop("Day of the check."),
        ),
        Column(
            name="record_id",
            indonesian="nomor_rekaman",
            kind=Kind.CODE,
            aliases=("id_rekaman", "nomor_berkas", "id_data"),
            explanation=gettext_noop("Which record was checked."),
        ),
        Column(
            name="fields_checked",
            indonesian="isian_diperiksa",
            kind=Kind.INTEGER,
            required=True,
            least=0,
            aliases=("jumlah_diperiksa", "kolom_diperiksa", "diperiksa"),
            explanation=gettext_noop("How many fields of the record were compared."),
        ),
        Column(
            name="fields_correct",
            indonesian="isian_benar",
            kind=Kind.INTEGER,
            required=True,
            least=0,
            aliases=("jumlah_benar", "kolom_benar", "benar"),
            explanation=gettext_noop("How many of them agreed with the source."),
        ),
        Column(
            name="checker",
            indonesian="pemeriksa",
            kind=Kind.TEXT,
            aliases=("petugas_pemeriksa",),
            explanation=gettext_noop("Who checked; a role, not a name."),
        ),
    ),
)
