"""What citizens asked for, and when they got it."""

from dampak.datapack import vocabularies
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

SERVICE_REQUESTS = Table(
    name="service_requests",
    indonesian="permohonan_layanan",
    grain=gettext_noop("One request of a citizen to a unit."),
    key=("request_id",),
    aliases=("permohonan", "layanan", "requests", "pengajuan", "berkas", "register layanan"),
    columns=(
        Column(
            name="request_id",
            indonesian="nomor_permohonan",
            kind=Kind.CODE,
            required=True,
            aliases=(
                *("no_permohonan", "id_permohonan", "nomor_berkas", "no_berkas", "requestid"),
                *("nomor_register", "no_register", "nomor_registrasi", "no_registrasi"),
            ),
            explanation=gettext_noop("Your own number of the request, never used twice."),
        ),
        shared_columns.unit_code(),
        shared_columns.service(),
        Column(
            name="channel",
            indonesian="kanal",
            kind=Kind.VOCABULARY,
            words=vocabularies.CHANNELS,
            aliases=("saluran", "media", "sumber", "jalur"),
            explanation=gettext_noop("How the request came in: counter, phone, website and so on."),
        ),
        Column(
            name="received_at",
            indonesian="tanggal_masuk",
            kind=Kind.MOMENT,
            required=True,
            aliases=(
                *("tgl_masuk", "tanggal_permohonan", "tanggal_diterima", "tanggal_terima"),
                *("received_on", "tgl_permohonan", "waktu_masuk", "tanggal_pengajuan"),
            ),
            explanation=gettext_noop("Day (and time, if known) on which the request came in."),
        ),
        Column(
            name="promised_on",
            indonesian="tanggal_janji",
            kind=Kind.DATE,
            aliases=(
                "batas_waktu",
                "tanggal_janji_selesai",
                "jatuh_tempo",
                "tgl_janji",
                "due_date",
            ),
            explanation=gettext_noop("Last day by which your service standard promises an answer."),
        ),
        Column(
            name="closed_at",
            indonesian="tanggal_selesai",
            kind=Kind.MOMENT,
            aliases=("tgl_selesai", "closed_on", "selesai", "waktu_selesai", "tanggal_terbit"),
            explanation=gettext_noop("Day (and time, if known) of the answer; empty while open."),
        ),
        Column(
            name="status",
            indonesian="status",
            kind=Kind.VOCABULARY,
            words=vocabularies.REQUEST_STATUS,
            aliases=("status_permohonan", "keterangan_status"),
            explanation=gettext_noop("Where the request stands today."),
        ),
        Column(
            name="was_withdrawn",
            indonesian="dicabut",
            kind=Kind.BOOLEAN,
            words=vocabularies.YES_NO,
            aliases=("ditarik", "dibatalkan", "batal"),
            explanation=gettext_noop("Whether the citizen took the request back."),
        ),
        Column(
            name="record_correct",
            indonesian="data_benar",
            kind=Kind.BOOLEAN,
            words=vocabularies.YES_NO,
            aliases=("rekaman_benar", "data_sesuai"),
            explanation=gettext_noop("Whether a later check found the record correct."),
        ),
    ),
)
