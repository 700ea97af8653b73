"""The words of the forms and registers: channels, categories, answers, remarks."""

DIGITAL_CHANNELS = ("Aplikasi", "Situs Web", "WhatsApp")
PERSONAL_CHANNELS = ("Loket", "Loket", "Loket", "Pos")
CATEGORIES = (
    "Waktu pelayanan",
    "Persyaratan berbelit",
    "Sikap petugas",
    "Data salah",
    "Sistem gangguan",
)
SEXES = ("L", "P")
EDUCATIONS = ("SD", "SMP", "SMA", "D3", "S1", "S2")
OCCUPATIONS = ("PNS", "TNI", "POLRI", "SWASTA", "WIRAUSAHA", "LAINNYA")
COMMENTS = (
    "",
    "Tolong antrean dipercepat",
    "Petugas ramah",
    "Ruang tunggu panas, kursi kurang",
    "Terima kasih, sudah bisa lewat HP",
    "Syaratnya berubah-ubah",
    "Sudah tiga kali kembali; mohon diperbaiki",
)
CHECKERS = ("Tim Mutu A", "Tim Mutu B", "Inspektorat")
MODULES = (("Dasar Loket Digital", 12), ("Verifikasi dan Mutu Data", 8))
COACHING = "Pendampingan di Unit"
COST_CLASSES = (
    ("Narasumber", 9_000_000),
    ("Konsumsi dan Akomodasi", 12_500_000),
    ("Perjalanan Dinas", 7_200_000),
    ("Bahan Ajar", 2_400_000),
    ("Pendampingan", 5_000_000),
)
