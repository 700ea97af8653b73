"""A loop over Python's own `csv`: what an office without any library would write."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from dampak.benchmark.nation.register_words import ANSWERS, CHANNELS, DAY, FIELDS, MOMENT, STATUS

Counts = tuple[int, int]
EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001 - a register writes moments without a zone


def take_in(folder: Path) -> Counts:
    """How many rows were kept and refused; both lie in files beside the register."""
    with (folder / "units.csv").open(encoding="utf-8") as file:
        units = {row["kode_unit"] for row in csv.DictReader(file)}
    kept = refused = 0
    with (
        (folder / "service_requests.csv").open(encoding="utf-8-sig", newline="") as register,
        (folder / "csv.rows.json").open("w", encoding="utf-8") as rows,
        (folder / "csv.rejects.json").open("w", encoding="utf-8") as rejects,
    ):
        reader = csv.DictReader(register, fieldnames=FIELDS, delimiter=";")
        next(reader)
        for row in reader:
            reasons = list(_faults(row, units))
            channel = CHANNELS.get(row["channel"], row["channel"])
            told = {**row, "reason": reasons} if reasons else {**row, "channel": channel}
            (rejects if reasons else rows).write(json.dumps(told) + "\n")
            kept, refused = kept + (not reasons), refused + bool(reasons)
    return kept, refused


def _faults(row: Mapping[str, str], units: set[str]) -> Iterator[str]:
    received, closed = _moment(row["received_at"], MOMENT), _moment(row["closed_at"], MOMENT)
    state = STATUS.get(row["status"])
    broken = {
        "request_id": not row["request_id"],
        "unit_code": row["unit_code"] not in units,
        "received_at": received is None or received < EARLIEST,
        "promised_on": bool(row["promised_on"]) and _moment(row["promised_on"], DAY) is None,
        "closed_at": bool(row["closed_at"]) and closed is None,
        "closed before received": bool(closed and received and closed < received),
        "status": bool(row["status"]) and state is None,
        "closed without a day": state == "closed" and not row["closed_at"],
        "open with a day": state == "open" and closed is not None,
        "record_correct": bool(row["record_correct"]) and row["record_correct"] not in ANSWERS,
    }
    return (reason for reason, is_so in broken.items() if is_so)


def _moment(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - as above
    except ValueError:
        return None
