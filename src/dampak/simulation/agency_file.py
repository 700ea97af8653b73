"""A register of requests as an agency exports it, with bad rows planted, and a file full of traps.

`service_requests.csv` has a byte mark, semicolons, 31/03/2026 08:15:30, Ya and Tidak; `hard.csv`
holds what breaks readers; `planted.json` says how many rows are bad. The same seed gives the same
bytes.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HEADER = (
    *("nomor_permohonan", "kode_unit", "layanan", "kanal", "tanggal_masuk", "tanggal_janji"),
    *("tanggal_selesai", "status", "data_benar"),
)
UNITS, SEED, FIRST_DAY, DAYS = 4_000, 5, date(2024, 1, 1), 365
IMPOSSIBLE_DAY, CLOSED_TOO_EARLY, UNKNOWN_UNIT, NO_ANSWER, NO_UNIT = range(1, 6)
FAULT_SHARE = 0.0048


def write_agency_files(folder: Path, *, rows: int) -> int:
    """Write the register with so many rows, its units and the traps; returns how many are bad."""
    folder.mkdir(parents=True, exist_ok=True)
    planted = write_register(folder / "service_requests.csv", n_rows=rows)
    (folder / "units.csv").write_bytes(units())
    (folder / "hard.csv").write_bytes(hard())
    (folder / "planted.json").write_text(json.dumps({"rows": rows, "bad": planted}))
    return planted


def write_register(path: Path, *, n_rows: int, seed: int = SEED) -> int:
    """Write the register; returns how many of its rows are bad."""
    rng = np.random.default_rng(seed)
    received = rng.integers(0, DAYS * 86_400, n_rows)
    taken = rng.lognormal(11.5, 1, n_rows).astype(np.int64) + 60
    fault = np.where(rng.random(n_rows) < FAULT_SHARE, rng.integers(1, 6, n_rows), 0)
    taken[fault == CLOSED_TOO_EARLY] = -2 * 86_400
    is_open = (rng.random(n_rows) < 0.025) & (fault != CLOSED_TOO_EARLY)
    columns = [
        [f"2024-{number:09d}" for number in range(n_rows)],
        _units_of(rng.integers(0, UNITS, n_rows), fault),
        [f"L{number % 200:03d}" for number in range(n_rows)],
        [("Loket", "Daring", "WhatsApp")[number % 3] for number in range(n_rows)],
        _moments(received, fault == IMPOSSIBLE_DAY),
        [_day(day) for day in (received // 86_400 + 14).tolist()],
        [
            "" if empty else at
            for empty, at in zip(is_open, _moments(received + taken), strict=True)
        ],
        ["proses" if empty else "selesai" for empty in is_open],
        _answers(n_rows, fault),
    ]
    lines = map(";".join, zip(*columns, strict=True))
    text = "\r\n".join([";".join(HEADER), *lines]) + "\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return int((fault > 0).sum())


def units() -> bytes:
    """The list of units that the register names."""
    rows = (f"U{number:05d},Kantor {number}" for number in range(UNITS))
    return "\n".join(["kode_unit,nama_unit", *rows, ""]).encode()


def hard() -> bytes:
    """Twenty-two records and an empty line: what registers do to readers."""
    late = "04/03/2024 09:00:00"
    records = [
        _record(1),
        _record(2, tanggal_masuk="31/02/2024 10:00:00"),
        "2024-3;U00001;L001;Loket",
        _record(4) + ";lebih;kolom",
        _record(5, layanan='"L001\r\ncatatan dua baris"'),
        "",
        _record(6),
        _record(7, layanan='L0"01'),
        _record(8, tanggal_masuk="2024-03-05 09:00:00"),
        _record(9, tanggal_masuk="03/25/2024 09:00:00"),
        _record(10, data_benar="1,250.50"),
        _record(11, kode_unit="  U00001 "),
        _record(12, layanan="x" * 300_000),
        _record(13, data_benar="-0,01"),
        _record(14, tanggal_selesai=late),
        _record(15, kode_unit="U99999"),
        _record(16, kanal="daring"),
    ]
    body = "\r\n".join(["\ufeff" + ";".join(HEADER), *records, ""]).encode()
    body += _record(17, layanan="Jos\xe9").encode("latin-1") + b"\r\n"
    rest = (
        _record(18, layanan="a\0b"),
        _record(19),
        _record(20, layanan='"tak tertutup'),
        _record(21),
        _record(22),
    )
    return body + "\r\n".join(rest).encode()


def _record(number: int, **other: str) -> str:
    cells = dict(
        zip(
            HEADER,
            (
                *(f"2024-{number:09d}", "U00001", "L001", "Loket", "05/03/2024 09:00:00"),
                *("19/03/2024", "06/03/2024 10:00:00", "selesai", "Ya"),
            ),
            strict=True,
        )
    )
    return ";".join((cells | other).values())


def _units_of(number: NDArray[Any], fault: NDArray[Any]) -> list[str]:
    codes = np.array([f"U{each:05d}" for each in range(UNITS)], dtype=object)[number]
    codes[fault == UNKNOWN_UNIT] = "X9"
    codes[fault == NO_UNIT] = ""
    return list(codes)


def _answers(n_rows: int, fault: NDArray[Any]) -> list[str]:
    answers = np.array(("Ya", "Tidak", "", "", "Ya"), dtype=object)[np.arange(n_rows) % 5]
    answers[fault == NO_ANSWER] = "mungkin"
    return list(answers)


def _moments(seconds: NDArray[Any], is_impossible: NDArray[Any] | None = None) -> list[str]:
    days, clocks = _known_days(), _known_clocks()
    moments = [
        f"{days[day]} {clocks[second]}"
        for day, second in zip(
            (seconds // 86_400).tolist(), (seconds % 86_400).tolist(), strict=True
        )
    ]
    for place in np.flatnonzero(is_impossible) if is_impossible is not None else ():
        moments[place] = "31/02/2024 10:00:00"
    return moments


def _known_days() -> dict[int, str]:
    return {day: _day(day) for day in range(-3, DAYS + 12_000)}


def _known_clocks() -> list[str]:
    return [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)]


def _day(day: int) -> str:
    return (FIRST_DAY + timedelta(days=day)).strftime("%d/%m/%Y")
