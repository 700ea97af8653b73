"""Which engines are tried: DuckDB always, PostgreSQL beside a server, others where asked for.

``DAMPAK_ENGINES`` names them with commas between. One that is named and is not there is an error.
"""

import os

from dampak.warehouse.engines.in_duckdb import InDuckDB

LEDGER = os.environ.get("DAMPAK_DATABASE_URL", "")
WITH_A_SERVER = "duckdb,postgresql" if LEDGER.startswith("postgresql") else "duckdb"
TRIED = (os.environ.get("DAMPAK_ENGINES") or WITH_A_SERVER).split(",")


def started(name):
    if name == "postgresql":
        from dampak.warehouse.engines.in_postgresql import InPostgreSQL

        return InPostgreSQL(LEDGER)
    if name == "clickhouse":
        from dampak.warehouse.engines.in_clickhouse import InClickHouse

        return InClickHouse()
    if name == "spark":
        from dampak.warehouse.engines.in_spark import InSpark

        return InSpark(master="local[2]")
    if name == "duckdb":
        return InDuckDB()
    raise ValueError(f"DAMPAK_ENGINES names {name!r}, which nobody knows.")
