"""Files that are read all the same, and what must be said of them, told as in `refused_files`."""

from tests import bad_files
from tests.integration.bad_input.files import GOOD, REQUESTS, UNITS

SPANISH = bad_files.units("K9,Kecamatan Añu,,2020-01-01")
# What can be read is read; it is told all the same, and nothing changes before it is accepted.
READ_WITH_A_WORD = {
    "UTF-16": (REQUESTS, GOOD.encode("utf-16"), ["dalam UTF-16"], ["written in UTF-16"]),
    "UTF-16 without a mark": (
        *(REQUESTS, GOOD.encode("utf-16-le")),
        *(["dalam UTF-16"], ["written in UTF-16"]),
    ),
    "Windows-1252": (
        *(UNITS, SPANISH.encode("cp1252")),
        *(["dalam Windows-1252"], ["written in Windows-1252"]),
    ),
    "two encodings": (
        *(UNITS, bad_files.units("K8,Désa,,2020-01-01").encode() + "K9,ñ,,\n".encode("cp1252")),
        *(["mencampur dua penyandian huruf", "Ekspor ulang"], ["mixes two encodings", "Export"]),
    ),
    "header as a row again": (
        *(REQUESTS, GOOD + bad_files.REQUESTS),
        *(["mengulang judul kolom", "Hapuslah"], ["repeats the header", "Remove it"]),
    ),
    "own parent among good units": (
        *(UNITS, bad_files.units("K9,Sembilan,K9,2020-01-01")),
        *(["K9 tercatat sebagai induknya sendiri"], ["K9 is named as its own parent"]),
    ),
    "NUL bytes in a row": (
        *(REQUESTS, GOOD.replace("R2024-01-1-3", "R\0\0")),
        *(["bita NUL", "Ekspor ulang"], ["NUL bytes", "Export the file again"]),
    ),
    "quotation mark left open": (
        *(REQUESTS, GOOD.replace("R2024-01-1-3,K1,KTP", 'R2024-01-1-3,K1,"KTP')),
        *(["tidak pernah ditutup"], ["is never closed"]),
    ),
}
