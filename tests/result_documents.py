"""A small result document, written by hand so that every expected word can be read off it."""

import copy
from typing import Any


def both(indonesian: str, english: str) -> dict[str, str]:
    return {"id": indonesian, "en": english}


def study(**changes: Any) -> dict[str, Any]:
    """Completion time fell by 1.5 working days, from 2.1 to 0.9, at grade B."""
    plain = {
        "slug": "waktu",
        "title": both("Loket digital", "Digital counters"),
        "programme": "Loket Digital",
        "was_planned": True,
        "outcome": "median-completion-time",
        "outcome_title": both("Median waktu penyelesaian", "Median completion time"),
        "role": "primary",
        "unit": both("hari kerja", "working days"),
        "better": "lower",
        "decimals": 1,
        "is_share": False,
        "smallest_effect": 1.0,
        "plan": {
            "slug": "waktu",
            "programme": "Loket Digital",
            "outcome": "median-completion-time",
            "role": "primary",
            "control": "not_yet",
            "confidence": 0.95,
            "window_months": [-2, 2],
            "rule": "interval/1",
            "registered_on": "2023-11-15",
            "note": None,
        },
        "seal": {
            "sha256": "ab" * 32,
            "sealed_at": "2023-11-15T08:05:00+07:00",
            "sealed_by": "sri",
            "intact": True,
            "before_first_training": True,
        },
        "deviations": [],
        "n_trained": 26,
        "n_comparison": 14,
        "n_months": 5,
        "first_month": "2024-01",
        "last_month": "2024-05",
        "baseline": 7.44,
        "event_study": {
            "points": [
                {"months_since": month, "value": value, "low": low, "high": high, "n_units": 26}
                for month, value, low, high in (
                    (-2, 0.12, -0.4, 0.6),
                    (-1, 0.0, 0.0, 0.0),
                    (0, -1.2, -1.9, -0.5),
                    (1, -1.51, -2.2, -0.8),
                    (2, -1.6, -2.4, -0.8),
                )
            ],
            "confidence": 0.95,
            "method": "event_study/1",
        },
        "group_means": [
            {"month": f"2024-0{month}", "trained": 7.5 - month / 4, "comparison": 7.5}
            for month in range(1, 6)
        ],
        "checks": [
            {
                "code": "pre-trend",
                "outcome": "passed",
                "title": both("Gerak sebelum pelatihan", "Movement before the training"),
                "found": both("Kedua kelompok searah.", "Both groups moved alike."),
            },
            {
                "code": "missing-months",
                "outcome": "failed",
                "title": both("Bulan yang kosong", "Missing months"),
                "found": both("12 dari 200 kosong.", "12 of 200 are empty."),
            },
        ],
        "grade": "B",
        "grade_reason": both("Pemeriksaan bersih.", "The checks are clean."),
        "verdict": "moved",
        "verdict_title": both("Bergerak", "Moved"),
        "sentence": both("Waktu turun 1,5 hari kerja.", "The time fell by 1.5 working days."),
        "next_step": both("Lanjutkan.", "Go on."),
        "figure": "study:waktu",
        "estimate": {
            "value": -1.5,
            "low": -2.1,
            "high": -0.9,
            "confidence": 0.95,
            "method": "group_time_average/1",
            "standard_error": 0.3,
        },
    }
    return plain | changes


def silent_study(**changes: Any) -> dict[str, Any]:
    """A study of a share without an answer: one unit trained where five are needed."""
    silent = study(
        slug="daring",
        outcome="digital-share",
        outcome_title=both("Kanal digital", "Digital channels"),
        role="secondary",
        unit=both("poin persen", "percentage points"),
        better="higher",
        is_share=True,
        smallest_effect=0.05,
        event_study=None,
        group_means=[],
        baseline=None,
        verdict="cannot_tell",
        verdict_title=both("Belum dapat disimpulkan", "Cannot tell yet"),
        figure="study:daring",
        no_answer={
            "why": "TOO_FEW_TRAINED",
            "sentence": both("Unit terlatih terlalu sedikit.", "Too few units were trained."),
            "needed": 5,
            "found": 1,
        },
    )
    del silent["estimate"]
    return silent | changes


def room(number: int) -> dict[str, Any]:
    return {
        "room": number,
        "name": both(f"Ruang {number}", f"Room {number}"),
        "what": both("Yang terjadi di sini.", "What happens here."),
        "rows_in": 1_440,
        "rows_out": 1_428,
        "set_aside": 12,
        "counted_in": both("baris", "rows"),
        "version": "1",
        "sha256": "cd" * 32,
        "left_out": [{"because": both("Sel kosong", "Empty cell"), "rows": 12}],
    }


def definition(**changes: Any) -> dict[str, Any]:
    plain = {
        "code": "digital-share",
        "version": 1,
        "title": both("Kanal digital", "Digital channels"),
        "why": both("Warga tak perlu datang.", "No need to travel."),
        "unit": both("persen", "percent"),
        "better": "higher",
        "kind": "share",
        "decimals": 1,
        "is_share": True,
        "sql": "SELECT count(*) WHERE n < 10 & true",
        "caveats": [both("Kanal kosong tidak dihitung.", "Empty channels are not counted.")],
    }
    return plain | changes


def document(**changes: Any) -> dict[str, Any]:
    """One study that moved, one without an answer, one indicator of two units in two months."""
    readings = (
        ("U1", "2024-04", 10),
        ("U2", "2024-04", 20),
        ("U1", "2024-05", 12),
        ("U2", "2024-05", 24),
    )
    plain = {
        "format": "dampak-result/1",
        "made_by": {"version": "0.1.0", "at": "2026-11-21T10:00:00+07:00", "by": "sri"},
        "snapshot": {
            "id": "ef" * 32,
            "number": 3,
            "published_at": "2026-11-21T09:59:00+07:00",
            "calendar": "indonesia-national/1",
            "zone": "Asia/Jakarta",
        },
        "language_default": "id",
        "notes": [],
        "notices": [],
        "inputs": [
            {
                "file": "permohonan.csv",
                "table": "service_requests",
                "sha256": "ab" * 32,
                "bytes": 7_000_000,
                "encoding": "utf-8",
                "rows_in": 90_000,
                "rows_kept": 89_000,
                "rows_set_aside": 1_000,
                "notices": [both("13 baris kembar.", "13 duplicate rows.")],
            }
        ],
        "units": [
            {"code": "U1", "name": "Loket 1", "parent_code": None, "first_trained": "2024-03"},
            {"code": "U2", "name": "Loket 2", "parent_code": "U1", "first_trained": None},
        ],
        "catalogue": [definition()],
        "indicators": [
            {
                "code": "digital-share",
                "version": 1,
                "unit_code": unit,
                "month": month,
                "numerator": numerator,
                "denominator": 40,
                "value": numerator / 40,
            }
            for unit, month, numerator in readings
        ],
        "withheld": [],
        "studies": [study(), silent_study()],
        "figures": {
            name: {"title": both("Angka", "Figure"), "rooms": [room(n) for n in range(1, 9)]}
            for name in ("study:waktu", "study:daring")
        },
    }
    return copy.deepcopy(plain | changes)
