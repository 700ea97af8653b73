"""Invented names of people, and the words of their posts.

Given names are made of syllables; no list of real people was used.
"""

_HEADS = (
    *("Ad", "Bi", "Ca", "Da", "El", "Fa", "Gi", "Ha", "In", "Ju", "Ka", "La", "Ma", "Na"),
    *("Ra", "Sa", "Ta", "Wa", "Yu", "Ze"),
)
_HERS = ("dila", "rini", "sari", "tina", "wati", "yani", "lia", "mira", "nita", "putri")
_HIS = ("di", "man", "rto", "san", "tra", "wan", "yono", "dri", "fan", "gus")
_FIRSTS = ("Pra", "Su", "Wi", "Har", "Kus", "Dar", "Mul", "Nug", "Set", "Wir", "Bud", "Sas")
_LASTS = ("tama", "yadi", "wijaya", "santo", "nanto", "mono", "roho", "awan", "asih", "ningrum")

FEMALE_NAMES = [head + tail for head in _HEADS for tail in _HERS]
MALE_NAMES = [head + tail for head in _HEADS for tail in _HIS]
LAST_NAMES = [first + last for first in _FIRSTS for last in _LASTS]

LEADING = ("Pimpinan Instansi", "Kepala Dinas", "Kepala Bidang", "Kepala Unit")
PROFESSIONS = (
    *("Guru Ahli Pertama", "Guru Ahli Muda", "Guru Ahli Madya", "Perawat Terampil"),
    *("Bidan Mahir", "Dokter Ahli Muda", "Penyuluh Pertanian", "Analis Kebijakan Ahli Muda"),
    *("Pranata Komputer Ahli Pertama", "Auditor Ahli Muda", "Arsiparis Terampil"),
)
GENERAL = (
    *("Pengadministrasi Perkantoran", "Pengelola Layanan Operasional", "Operator Layanan"),
    *("Penata Layanan", "Pengelola Keuangan", "Petugas Loket"),
)
EDUCATIONS = ("SMA", "D3", "S1", "S2", "S3")
PERMANENT_RANKS = [
    f"{group}/{step}"
    for group, steps in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for step in steps
]
CONTRACT_RANKS = ("V", "VII", "IX", "X", "XI")
