"""The words an office may use, in Indonesian and English."""

from dampak.datapack.vocabulary import Vocabulary, Word


def _word(code: str, english: str, indonesian: str, *aliases: str) -> Word:
    return Word(code=code, english=english, indonesian=indonesian, aliases=aliases)


YES_NO = Vocabulary(
    words=(
        _word("yes", "Yes", "Ya", "y", "true", "1", "benar", "betul", "iya", "hadir"),
        _word(
            "no",
            "No",
            "Tidak",
            *("n", "false", "0", "salah", "tdk", "bukan", "tidak hadir", "absen", "tidak benar"),
        ),
    )
)

REQUEST_STATUS = Vocabulary(
    words=(
        _word(
            "open",
            "Open",
            "Diproses",
            *("proses", "dalam proses", "sedang diproses", "baru", "new", "in progress", "pending"),
            *("terbuka", "menunggu", "diterima", "diajukan"),
        ),
        _word(
            "closed",
            "Closed",
            "Selesai",
            *("done", "completed", "finished", "tuntas", "terbit", "ditutup", "resolved"),
        ),
        _word(
            "withdrawn",
            "Withdrawn",
            "Dicabut",
            *("ditarik", "batal", "dibatalkan", "cancel", "cancelled", "canceled", "cabut"),
        ),
        _word(
            "refused",
            "Refused",
            "Ditolak",
            *("tolak", "rejected", "dikembalikan", "denied"),
        ),
    )
)

COMPLAINT_STATUS = Vocabulary(
    words=(
        _word(
            "open",
            "Open",
            "Diproses",
            *("proses", "dalam proses", "baru", "new", "pending", "in progress", "tunda"),
            *("belum terverifikasi", "terverifikasi", "belum ditindaklanjuti", "terbuka"),
        ),
        _word(
            "closed",
            "Closed",
            "Selesai",
            *("done", "resolved", "tuntas", "ditutup", "ditindaklanjuti", "completed"),
        ),
        _word(
            "archived",
            "Archived",
            "Arsip",
            *("diarsipkan", "arsipkan", "bukan wewenang", "spam"),
        ),
    )
)

CHANNELS = Vocabulary(
    words=(
        _word(
            "counter",
            "Counter",
            "Loket",
            *("tatap muka", "walk in", "walkin", "langsung", "datang langsung", "offline"),
            *("luring", "front office", "in person"),
        ),
        _word("phone", "Phone", "Telepon", "telp", "call center", "call centre"),
        _word("letter", "Letter", "Surat", "mail", "post", "pos"),
        _word(
            "web",
            "Website",
            "Situs web",
            *("web", "online", "daring", "portal", "e form", "eform", "formulir daring", "situs"),
        ),
        _word("app", "Mobile app", "Aplikasi", "mobile", "aplikasi seluler", "apps"),
        _word("email", "E-mail", "Surel", "email"),
        _word(
            "messenger",
            "Messenger or social media",
            "Pesan daring",
            *("whatsapp", "wa", "telegram", "sms", "twitter", "facebook", "instagram"),
            *("media sosial", "social media"),
        ),
        _word("other", "Other", "Lainnya", "lain", "lain lain"),
    ),
    is_closed=False,
)

# A request counts as digital when the citizen sent it without paper and without a call.
DIGITAL_CHANNELS = frozenset({"web", "app", "email", "messenger"})
NOT_DIGITAL_CHANNELS = frozenset({"counter", "phone", "letter"})

SEX = Vocabulary(
    words=(
        _word("male", "Male", "Laki-laki", "l", "m", "pria", "lk"),
        _word("female", "Female", "Perempuan", "p", "f", "wanita", "pr"),
    )
)

EDUCATION = Vocabulary(
    words=(
        _word("none", "No school", "Tidak sekolah", "tidak tamat sd"),
        _word("sd", "Primary school", "SD", "sederajat sd", "mi"),
        _word("smp", "Lower secondary school", "SMP", "sltp", "mts"),
        _word("sma", "Upper secondary school", "SMA", "slta", "smk", "ma", "smu"),
        _word("diploma", "Diploma", "Diploma", "d1", "d2", "d3", "d i", "d iii"),
        _word("s1", "Bachelor", "S1", "d4", "d iv", "sarjana", "s 1", "d4 s1"),
        _word("s2", "Master", "S2", "magister", "s 2"),
        _word("s3", "Doctorate", "S3", "doktor", "s 3"),
    ),
    is_closed=False,
)

RELATION = Vocabulary(
    words=(
        _word("self", "The participant", "Diri sendiri", "peserta", "alumni"),
        _word("superior", "Superior", "Atasan", "atasan langsung", "supervisor"),
        _word("peer", "Peer", "Rekan sejawat", "rekan", "rekan kerja", "sejawat"),
        _word("subordinate", "Subordinate", "Bawahan", "staf"),
    )
)
