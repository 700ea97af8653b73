"""The port: what an engine must be able to do to count by our definitions."""

from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self

import pyarrow as pa

from dampak.indicators.dialects import Dialect


class Engine(Protocol):
    """An engine that speaks SQL. Left as a context manager, it lets go of all it holds."""

    @property
    def dialect(self) -> Dialect:
        """What it calls things; its name is the engine's."""

    def load(self, tables: Mapping[str, pa.Table]) -> None:
        """Put tables in, by name; one of the same name gives way."""

    def run(self, sql: str) -> pa.Table:
        """Ask one question, and have its rows in the engine's own types."""

    def __enter__(self) -> Self:
        """Itself, at work."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let go."""
