"""What lies in the folder of a delivery: files and folders that are named after tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dampak.datapack.columns import Table
from dampak.datapack.recognition import table_named
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.warehouse.bulk import refusals
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.landing.opening import shown_name

TYPED = frozenset({".parquet"})
WRITTEN = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file of a delivery; ``name`` says where in the folder it lies.

    ``table`` is the one that it is named after, itself or by its folder; None where its header has
    to tell.
    """

    path: Path
    name: str
    table: Table | None

    @property
    def is_typed(self) -> bool:
        """Whether its columns have types; otherwise all that is written in it are words."""
        return self.path.suffix.lower() in TYPED


def files_in(folder: Path) -> tuple[Found, ...]:
    """The files of a delivery, by their name; what is no table is left aside.

    Raises `CannotLand` naming everything that is named after no table.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError as fault:
        raise CannotLand((refusals.not_there(shown_name(folder)),), folder) from fault
    found: list[Found] = []
    faults: list[Sentence] = []
    for entry in entries:
        files = list(_files(entry, folder))
        if files and any(each.table is None and _has_to_be_named(each, entry) for each in files):
            faults.append(refusals.unknown_table(shown_name(entry)))
        found += files
    if not (found or faults):
        faults.append(refusals.no_files(shown_name(folder)))
    if faults:
        raise CannotLand(tuple(faults), folder)
    return tuple(found)


def _files(entry: Path, folder: Path) -> Iterator[Found]:
    table = table_named(entry.name if entry.is_dir() else entry.stem)
    for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
        inside = path.relative_to(folder)
        is_hidden = any(name.startswith((".", "~$")) for name in inside.parts)
        is_letter = plain(path.stem).startswith("readme")
        if path.suffix.lower() in TYPED | WRITTEN and not (is_hidden or is_letter):
            name = "/".join((*map(str, inside.parts[:-1]), shown_name(path)))
            yield Found(path=path, name=name, table=table)


def _has_to_be_named(file: Found, entry: Path) -> bool:
    return file.is_typed or entry.is_dir()
