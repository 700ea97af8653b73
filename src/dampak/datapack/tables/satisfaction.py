"""What citizens answered in the satisfaction survey (SKM).

The nine unsur are columns by name. Offices number them U1 to U9, and the last two swap places from
one office to the next, so a number alone never tells which unsur a column holds.
"""

from dampak.datapack import answers, vocabularies
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.datapack.vocabulary import Vocabulary
from dampak.foundation.text import gettext_noop


def _unsur(name: str, official: str, words: Vocabulary, explanation: str, *more: str) -> Column:
    return Column(
        name=name,
        indonesian=name,
        kind=Kind.ANSWER,
        words=words,
        least=1,
        most=4,
        aliases=(official, *more),
        explanation=explanation,
    )


UNSUR = (
    _unsur(
        "persyaratan",
        "Persyaratan pelayanan",
        answers.SUITS,
        gettext_noop("Requirements: do they suit the service? 1 to 4."),
        "requirements",
    ),
    _unsur(
        "prosedur",
        "Sistem, mekanisme, dan prosedur",
        answers.EASY,
        gettext_noop("Procedure: how easy is it? 1 to 4."),
        *("procedure", "sistem mekanisme prosedur"),
    ),
    _unsur(
        "waktu",
        "Waktu penyelesaian",
        answers.FAST,
        gettext_noop("Time: how fast is the service? 1 to 4."),
        *("completion time", "waktu pelayanan", "kecepatan"),
    ),
    _unsur(
        "biaya",
        "Biaya/tarif",
        answers.CHEAP,
        gettext_noop("Fee: is it fair? 1 to 4; empty where the citizen pays none."),
        *("cost", "tarif", "fee"),
    ),
    _unsur(
        "produk",
        "Produk spesifikasi jenis pelayanan",
        answers.SUITS,
        gettext_noop("Product: does the result match what was promised? 1 to 4."),
        *("produk pelayanan", "product"),
    ),
    _unsur(
        "kompetensi",
        "Kompetensi pelaksana",
        answers.COMPETENT,
        gettext_noop("Competence of the staff, 1 to 4."),
        *("competence", "kompetensi petugas"),
    ),
    _unsur(
        "perilaku",
        "Perilaku pelaksana",
        answers.POLITE,
        gettext_noop("Conduct of the staff, 1 to 4."),
        *("conduct", "perilaku petugas"),
    ),
    _unsur(
        "pengaduan",
        "Penanganan pengaduan, saran dan masukan",
        answers.HANDLED,
        gettext_noop("Handling of complaints and suggestions, 1 to 4. Some offices call it U8."),
        *("penanganan pengaduan", "complaint handling"),
    ),
    _unsur(
        "sarpras",
        "Sarana dan prasarana",
        answers.FURNISHED,
        gettext_noop("Facilities, 1 to 4. Some offices call it U9."),
        *("sarana prasarana", "facilities"),
    ),
)

SATISFACTION = Table(
    name="satisfaction",
    indonesian="survei_kepuasan",
    grain=gettext_noop("One citizen's answers to the satisfaction survey."),
    key=("response_id",),
    one_of=(tuple(column.name for column in UNSUR),),
    aliases=("skm", "ikm", "kepuasan", "survei kepuasan masyarakat", "survey"),
    columns=(
        Column(
            name="response_id",
            indonesian="nomor_responden",
            kind=Kind.CODE,
            aliases=("id_responden", "no_responden", "no", "nomor", "id"),
            explanation=gettext_noop("Number of the questionnaire, if it has one."),
        ),
        shared_columns.unit_code(),
        shared_columns.service(),
        Column(
            name="answered_on",
            indonesian="tanggal_survei",
            kind=Kind.DATE,
            required=True,
            aliases=("tanggal", "tgl_survei", "timestamp", "tanggal_pengisian"),
            explanation=gettext_noop("Day on which the citizen answered."),
        ),
        *UNSUR,
        Column(
            name="sex",
            indonesian="jenis_kelamin",
            kind=Kind.VOCABULARY,
            words=vocabularies.SEX,
            aliases=("gender", "jk", "kelamin", "l p"),
            explanation=gettext_noop("L or P, as on the form."),
        ),
        Column(
            name="age",
            indonesian="usia",
            kind=Kind.INTEGER,
            least=0,
            most=120,
            aliases=("umur",),
            explanation=gettext_noop("Age in years."),
        ),
        Column(
            name="education",
            indonesian="pendidikan",
            kind=Kind.VOCABULARY,
            words=vocabularies.EDUCATION,
            aliases=("pendidikan_terakhir",),
            explanation=gettext_noop("Highest school finished."),
        ),
        Column(
            name="occupation",
            indonesian="pekerjaan",
            kind=Kind.TEXT,
            aliases=("pekerjaan_utama", "job"),
            explanation=gettext_noop("What the citizen does for a living."),
        ),
        Column(
            name="comment",
            indonesian="saran",
            kind=Kind.TEXT,
            aliases=("masukan", "saran_masukan", "kritik_saran", "komentar"),
            explanation=gettext_noop("Free words of the citizen; never shown to the public."),
        ),
    ),
)
