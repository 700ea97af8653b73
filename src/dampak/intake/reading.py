"""What a delivery holds: its files landed, or everything that keeps them from being read."""

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dampak.datapack.mapping import Mapping, header_fingerprint
from dampak.datapack.mapping_file import read_mappings
from dampak.foundation.text import Sentence
from dampak.intake.models import DeliveredFile, Delivery, SavedMapping
from dampak.warehouse.landing import CannotLand, LandedFile, land_pack
from dampak.warehouse.landing.looking import look_at
from dampak.warehouse.landing.opening import opened, sources_of

GONE = Sentence(
    "This delivery was discarded long ago, so its files were removed; no number rests on them. "
    "Hand the files in again if they are needed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that was not recognised, with its faults, and whether a mapping could help."""

    file: DeliveredFile
    faults: tuple[Sentence, ...]
    can_be_mapped: bool


class CannotReadDelivery(Exception):
    """Says for each file, and for all together, what keeps them from being read."""

    def __init__(self, *, unread: Sequence[Unread], faults: Sequence[Sentence]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.unread, self.faults = tuple(unread), tuple(faults)


def read_delivery(delivery: Delivery, *, must_be_whole: bool) -> tuple[LandedFile, ...]:
    """Every table of the delivery; raises `CannotReadDelivery` with all faults of all files."""
    if delivery.discarded_at and not delivery.folder().is_dir():
        raise CannotReadDelivery(unread=(), faults=(GONE,))
    mappings = saved_mappings()
    try:
        return _landed(delivery.folder(), mappings, must_be_whole=must_be_whole)
    except CannotLand as refusal:
        unread = [found for file in delivery.files.all() if (found := _unread(file, mappings))]
        told = {fault for each in unread for fault in each.faults}
        together = [fault for fault in refusal.faults if fault not in told]
        raise CannotReadDelivery(unread=unread, faults=together) from refusal


def header_of(path: Path) -> tuple[str, ...]:
    """The cells of the row that is most likely the header, of the first sheet; empty if unreadable.

    The fullest of the first rows; of equally full ones the first.
    """
    try:
        sources = sources_of(opened(path, largest_bytes=settings.LARGEST_DELIVERY_BYTES))
    except CannotLand:
        return ()
    head = sources[0].head if sources else ()
    fullest = max(head, key=lambda row: sum(1 for cell in row.cells if cell.strip()), default=None)
    return tuple(cell.strip() for cell in fullest.cells) if fullest else ()


def first_rows(path: Path, header: Sequence[str], *, rows: int = 3) -> list[tuple[str, ...]]:
    """The rows below the header, so that a person sees what a column holds."""
    source = sources_of(opened(path, largest_bytes=settings.LARGEST_DELIVERY_BYTES))[0]
    cells = [tuple(cell.strip() for cell in row.cells) for row in source.head]
    below = cells.index(tuple(header)) + 1
    return cells[below : below + rows]


def words_below(path: Path, *, table: str) -> Lookup[str, Lookup[str, int]]:
    """The words under each header with how often they occur, the commonest first."""
    return look_at(path, table=table, largest_bytes=settings.LARGEST_DELIVERY_BYTES).words


def mapping_for(header: Sequence[str], *, table: str) -> Mapping | None:
    """What was said before about a file with this header, if it was said to be this table."""
    saved = SavedMapping.objects.filter(header_sha256=header_fingerprint(tuple(header))).first()
    mappings = read_mappings(saved.text) if saved else ()
    return next((each for each in mappings if each.table == table), None)


def table_said_of(header: Sequence[str]) -> str:
    """Which table a file with this header was said to be; empty if nobody said it."""
    saved = SavedMapping.objects.filter(header_sha256=header_fingerprint(tuple(header))).first()
    return saved.table if saved else ""


def saved_mappings() -> tuple[Mapping, ...]:
    """Every mapping that was saved, the latest first."""
    return tuple(
        mapping for saved in SavedMapping.objects.all() for mapping in read_mappings(saved.text)
    )


def _landed(
    path: Path, mappings: Sequence[Mapping], *, must_be_whole: bool
) -> tuple[LandedFile, ...]:
    return land_pack(
        path,
        mappings=mappings,
        must_be_whole=must_be_whole,
        largest_bytes=settings.LARGEST_DELIVERY_BYTES,
    )


def _unread(file: DeliveredFile, mappings: Sequence[Mapping]) -> Unread | None:
    try:
        _landed(file.path(), mappings, must_be_whole=False)
    except CannotLand as refusal:
        header = header_of(file.path())
        return Unread(file=file, faults=refusal.faults, can_be_mapped=sum(map(bool, header)) > 1)
    return None
