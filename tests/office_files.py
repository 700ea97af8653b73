"""A small register of requests, as an office writes it."""

REQUESTS = "nomor_permohonan,kode_unit,tanggal_masuk,tanggal_selesai,status\n"
ROWS = "A1,U1,2026-03-02,2026-03-05,Selesai\nA2,U1,2026-03-03,,Diproses\n"
