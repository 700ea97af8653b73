"""What people around the participant saw, months later."""

from dampak.datapack import vocabularies
from dampak.datapack.columns import Column, Kind, Table
from dampak.datapack.tables import shared_columns
from dampak.foundation.text import gettext_noop

WAVES = Table(
    name="waves",
    indonesian="survei_pascapelatihan",
    grain=gettext_noop("One answer to one question, some months after the training."),
    aliases=("evaluasi pascapelatihan", "pascapelatihan", "evaluasi alumni"),
    columns=(
        shared_columns.programme(),
        shared_columns.cohort(),
        Column(
            name="relation",
            indonesian="hubungan",
            kind=Kind.VOCABULARY,
            required=True,
            words=vocabularies.RELATION,
            aliases=("penilai", "responden"),
            explanation=gettext_noop("Who answered: the participant, a superior, a peer."),
        ),
        shared_columns.person_key(),
        Column(
            name="wave_month",
            indonesian="bulan_ke",
            kind=Kind.INTEGER,
            required=True,
            least=-120,
            most=120,
            aliases=("bulan", "gelombang_bulan"),
            explanation=gettext_noop("Months since the training; 0 is right after it."),
        ),
        Column(
            name="item",
            indonesian="butir",
            kind=Kind.CODE,
            required=True,
            aliases=("pertanyaan", "indikator", "question"),
            explanation=gettext_noop("Code of the question."),
        ),
        Column(
            name="value",
            indonesian="nilai",
            kind=Kind.NUMBER,
            required=True,
            aliases=("skor", "jawaban", "score"),
            explanation=gettext_noop("The answer as a number."),
        ),
    ),
)
