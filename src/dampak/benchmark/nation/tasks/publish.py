"""N1: from rows as they came to rows that may be counted, and to those that may not."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from dampak.benchmark.nation.demands import All, LessBy
from dampak.benchmark.nation.peers.files import THREADS
from dampak.benchmark.nation.prepared import Prepared, built
from dampak.benchmark.nation.task import Answer, Side, Task
from dampak.foundation.text import Sentence, gettext_noop
from dampak.warehouse.bulk.delivering import delivery_in
from dampak.warehouse.engines.in_duckdb import InDuckDB
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Store

OURS, OURS_COUNTED, PLAIN = "dampak", "dampak, counted on the way", "DuckDB"
TABLE = "service_requests"
LESS = 1.5
CONTENT = (
    *("request_id", "unit_code", "service", "channel", "is_digital", "received_at"),
    *("received_on", "promised_on", "closed_at", "closed_on", "status", "was_withdrawn"),
)
HASHED = f"(hash({CONTENT[0]}::VARCHAR, {', '.join(CONTENT[1:])}) % 4294967296)::BIGINT"
BROKEN = {
    "unknown unit": "units.code IS NULL",
    "no number": "coming.request_id IS NULL",
    "no moment": "coming.received_at IS NULL",
    "impossible moment": "coming.received_at NOT BETWEEN '2000-01-01' AND '2099-12-31 23:59:59'",
    "impossible promise": "coming.promised_on NOT BETWEEN '2000-01-01' AND '2099-12-31'",
    "impossible closing": "coming.closed_at NOT BETWEEN '2000-01-01' AND '2099-12-31 23:59:59'",
    "closed before it came": "coming.closed_at < coming.received_at",
    "closed without a day": "coming.status = 'closed' AND coming.closed_at IS NULL",
    "open with a day": "coming.status = 'open' AND coming.closed_at IS NOT NULL",
    "unknown status": "coming.status NOT IN ('open', 'closed', 'withdrawn', 'refused')",
}


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    plain = Side(
        name=PLAIN,
        prepare=lambda: Plain(files=_requests_of(prepared), folder=Path(tempfile.mkdtemp())),
        ask=publish_by_sql,
        tell=_told_by_sql,
    )
    return Task(
        code="N1",
        title=gettext_noop("Publish: check, settle repeats, sort and keep every service request"),
        sides=(_ours(prepared, is_counted=False), _ours(prepared, is_counted=True), plain),
        demands=(
            LessBy(side=OURS, times=LESS, than=(PLAIN,)),
            All(
                says=Sentence("rows that came = rows kept + rows set aside"),
                side=OURS,
                good="accounted",
                all="came",
            ),
        ),
    )


def _requests_of(prepared: Prepared) -> Path:
    """A delivery of units and requests alone, which lie where the whole one lies."""
    folder = prepared.folder / "requests"
    folder.mkdir(exist_ok=True)
    for name in ("units.csv", TABLE):
        if not (folder / name).exists():
            (folder / name).symlink_to((prepared.deliveries / name).resolve())
    return folder


def _ours(prepared: Prepared, *, is_counted: bool) -> Side:
    return Side(
        name=OURS_COUNTED if is_counted else OURS,
        prepare=lambda: (_requests_of(prepared), Store(Path(tempfile.mkdtemp()) / "warehouse")),
        ask=lambda data: built(delivery_in(*data), data[1], is_counted=is_counted),
        tell=_told,
    )


def _told(snapshot: Snapshot) -> Answer:
    inputs = [file for file in snapshot.inputs if file.table == TABLE]
    with snapshot.connect(threads=THREADS) as connection:
        asked = f"SELECT count(*) AS kept, sum({HASHED}) AS hash FROM {TABLE}"  # nosec B608 - names of our own invented nation
        ((kept, hashed),) = connection.execute(asked).fetchall()
    shutil.rmtree(snapshot.folder.parent, ignore_errors=True)
    set_aside = sum(file.rows_set_aside for file in inputs)
    return {
        "kept": np.array([float(kept)]),
        "set aside": np.array([float(set_aside)]),
        "content": np.array([float(hashed)]),
        "came": np.array([float(sum(file.rows_in for file in inputs))]),
        "accounted": np.array([float(kept + set_aside)]),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Where the rows come from, and where what becomes of them goes."""

    files: Path
    folder: Path


def publish_by_sql(data: Plain) -> Plain:
    """The same checks, the last of several rows with one number, sorted by unit and moment."""
    engine, kept, aside = InDuckDB(threads=THREADS), data.folder / "kept", data.folder / "aside"
    with engine:
        engine.load({"units": _units(engine, data.files / "units.csv")})
        reasons = ", ".join(
            f"CASE WHEN {broken} THEN '{reason}' END" for reason, broken in BROKEN.items()
        )
        for sql in (
            f"""CREATE TABLE judged AS
            SELECT coming.*, units.place, concat_ws('; ', {reasons}) AS reason
            FROM read_parquet('{data.files / TABLE}/*.parquet',
              filename = true, file_row_number = true) AS coming
            LEFT JOIN units ON units.code = coming.unit_code""",  # nosec B608 - names of our own invented nation
            """UPDATE judged SET reason = 'a later row has this number' WHERE rowid IN (
              SELECT rowid FROM judged WHERE reason = ''
              QUALIFY row_number() OVER (
                PARTITION BY request_id ORDER BY filename DESC, file_row_number DESC) > 1)""",
            f"""COPY (
              SELECT request_id, unit_code, service, channel,
                channel IN ('web', 'app', 'email', 'messenger') AS is_digital,
                received_at, received_at::DATE AS received_on, promised_on,
                closed_at, closed_at::DATE AS closed_on, status, was_withdrawn,
                year(received_at) * 100 + month(received_at) AS month
              FROM judged WHERE reason = '' ORDER BY month, place, received_at
            ) TO '{kept}.parquet'
            (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 131072)""",  # nosec B608 - names of our own invented nation
            f"COPY (FROM judged WHERE reason <> '') TO '{aside}.parquet' (FORMAT parquet)",
        ):
            engine.run(sql)
    return data


def _units(engine: InDuckDB, file: Path) -> pa.Table:
    return engine.run(f"SELECT code, row_number() OVER () AS place FROM read_csv('{file}')")  # nosec B608 - names of our own invented nation


def _told_by_sql(data: Plain) -> Answer:
    with InDuckDB() as engine:
        kept = engine.run(
            f"SELECT count(*)::DOUBLE AS kept, sum({HASHED})::DOUBLE AS content"
            f" FROM '{data.folder}/kept.parquet'"  # nosec B608 - names of our own invented nation
        )
        aside = engine.run(f"SELECT count(*)::DOUBLE AS n FROM '{data.folder}/aside.parquet'")  # nosec B608 - names of our own invented nation
    shutil.rmtree(data.folder)
    return {
        "kept": kept["kept"].to_numpy(),
        "content": kept["content"].to_numpy(),
        "set aside": aside["n"].to_numpy(),
    }
