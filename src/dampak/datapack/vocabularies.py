"""The words an office may use, in Indonesian and English."""

from dampak.datapack.vocabulary import Vocabulary, Word
from dampak.foundation.text import gettext_noop


def _word(code: str, title: str, indonesian: str, *aliases: str) -> Word:
    return Word(code=code, title=title, indonesian=indonesian, aliases=aliases)


YES_NO = Vocabulary(
    words=(
        _word("yes", gettext_noop("Yes"), "Ya", "y", "true", "1", "benar", "betul", "iya", "hadir"),
        _word(
            "no",
            gettext_noop("No"),
            "Tidak",
            *("n", "false", "0", "salah", "tdk", "bukan", "tidak hadir", "absen", "tidak benar"),
        ),
    )
)

REQUEST_STATUS = Vocabulary(
    words=(
        _word(
            "open",
            gettext_noop("Open"),
            "Diproses",
            *("proses", "dalam proses", "sedang diproses", "baru", "new", "in progress", "pending"),
            *("terbuka", "menunggu", "diterima", "diajukan"),
        ),
        _word(
            "closed",
            gettext_noop("Closed"),
            "Selesai",
            *("done", "completed", "finished", "tuntas", "terbit", "ditutup", "resolved"),
        ),
        _word(
            "withdrawn",
            gettext_noop("Withdrawn"),
            "Dicabut",
            *("ditarik", "batal", "dibatalkan", "cancel", "cancelled", "canceled", "cabut"),
        ),
        _word(
            "refused",
            gettext_noop("Refused"),
            "Ditolak",
            *("tolak", "rejected", "dikembalikan", "denied"),
        ),
    )
)

COMPLAINT_STATUS = Vocabulary(
    words=(
        _word(
            "open",
            gettext_noop("Open"),
            "Diproses",
            *("proses", "dalam proses", "baru", "new", "pending", "in progress", "tunda"),
            *("belum terverifikasi", "terverifikasi", "belum ditindaklanjuti", "terbuka"),
        ),
        _word(
            "closed",
            gettext_noop("Closed"),
            "Selesai",
            *("done", "resolved", "tuntas", "ditutup", "ditindaklanjuti", "completed"),
        ),
        _word(
            "archived",
            gettext_noop("Archived"),
            "Arsip",
            *("diarsipkan", "arsipkan", "bukan wewenang", "spam"),
        ),
    )
)

CHANNELS = Vocabulary(
    words=(
        _word(
            "counter",
            gettext_noop("Counter"),
            "Loket",
            *("tatap muka", "walk in", "walkin", "langsung", "datang langsung", "offline"),
            *("luring", "front office", "in person"),
        ),
        _word("phone", gettext_noop("Phone"), "Telepon", "telp", "call center", "call centre"),
        _word("letter", gettext_noop("Letter"), "Surat", "mail", "post", "pos"),
        _word(
            "web",
            gettext_noop("Website"),
            "Situs web",
            *("web", "online", "daring", "portal", "e form", "eform", "formulir daring", "situs"),
        ),
        _word("app", gettext_noop("Mobile app"), "Aplikasi", "mobile", "aplikasi seluler", "apps"),
        _word("email", gettext_noop("E-mail"), "Surel", "email"),
        _word(
            "messenger",
            gettext_noop("Messenger or social media"),
            "Pesan daring",
            *("whatsapp", "wa", "telegram", "sms", "twitter", "facebook", "instagram"),
            *("media sosial", "social media"),
        ),
        _word("other", gettext_noop("Other"), "Lainnya", "lain", "lain lain"),
    ),
    is_closed=False,
)

# A request counts as digital when the citizen sent it without paper and without a call.
DIGITAL_CHANNELS = frozenset({"web", "app", "email", "messenger"})
NOT_DIGITAL_CHANNELS = frozenset({"counter", "phone", "letter"})

SEX = Vocabulary(
    words=(
        _word("male", gettext_noop("Male"), "Laki-laki", "l", "m", "pria", "lk"),
        _word("female", gettext_noop("Female"), "Perempuan", "p", "f", "wanita", "pr"),
    )
)

EDUCATION = Vocabulary(
    words=(
        _word("none", gettext_noop("No school"), "Tidak sekolah", "tidak tamat sd"),
        _word("sd", gettext_noop("Primary school"), "SD", "sederajat sd", "mi"),
        _word("smp", gettext_noop("Lower secondary school"), "SMP", "sltp", "mts"),
        _word("sma", gettext_noop("Upper secondary school"), "SMA", "slta", "smk", "ma", "smu"),
        _word("diploma", gettext_noop("Diploma"), "Diploma", "d1", "d2", "d3", "d i", "d iii"),
        _word("s1", gettext_noop("Bachelor"), "S1", "d4", "d iv", "sarjana", "s 1", "d4 s1"),
        _word("s2", gettext_noop("Master"), "S2", "magister", "s 2"),
        _word("s3", gettext_noop("Doctorate"), "S3", "doktor", "s 3"),
    ),
    is_closed=False,
)

RELATION = Vocabulary(
    words=(
        _word("self", gettext_noop("The participant"), "Diri sendiri", "peserta", "alumni"),
        _word("superior", gettext_noop("Superior"), "Atasan", "atasan langsung", "supervisor"),
        _word("peer", gettext_noop("Peer"), "Rekan sejawat", "rekan", "rekan kerja", "sejawat"),
        _word("subordinate", gettext_noop("Subordinate"), "Bawahan", "staf"),
    )
)
