"""Files that are refused: their names, their contents, and what must be said of them.

Behind the name of a case: file name, content, what must be said in Indonesian and in English.
"""

from tests import bad_files
from tests.integration.bad_input.files import GOOD, REQUESTS, TRAINING, UNITS

CIRCLE = ("K7,Tujuh,K8,2020-01-01", "K8,Delapan,K9,2020-01-01", "K9,Sembilan,K7,2020-01-01")
BORN_LATER = bad_files.training(("K1", "2019-12-31"), ("K2", "2024-02-01"))

# What was handed in is no table at all.
NO_TABLES = {
    "empty file": (REQUESTS, b"", ["kosong", "Ekspor ulang"], ["is empty", "Export it again"]),
    "workbook without a byte": (
        *("permohonan_layanan.xlsx", b""),
        *(["kosong", "Ekspor ulang"], ["is empty", "Export it again"]),
    ),
    "picture called CSV": (
        *(REQUESTS, bad_files.PICTURE),
        *(["adalah gambar, bukan tabel", "Serahkan"], ["a picture, not a table", "Hand in"]),
    ),
    "PDF called XLSX": (
        *("permohonan_layanan.xlsx", bad_files.PDF),
        *(["adalah PDF, bukan tabel", "Serahkan"], ["a PDF, not a table", "Hand in"]),
    ),
    "letter called XLSX": (
        *("permohonan_layanan.xlsx", bad_files.word_document()),
        *(["adalah dokumen Word", "Serahkan"], ["a Word document, not a table", "Hand in"]),
    ),
    "ZIP": (
        *("paket.zip", bad_files.archive(permohonan_layanan__csv=GOOD)),
        *(
            ["adalah arsip (ZIP", "serahkan berkas di dalamnya"],
            ["an archive (ZIP", "files inside"],
        ),
    ),
    "workbook with a password": (
        *("permohonan_layanan.xlsx", bad_files.locked_workbook()),
        *(["dilindungi kata sandi", "Hapus kata sandinya"], ["with a password", "Remove it"]),
    ),
    "zeros in the midst of it": (
        *(REQUESTS, GOOD.encode()[:300] + bytes(5000) + GOOD.encode()[300:]),
        *(["tidak dikenal, bukan tabel"], ["of an unknown kind, not a table"]),
    ),
}

# A table whose columns cannot be told.
HEADERS = {
    "header of one column twice": (
        *(REQUESTS, GOOD.replace("layanan,tanggal_masuk", "tanggal_masuk,tanggal_masuk")),
        *(["“tanggal_masuk” muncul 2 kali", "hapus"], ["“tanggal_masuk” stands 2 times", "remove"]),
    ),
    "one column missing": (
        *(REQUESTS, GOOD.replace("tanggal_masuk", "tgl")),
        *(["Kolom tanggal_masuk", "Yang ada: nomor_permohonan", "Tambahkan"],),
        *(["column received_at", "Found: nomor_permohonan", "Add the column"],),
    ),
    "headers of another country": (
        *(REQUESTS, GOOD.replace(bad_files.REQUESTS, "Nummer,Amt,Dienst,Eingang,Ende\n")),
        *(["Tidak ada judul kolom yang dikenal", "Nummer, Amt", "templat"],),
        *(["No header that dampak knows", "Nummer, Amt", "template"],),
    ),
    "header without rows": (
        *(REQUESTS, bad_files.REQUESTS),
        *(["hanya berisi judul kolom", "Isilah"], ["no rows below", "Fill it"]),
    ),
    "five thousand columns": (
        *(REQUESTS, GOOD.replace("\n", "," + ",".join(f"k{n}" for n in range(5000)) + "\n", 1)),
        *(["5005 kolom", "paling banyak 2000"], ["5005 columns", "2000 are the most"]),
    ),
}

# Columns as they should be, above rows that cannot be believed.
ROWS = {
    "all rows refused": (
        *(REQUESTS, GOOD.replace("-01-", "-13-").replace("-02-", "-14-").replace("-03-", "-15-")),
        *(["Semua baris (216)", "2024-13-02", "Perbaiki tanggalnya"],),
        *(["All 216 rows", "2024-13-02", "Correct the date"],),
    ),
    "unknown units in half of the rows": (
        *(REQUESTS, GOOD.replace(",K1,", ",X1,").replace(",K2,", ",X1,").replace(",K3,", ",X1,")),
        *(["108 dari 216", "Unit X1", "perbaiki kodenya"], ["108 of 216", "Unit X1", "correct"]),
    ),
    "unit that is its own parent": (
        *(UNITS, bad_files.UNITS + "K9,Sembilan,K9,2020-01-01\n"),
        *(["K9 tercatat sebagai induknya sendiri", "kosongkan"], ["K9 is named as its own parent"]),
    ),
    "three units in a circle": (
        *(UNITS, bad_files.units(*CIRCLE)),
        *(["K7 → K8 → K9 → K7", "puncak"], ["K7 → K8 → K9 → K7", "at the top"]),
    ),
    "training before the birth of the unit": (
        *(TRAINING, BORN_LATER),
        *(["31 Desember 2019, sebelum unit K1 berdiri", "Perbaiki"],),
        *(["before unit K1 existed", "Correct the date"],),
    ),
    "months that come first": (
        *(REQUESTS, bad_files.REQUESTS + "R1,K1,KTP,02/25/2024,02/27/2024\n"),
        *(["02/25/2024", "mendahulukan bulan"], ["02/25/2024", "puts the month first"]),
    ),
    "NIP that a spreadsheet rounded": (
        "pelatihan.xlsx",
        bad_files.workbook(
            pelatihan=[
                ["kode_unit", "nip", "nama_program", "angkatan", "tanggal_mulai"],
                ["K1", 198501012010011001, "Loket Prima", 1, "2024-02-01"],
            ]
        ),
        *(["NIP pada kolom nip rusak", "teks"], ["The NIP in column nip was damaged", "as text"]),
    ),
}

REFUSED_FILES = NO_TABLES | HEADERS | ROWS
