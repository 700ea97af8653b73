"""Spark: on this machine, or on the cluster that the session was made for."""

# mypy: disable-error-code="import-not-found"
# It is installed where it is used, and not with dampak.

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from dampak.indicators.dialects import DIALECTS

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")


class InSpark:
    """A session; ``master`` as Spark has it, such as ``local[2]`` or ``yarn``."""

    dialect = DIALECTS["spark"]

    def __init__(self, *, master: str = "local[1]") -> None:
        # Otherwise tasks would run in the first Python that a worker finds.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        self._folder = tempfile.TemporaryDirectory()
        self.session = (
            SparkSession.builder.master(master)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", self._folder.name)
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )

    def load(self, tables: Mapping[str, pa.Table]) -> None:
        """Laid down as files, which the views read."""
        for name, rows in tables.items():
            file = Path(self._folder.name) / f"{name}.parquet"
            pq.write_table(rows, file)
            self.session.read.parquet(str(file)).createOrReplaceTempView(name)

    def run(self, sql: str) -> pa.Table:
        """Ask."""
        return self.session.sql(sql).toArrow()

    def each(
        self, task: Callable[[Argument], Answer], arguments: Sequence[Argument]
    ) -> list[Answer]:
        """Do the same with each argument, one task a piece, wherever there is room."""
        pieces = self.session.sparkContext.parallelize(arguments, max(1, len(arguments)))
        answers: list[Answer] = pieces.map(task).collect()
        return answers

    def __enter__(self) -> "InSpark":
        return self

    def __exit__(self, *_: object) -> None:
        self.session.stop()
        self._folder.cleanup()
