"""N6: a register as text becomes typed rows and refused ones, and no record is lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from dampak.benchmark.nation.demands import All, AtMost
from dampak.benchmark.nation.peers import (
    ingest_by_csv,
    ingest_by_pandas,
    ingest_by_polars,
    ingest_by_sql,
)
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.task import Answer, Side, Task
from dampak.foundation.text import Sentence, gettext_noop
from dampak.indicators.working_days import calendar_days
from dampak.warehouse.conformed import Conformed, conform_at_any_loss, keyed
from dampak.warehouse.kept_rejects import rejects_table
from dampak.warehouse.landing import land

OURS, HARD, PLAIN = "dampak", "dampak, the hard file", "DuckDB"
TIMES_DUCKDB, TIMES_POLARS = 1.1, 1.25
SECRET = bytes(32)
RECORDS_IN_HARD = 23
Counts = tuple[int, int]


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    polars = _peer("Polars", "polars", ingest_by_polars.take_in, prepared)
    return Task(
        code="N6",
        title=gettext_noop("Take in a register of an agency: CSV to typed rows and refused ones"),
        sides=(
            Side(name=OURS, prepare=lambda: _ready(prepared), ask=take_in, tell=_told),
            _peer(PLAIN, "dampak", ingest_by_sql.take_in, prepared),
            polars,
            _peer("pandas", "pandas", ingest_by_pandas.take_in, prepared),
            _peer("csv", "csv", ingest_by_csv.take_in, prepared),
            Side(name=HARD, prepare=lambda: _ready(prepared), ask=take_in_hard, tell=_told_hard),
        ),
        demands=(
            AtMost(side=OURS, times=TIMES_DUCKDB, of=(PLAIN,)),
            All(
                says=Sentence("every record of the file full of traps is accounted for"),
                side=HARD,
                good="accounted",
                all="records",
            ),
        ),
        note=gettext_noop(
            "Ours also looks for requests reported twice and for numbers of civil servants in free "
            "text, and keeps where every row came from."
        ),
    )


def _peer(name: str, module: str, take: Callable[[Path], Counts], prepared: Prepared) -> Side:
    return Side(
        name=name,
        module=module,
        prepare=lambda: prepared.register,
        ask=take,
        tell=_told,
    )


def _ready(prepared: Prepared) -> Path:
    list(calendar_days(date(2024, 1, 1), date(2024, 1, 2)))  # the holidays are imported here
    return prepared.register


def take_in(folder: Path) -> Counts:
    """Land, conform, and write what is kept and what is not."""
    conformed = _conformed(folder, "service_requests.csv")
    rows = conformed.tables["service_requests"]
    words = ["unit_code", "service", "channel", "status", "source_file"]
    pq.write_table(rows, folder / "ours.parquet", compression="zstd", use_dictionary=words)
    pq.write_table(rejects_table(conformed.rejected), folder / "ours.rejects.parquet")
    return conformed.accounts[1].kept, conformed.accounts[1].set_aside


def take_in_hard(folder: Path) -> tuple[int, int]:
    """How many records of the file full of traps are kept, set aside or told as empty."""
    traps = folder / "traps" / "service_requests.csv"
    traps.parent.mkdir(exist_ok=True)
    traps.write_bytes((folder / "hard.csv").read_bytes())
    (traps.parent / "units.csv").write_bytes((folder / "units.csv").read_bytes())
    account = _conformed(traps.parent, traps.name).accounts[1]
    empty = sum(
        int(str(notice.values["count"]))
        for notice in land(traps).notices
        if "empty rows" in notice.message
    )
    return account.kept + account.set_aside + empty, RECORDS_IN_HARD


def _conformed(folder: Path, register: str) -> Conformed:
    landed = [land(folder / "units.csv"), land(folder / register)]
    return conform_at_any_loss([keyed(each, secret=SECRET) for each in landed])


def _told(counts: Counts) -> Answer:
    kept, refused = counts
    return {"kept": np.array([float(kept)]), "refused": np.array([float(refused)])}


def _told_hard(found: tuple[int, int]) -> Answer:
    accounted, records = found
    return {"accounted": np.array([float(accounted)]), "records": np.array([float(records)])}
