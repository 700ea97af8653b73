"""ClickHouse reads the file of a part where it lies; tried where ClickHouse is asked for."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROWS = 300_000
COUNT = "SELECT count(*) AS n FROM {} WHERE a IS NOT NULL AND w IS NOT TRUE AND a <= b"


@pytest.mark.parametrize("engine", ["clickhouse"], indirect=True)
def test_days_written_as_differences_are_read_as_they_are(engine, tmp_path):
    rng = np.random.default_rng(1)
    first, last = rng.integers(20_000, 20_400, (2, ROWS)).astype(np.int32)
    is_open, withdrawn = rng.random(ROWS) < 0.1, rng.random(ROWS) < 0.03
    rows = pa.table(
        {
            "a": pa.array(first, mask=is_open).cast(pa.date32()),
            "b": pa.array(last).cast(pa.date32()),
            "w": withdrawn,
        }
    )
    written = dict.fromkeys("ab", "DELTA_BINARY_PACKED")
    pq.write_table(rows, tmp_path / "part.parquet", use_dictionary=False, column_encoding=written)

    found = engine.run(COUNT.format(f"file('{tmp_path}/part.parquet', Parquet)"))

    assert found["n"].to_pylist() == [int((~is_open & ~withdrawn & (first <= last)).sum())]
