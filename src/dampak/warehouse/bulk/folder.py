"""What lies in the folder of a delivery: files and folders that are named after tables."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dampak.datapack.columns import Table
from dampak.datapack.recognition import table_named
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.warehouse.bulk import refusals
from dampak.warehouse.fingerprint import sha256_of
from dampak.warehouse.landing import CannotLand
from dampak.warehouse.landing.opening import shown_name

TYPED = frozenset({".parquet"})
WRITTEN = frozenset({".csv", ".tsv", ".txt", ".xlsx"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file of a delivery; ``name`` says where in the folder it lies.

    ``table`` is the one that it is named after, itself or by its folder; None where its header has
    to tell. ``copies`` are the names under which the same bytes lie there again, of the same table.
    """

    path: Path
    name: str
    table: Table | None
    copies: tuple[str, ...] = ()

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
        faults += [refusals.no_file(each.name) for each in files if _never_ends(each.path)]
        found += files
    if not (found or faults):
        faults.append(refusals.no_files(shown_name(folder)))
    if faults:
        raise CannotLand(tuple(faults), folder)
    return tuple(_once(found))


def notices_of(file: Found) -> tuple[Sentence, ...]:
    """What whoever handed over the file should know of its place in the folder."""
    return tuple(refusals.same_file(name) for name in file.copies)


def _once(found: Sequence[Found]) -> Iterator[Found]:
    """Every file once, however many names it has; only files of one size are read for it."""
    sizes = Counter(map(_size, found))
    alike: dict[object, list[Found]] = {}
    for file in found:
        size = _size(file)
        is_alone = size is None or sizes[size] == 1
        alike.setdefault(file.name if is_alone else (size, sha256_of(file.path)), []).append(file)
    for first, *others in alike.values():
        yield replace(first, copies=tuple(other.name for other in others))


def _size(file: Found) -> tuple[int, str | None] | None:
    """Files of another size or table are no copies; nor are those that cannot be looked at."""
    try:
        with file.path.open("rb"):
            return file.path.stat().st_size, file.table.name if file.table else None
    except OSError:
        return None


def _files(entry: Path, folder: Path) -> Iterator[Found]:
    table = table_named(entry.name if entry.is_dir() else entry.stem)
    for path in sorted(entry.rglob("*")) if entry.is_dir() else [entry]:
        inside = path.relative_to(folder)
        is_hidden = any(name.startswith((".", "~$")) for name in inside.parts)
        is_letter = plain(path.stem).startswith("readme")
        is_of_table = path.suffix.lower() in TYPED | WRITTEN and not path.is_dir()
        if is_of_table and not (is_hidden or is_letter):
            name = "/".join(shown_name(Path(part)) for part in inside.parts)
            yield Found(path=path, name=name, table=table)


def _never_ends(path: Path) -> bool:
    """Whether it is a pipe or a device, which could be waited for until the end of days."""
    return path.exists() and not path.is_file()


def _has_to_be_named(file: Found, entry: Path) -> bool:
    return file.is_typed or entry.is_dir()
