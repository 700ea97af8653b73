"""Where an import is worked out: files in a folder, and an engine over them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from dampak.warehouse.conformed.parsing.parser import text_literal
from dampak.warehouse.staff.numbers import KEY, SHORT

MEMORY = "1500MB"

PERSONS = pa.schema(
    {
        "id": pa.int64(),
        "key": KEY,
        "k": SHORT,
        "masked": pa.string(),
        "name": pa.string(),
        "employment": pa.string(),
        "rank": pa.string(),
        "education": pa.string(),
        "status": pa.string(),
        "is_ours": pa.bool_(),  # posted where we may change postings, or nowhere
        "is_restricted": pa.bool_(),  # at their own wish nobody changes anything
    }
)
POSTINGS = pa.schema(
    {
        "id": pa.int64(),
        "person": pa.int64(),
        "unit": pa.int32(),
        "position": pa.string(),
        "kind": pa.string(),
        "employment": pa.string(),
        "rank": pa.string(),
        "supervisor": pa.int64(),
        "from_on": pa.date32(),
        "to_on": pa.date32(),
    }
)


FORMER = pa.schema({"k": SHORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The folder in which an import is worked out: what came, what is known, what follows."""

    folder: Path

    @property
    def staged(self) -> Path:
        """Rows of people that may be used, each by itself."""
        return self.folder / "staged"

    def known(self, name: str) -> Path:
        """``persons``, ``postings`` or ``former`` as they are now."""
        return self.folder / f"known-{name}.parquet"

    @property
    def headers(self) -> Path:
        """How each file calls its columns, by the number of the file and the table."""
        return self.folder / "headers.json"

    def outcome(self, name: str) -> Path:
        """What is to be written: see `OUTCOMES`."""
        return self.folder / f"out-{name}.parquet"

    @property
    def refused(self) -> Path:
        """The folder with every refused row."""
        return self.folder / "refused"


@contextmanager
def opened_desk(desk: Desk) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that spills to the desk's own folder rather than take much memory."""
    spill = desk.folder / "spill"
    spill.mkdir(exist_ok=True)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 2,
        "memory_limit": MEMORY,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    path = desk.folder / "desk.duckdb"
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path), config=settings) as connection:
        connection.execute("SET enable_progress_bar = false")
        for name in ("persons", "postings", "former"):
            source = text_literal(str(desk.known(name)))
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({source})")
        source = text_literal(str(desk.staged / "*.parquet"))
        connection.execute(f"CREATE VIEW staged AS FROM read_parquet({source})")
        yield connection
    path.unlink(missing_ok=True)
