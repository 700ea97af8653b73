"""Who was trained, when, and how it went."""

from dampak.datapack import vocabularies
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

TRAINING = Table(
    name="training",
    indonesian="pelatihan",
    grain=gettext_noop("One person (or one unit as a whole) in one delivery of a programme."),
    key=("unit_code", "person_key", "programme", "cohort", "module"),
    one_of=(("unit_code", "person_key"),),
    aliases=("diklat", "peserta", "peserta pelatihan", "kursus", "riwayat diklat"),
    columns=(
        shared_columns.unit_code(required=False),
        shared_columns.person_key(),
        shared_columns.programme(),
        shared_columns.cohort(),
        Column(
            name="module",
            indonesian="modul",
            kind=Kind.TEXT,
            aliases=("mata_pelatihan", "materi", "mata_diklat"),
            explanation=gettext_noop("Which part of the programme, where parts are taken apart."),
        ),
        Column(
            name="started_on",
            indonesian="tanggal_mulai",
            kind=Kind.DATE,
            required=True,
            aliases=("mulai", "tgl_mulai", "start_date", "tanggal", "tanggal_kursus"),
            explanation=gettext_noop("First day of the training; comparisons start from it."),
        ),
        Column(
            name="ended_on",
            indonesian="tanggal_selesai",
            kind=Kind.DATE,
            aliases=("selesai", "tgl_selesai", "end_date", "tanggal_selesai_kursus"),
            explanation=gettext_noop("Last day of the training."),
        ),
        Column(
            name="lesson_hours",
            indonesian="jam_pelajaran",
            kind=Kind.NUMBER,
            least=0,
            aliases=("jp", "jumlah_jam", "jumlah_jp", "hours"),
            explanation=gettext_noop("Lesson hours (JP) of the training."),
        ),
        Column(
            name="attended",
            indonesian="hadir",
            kind=Kind.BOOLEAN,
            words=vocabularies.YES_NO,
            aliases=("kehadiran", "mengikuti", "attendance"),
            explanation=gettext_noop("Whether the person took part; empty counts as yes."),
        ),
        Column(
            name="pretest",
            indonesian="nilai_pretes",
            kind=Kind.NUMBER,
            aliases=("pre_test", "pretes", "nilai_pretest", "nilai_pre_test"),
            explanation=gettext_noop("Score of the test before the training."),
        ),
        Column(
            name="posttest",
            indonesian="nilai_postes",
            kind=Kind.NUMBER,
            aliases=("post_test", "postes", "nilai_posttest", "nilai_post_test"),
            explanation=gettext_noop("Score of the test after the training."),
        ),
        Column(
            name="cost",
            indonesian="biaya_rupiah",
            kind=Kind.NUMBER,
            least=0,
            aliases=("biaya", "biaya_per_peserta"),
            explanation=gettext_noop("Cost of this row in rupiah."),
        ),
    ),
)
