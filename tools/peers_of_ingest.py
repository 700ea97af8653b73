"""What taking in a register costs: ours beside plain DuckDB and plain Polars, in turn.

    python -m tools.peers_of_ingest FOLDER [--repeats 3] [--peers PYTHON]

FOLDER comes from `tools.make_agency_file`. ``--peers`` is a Python that has Polars, which the
product needs not. Every side reads the same CSV, types the same columns, applies the same rules
and writes Parquet and the refused rows; ours also looks for requests reported twice, for numbers
of civil servants in free text, and keeps where every row came from. The peers do not look into
records that no reader can cut; hence ``hard.csv``, where every record has to be accounted for.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

SIDES = ("dampak", "duckdb", "polars")
SECRET = bytes(32)
CHANNELS = {"Loket": "counter", "Daring": "web", "WhatsApp": "messenger"}
STATUS = {"proses": "open", "selesai": "closed"}
ANSWERS = {"Ya": True, "Tidak": False}
MOMENT, DAY = "%d/%m/%Y %H:%M:%S", "%d/%m/%Y"
FIELDS = (
    *("request_id", "unit_code", "service", "channel", "received_at", "promised_on"),
    *("closed_at", "status", "record_correct"),
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--peers", default=sys.executable)
    asked.add_argument("--side", choices=SIDES)
    told = asked.parse_args()
    if told.side:
        print(json.dumps(measured(told.side, told.folder)))
        return
    runs = [_run(told, side) for _ in range(told.repeats) for side in SIDES]
    best = {side: _best(run for run in runs if run["side"] == side) for side in SIDES}
    for side, run in best.items():
        against = {
            name: round(best["dampak"]["cpu"] / other["cpu"], 2) for name, other in best.items()
        }
        print(json.dumps(run | ({"ours / theirs": against} if side == "dampak" else {})))


def _run(told: argparse.Namespace, side: str) -> dict:
    python = told.peers if side == "polars" else sys.executable
    command = [python, "-m", "tools.peers_of_ingest", str(told.folder), "--side", side]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout.splitlines()[-1])


def _best(runs) -> dict:
    return min(runs, key=lambda run: run["cpu"])


def measured(side: str, folder: Path) -> dict:
    take = {"dampak": prepared_ours, "duckdb": prepared_duckdb, "polars": prepared_polars}[side]()
    cpu, started = time.process_time(), time.perf_counter()
    kept, refused = take(folder)
    return {
        "side": side,
        "cpu": round(time.process_time() - cpu, 3),
        "wall": round(time.perf_counter() - started, 3),
        "peak MiB": _peak_mib(),
        "kept": kept,
        "refused": refused,
    }


def _peak_mib() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def prepared_ours():
    import pyarrow.parquet as pq

    from dampak.indicators.working_days import calendar_days
    from dampak.warehouse.conformed import conform_at_any_loss, keyed
    from dampak.warehouse.kept_rejects import rejects_table
    from dampak.warehouse.landing import land

    list(calendar_days(date(2024, 1, 1), date(2024, 1, 2)))  # the holidays are imported here

    def take(folder: Path) -> tuple[int, int]:
        landed = [land(folder / "units.csv"), land(folder / "service_requests.csv")]
        files = [keyed(each, secret=SECRET) for each in landed]
        conformed = conform_at_any_loss(files)
        rows = conformed.tables["service_requests"]
        words = ["unit_code", "service", "channel", "status", "source_file"]
        pq.write_table(rows, folder / "ours.parquet", compression="zstd", use_dictionary=words)
        pq.write_table(rejects_table(conformed.rejected), folder / "ours.rejects.parquet")
        return conformed.accounts[1].kept, conformed.accounts[1].set_aside

    return take


def prepared_duckdb():
    import duckdb

    def case(column: str, words: dict, otherwise: str = "NULL") -> str:
        told = " ".join(f"WHEN {word!r} THEN {str(code)!r}" for word, code in words.items())
        return f"CASE {column} {told} ELSE {otherwise} END"

    def take(folder: Path) -> tuple[int, int]:
        con = duckdb.connect(":memory:", config={"threads": os.cpu_count() or 2})
        columns = ", ".join(f"'{name}': 'VARCHAR'" for name in FIELDS)
        con.execute(
            f"CREATE TABLE units AS FROM read_csv('{folder}/units.csv', all_varchar = true)"
        )
        con.execute(
            f"CREATE TABLE cells AS FROM read_csv('{folder}/service_requests.csv', delim = ';',"
            f" quote = '\"', header = true, auto_detect = false, columns = {{{columns}}},"
            " store_rejects = true)"
        )
        con.execute(f"""
            CREATE TABLE typed AS SELECT *, concat_ws('; ',
                CASE WHEN request_id IS NULL THEN 'request_id' END,
                CASE WHEN unit_code IS NULL THEN 'unit_code' END,
                CASE WHEN unit_code IS NOT NULL AND kode_unit IS NULL THEN 'unknown unit' END,
                CASE WHEN received IS NULL OR received < '2000-01-01' THEN 'received_at' END,
                CASE WHEN promised_on IS NOT NULL AND promised IS NULL THEN 'promised_on' END,
                CASE WHEN closed_at IS NOT NULL AND closed IS NULL THEN 'closed_at' END,
                CASE WHEN closed < received THEN 'closed before received' END,
                CASE WHEN status IS NOT NULL AND state IS NULL THEN 'status' END,
                CASE WHEN state = 'closed' AND closed_at IS NULL THEN 'closed without a day' END,
                CASE WHEN state = 'open' AND closed IS NOT NULL THEN 'open with a day' END,
                CASE WHEN record_correct IS NOT NULL AND correct IS NULL THEN 'record_correct' END
            ) AS reason FROM (
                SELECT cells.*, units.kode_unit,
                    try_strptime(received_at, '{MOMENT}') AS received,
                    CAST(try_strptime(promised_on, '{DAY}') AS DATE) AS promised,
                    try_strptime(closed_at, '{MOMENT}') AS closed,
                    {case("channel", CHANNELS, "channel")} AS way,
                    {case("status", STATUS)} AS state,
                    CAST({case("record_correct", ANSWERS)} AS BOOLEAN) AS correct
                FROM cells LEFT JOIN units ON kode_unit = unit_code
            )""")
        con.execute(f"""
            COPY (SELECT request_id, unit_code, service, way, received, CAST(received AS DATE),
                promised, closed, CAST(closed AS DATE), state, correct FROM typed WHERE reason = '')
            TO '{folder}/duckdb.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)""")
        con.execute(
            f"COPY (SELECT {', '.join(FIELDS)}, reason FROM typed WHERE reason <> '')"
            f" TO '{folder}/duckdb.rejects.parquet' (FORMAT parquet)"
        )
        count = "SELECT count(*) FILTER (reason = ''), count(*) FILTER (reason <> '') FROM typed"
        return con.execute(count).fetchall()[0]

    return take


def prepared_polars():
    import polars as pl

    def take(folder: Path) -> tuple[int, int]:
        cells = pl.read_csv(
            folder / "service_requests.csv", separator=";", infer_schema=False, new_columns=FIELDS
        )
        units = pl.read_csv(folder / "units.csv", infer_schema=False)["kode_unit"]
        empty, at = (lambda name: pl.col(name).is_null()), pl.col

        def moment(name: str, form: str):
            return at(name).str.to_datetime(form, strict=False, time_unit="us")

        typed = cells.with_columns(
            received=moment("received_at", MOMENT),
            promised=at("promised_on").str.to_date(DAY, strict=False),
            closed=moment("closed_at", MOMENT),
            way=at("channel").replace(CHANNELS),
            state=at("status").replace_strict(STATUS, default=None, return_dtype=pl.String),
            correct=at("record_correct").replace_strict(
                ANSWERS, default=None, return_dtype=pl.Boolean
            ),
        )
        faults = {
            "request_id": empty("request_id"),
            "unit_code": empty("unit_code"),
            "unknown unit": ~empty("unit_code") & ~at("unit_code").is_in(units.implode()),
            "received_at": empty("received") | (at("received") < pl.datetime(2000, 1, 1)),
            "promised_on": ~empty("promised_on") & empty("promised"),
            "closed_at": ~empty("closed_at") & empty("closed"),
            "closed before received": at("closed") < at("received"),
            "status": ~empty("status") & empty("state"),
            "closed without a day": (at("state") == "closed") & empty("closed_at"),
            "open with a day": (at("state") == "open") & ~empty("closed"),
            "record_correct": ~empty("record_correct") & empty("correct"),
        }
        reasons = [pl.when(broken).then(pl.lit(said)) for said, broken in faults.items()]
        typed = typed.with_columns(reason=pl.concat_str(reasons, separator="; ", ignore_nulls=True))
        sound = typed.filter(at("reason") == "").select(
            *("request_id", "unit_code", "service", "way", "received", "promised", "closed"),
            *("state", "correct"),
            received_on=at("received").dt.date(),
            closed_on=at("closed").dt.date(),
        )
        sound.write_parquet(folder / "polars.parquet", compression="zstd", compression_level=1)
        refused = typed.filter(at("reason") != "").select(*FIELDS, "reason")
        refused.write_parquet(folder / "polars.rejects.parquet")
        return sound.height, refused.height

    return take


if __name__ == "__main__":
    main()
