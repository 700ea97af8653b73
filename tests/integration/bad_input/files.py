"""Names under which files come, and one that is good."""

from tests import bad_files

REQUESTS, UNITS, TRAINING = "permohonan_layanan.csv", "unit_kerja.csv", "pelatihan.csv"
GOOD = bad_files.requests()
