"""Polars takes in a register: the same columns typed, the same rules, the same refusals."""

# mypy: disable-error-code="import-not-found"
# It is installed where it is used, and not with dampak.

from pathlib import Path
from typing import Any

from dampak.benchmark.nation.register_words import ANSWERS, CHANNELS, DAY, FIELDS, MOMENT, STATUS

Counts = tuple[int, int]


def take_in(folder: Path) -> Counts:
    """How many rows were kept and refused; both lie in files beside the register."""
    import polars as pl

    cells = pl.read_csv(
        folder / "service_requests.csv", separator=";", infer_schema=False, new_columns=FIELDS
    )
    units = pl.read_csv(folder / "units.csv", infer_schema=False)["kode_unit"]
    typed = _typed(cells)
    reasons = [pl.when(broken).then(pl.lit(said)) for said, broken in _faults(units).items()]
    typed = typed.with_columns(reason=pl.concat_str(reasons, separator="; ", ignore_nulls=True))
    sound = typed.filter(pl.col("reason") == "").select(
        *("request_id", "unit_code", "service", "way", "received", "promised", "closed"),
        *("state", "correct"),
        received_on=pl.col("received").dt.date(),
        closed_on=pl.col("closed").dt.date(),
    )
    sound.write_parquet(folder / "polars.parquet", compression="zstd", compression_level=1)
    refused = typed.filter(pl.col("reason") != "").select(*FIELDS, "reason")
    refused.write_parquet(folder / "polars.rejects.parquet")
    return sound.height, refused.height


def _typed(cells: Any) -> Any:
    import polars as pl

    def moment(name: str, form: str) -> Any:
        return pl.col(name).str.to_datetime(form, strict=False, time_unit="us")

    def coded(name: str, words: dict[str, object], kind: Any) -> Any:
        return pl.col(name).replace_strict(words, default=None, return_dtype=kind)

    return cells.with_columns(
        received=moment("received_at", MOMENT),
        promised=pl.col("promised_on").str.to_date(DAY, strict=False),
        closed=moment("closed_at", MOMENT),
        way=pl.col("channel").replace(CHANNELS),
        state=coded("status", STATUS, pl.String),
        correct=coded("record_correct", ANSWERS, pl.Boolean),
    )


def _faults(units: Any) -> dict[str, Any]:
    import polars as pl

    at = pl.col
    said = {name: at(name).is_not_null() for name in FIELDS}
    return {
        "request_id": ~said["request_id"],
        "unit_code": ~said["unit_code"],
        "unknown unit": said["unit_code"] & ~at("unit_code").is_in(units.implode()),
        "received_at": at("received").is_null() | (at("received") < pl.datetime(2000, 1, 1)),
        "promised_on": said["promised_on"] & at("promised").is_null(),
        "closed_at": said["closed_at"] & at("closed").is_null(),
        "closed before received": at("closed") < at("received"),
        "status": said["status"] & at("state").is_null(),
        "closed without a day": (at("state") == "closed") & ~said["closed_at"],
        "open with a day": (at("state") == "open") & at("closed").is_not_null(),
        "record_correct": said["record_correct"] & at("correct").is_null(),
    }
