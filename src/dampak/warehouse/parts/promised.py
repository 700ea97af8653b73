"""A piece before it is made: enough is known of it to find out that it was made already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dampak.foundation.text import Sentence
from dampak.warehouse.parts.piece import Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """A file of a delivery, as it will stand among the inputs of the snapshot."""

    name: str
    sha256: str
    size_bytes: int
    encoding: str = ""
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A piece that is made when it is needed. ``make`` is not called for one that is there."""

    file: DeliveredFile
    table: str
    month: date | None
    make: Callable[[], Piece]
