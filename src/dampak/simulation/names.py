"""Invented names: they sound like a regency, and no regency has them."""

REGENCY = "Kabupaten Uji Makmur"
REGION = "99.01"  # no province of Indonesia has the code 99
PROGRAMME = "Loket Digital"
OTHER_PROGRAMME = "Bimtek Kearsipan"

OFFICES = (
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Dinas Sosial",
    "Dinas Perhubungan",
    "Dinas Tenaga Kerja",
    "Dinas Lingkungan Hidup",
    "Dinas Perumahan dan Kawasan Permukiman",
    "Dinas Pertanian",
)
DISTRICTS = (
    "Bukit Andai",
    "Muara Misal",
    "Rawa Contoh",
    "Karang Umpama",
    "Padang Coba",
    "Lembah Latih",
    "Teluk Rekaan",
    "Tanjung Ibarat",
)
TECHNICAL_UNITS = (
    "UPTD Pengujian Kendaraan Bermotor",
    "UPTD Puskesmas",
    "UPTD Balai Latihan Kerja",
    "UPTD Laboratorium Lingkungan",
    "UPTD Pelayanan Pajak Daerah",
    "UPTD Rumah Susun",
)
QUARTERS = ("Lama", "Baru", "Ilir", "Ulu")

# what a counter does, and by how many working days it takes longer than the counter's usual case
SERVICES: dict[str, tuple[tuple[str, float], ...]] = {
    "dinas": (("Izin", 1.5), ("Rekomendasi Teknis", 0.5), ("Legalisasi Dokumen", -1.5)),
    "kecamatan": (("Surat Pengantar", -1.0), ("Dispensasi", 0.0), ("Izin Usaha Mikro", 1.0)),
    "uptd": (("Pengujian", 1.0), ("Pendaftaran Layanan", -1.0), ("Sertifikat", 0.5)),
    "kelurahan": (
        ("Surat Keterangan Domisili", -1.0),
        ("Surat Pengantar Nikah", 0.0),
        ("Surat Keterangan Usaha", 1.0),
    ),
}
N_SERVICES = 3
