"""An invented office whose desks A and B become C on 1 January 2026.

Its files as an office writes them; and the same rows as if C had always been one desk.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

FIRST_DESKS = [f"L{number:02}" for number in range(1, 15)]
MERGED = ("A", "B")
MONTHS = [date(2025, month, 1) for month in range(3, 13)] + [
    date(2026, month, 1) for month in range(1, 7)
]
REORGANISED, TRAINED_FIRST, TRAINED = date(2026, 1, 1), date(2025, 9, 8), date(2026, 3, 9)
PLAN = """
[plan]
programme = "Loket Cepat"

[[study]]
outcome = "median-completion-time"
smallest_effect = 0.5

[[study]]
outcome = "digital-share"
role = "secondary"
smallest_effect = 0.02
"""


def requests(*, known_on=date(2026, 7, 1), reorganised=True):
    """Rows of requests that came in before a day, as they were known on it."""
    rows = [
        _request(desk, place, month, nth, reorganised=reorganised)
        for place, desk in enumerate([*FIRST_DESKS, *MERGED])
        for month in MONTHS
        for nth in range(6 + place % 3)
    ]
    return [_as_known(row, known_on) for row in rows if row["tanggal_masuk"] < known_on]


def _request(desk, place, month, nth, *, reorganised):
    came = month + timedelta(days=1 + 4 * nth % 26)
    waited = 2 + (5 * place + 3 * nth + 7 * month.month) % 11
    if desk in {*FIRST_DESKS[:5], *MERGED} and month >= TRAINED:
        waited = max(1, waited - 2)
    was_digital = (place + nth + month.month) % 3 == 0
    return {
        "nomor_permohonan": f"{desk}-{month:%y%m}-{nth}",
        "kode_unit": "C" if desk in MERGED and (not reorganised or month >= REORGANISED) else desk,
        "tanggal_masuk": came,
        "tanggal_selesai": came + timedelta(days=waited),
        "kanal": "online" if was_digital else "loket",
        "status": "selesai",
    }


def _as_known(row, day):
    if row["tanggal_selesai"] < day:
        return row
    return row | {"tanggal_selesai": None, "status": "diproses"}


def trainings(*, known_on=date(2026, 7, 1)):
    """Two desks in September, three more and C in March."""
    starts = {
        **dict.fromkeys(FIRST_DESKS[:2], TRAINED_FIRST),
        **dict.fromkeys([*FIRST_DESKS[2:5], "C"], TRAINED),
    }
    return [
        {"kode_unit": desk, "program": "Loket Cepat", "tanggal_mulai": day, "hadir": "ya"}
        for desk, day in starts.items()
        if day < known_on
    ]


def units(*, reorganised=True):
    """The list of units: with every row that ended, or as it would be had nothing been merged."""
    ended = REORGANISED - timedelta(1)
    listed = [{"kode_unit": code, "nama_unit": f"Loket {code}"} for code in FIRST_DESKS]
    if reorganised:
        listed += [_ended(code, ended, "C") for code in MERGED]
    begins = REORGANISED if reorganised else None
    return [*listed, {"kode_unit": "C", "nama_unit": "Loket C", "berlaku_sejak": begins}]


def units_before():
    """The list of units before anybody knew of a reorganisation."""
    return [{"kode_unit": code, "nama_unit": f"Loket {code}"} for code in [*FIRST_DESKS, *MERGED]]


def _ended(code, last, heirs):
    return {
        "kode_unit": code,
        "nama_unit": f"Loket {code}",
        "berlaku_sampai": last,
        "kode_unit_pengganti": heirs,
    }


def pack(folder: Path, **tables) -> Path:
    """The files of an office, with its plan."""
    folder.mkdir()
    (folder / "study.toml").write_text(PLAN, encoding="utf-8")
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder
