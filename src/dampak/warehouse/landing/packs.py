"""A whole data pack: a folder of files, or one file, taken in together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from dampak.datapack.mapping import Mapping, header_fingerprint
from dampak.datapack.mapping_file import CannotReadMapping, read_mappings
from dampak.datapack.template import GUIDE_SHEETS
from dampak.datapack.vocabulary import plain
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.derived_units import derived_units
from dampak.warehouse.landing.landed_file import CannotLand, Format, LandedFile
from dampak.warehouse.landing.landing import NotTaken, Why, landed_source, worst_faults
from dampak.warehouse.landing.opening import (
    LARGEST_BYTES,
    Opened,
    opened,
    shown_name,
    sources_of,
)
from dampak.warehouse.landing.source import Source

MAPPING_FILE = "mapping.toml"
OUTCOME_TABLES = (
    "service_requests",
    "complaints",
    "satisfaction",
    "accuracy_checks",
    "unit_months",
)
# A register may come in a file a year; of the list of units there is one, or nobody knows which.
ONCE = frozenset({"units"})

# What belongs to a pack and is no table, and what people leave beside their tables.
_NOT_TABLES = frozenset({".toml", ".json", ".md", ".rst", ".ini", ".html"})
_DOCUMENTS = frozenset({".pdf", ".docx", ".doc", ".pptx", ".ppt", ".png", ".jpg", ".jpeg", ".gif"})


@dataclass(slots=True)
class _Taking:
    """What has been taken and what stands against it so far."""

    landed: list[LandedFile] = field(default_factory=list)
    faults: list[Sentence] = field(default_factory=list)
    notices: list[Sentence] = field(default_factory=list)


def land_pack(
    path: Path,
    *,
    mappings: Sequence[Mapping] = (),
    must_be_whole: bool = True,
    largest_bytes: int = LARGEST_BYTES,
) -> tuple[LandedFile, ...]:
    """Take in all tables of a pack, or refuse it with every fault of every file.

    Mappings in the folder's ``mapping.toml`` stand beside those given. ``must_be_whole`` asks for
    units (or a mapping that derives them) and for something to count; a file that only adds to
    what is already in the warehouse need not have them.
    """
    return land_packs(
        (path,), mappings=mappings, must_be_whole=must_be_whole, largest_bytes=largest_bytes
    )


def land_packs(
    paths: Sequence[Path],
    *,
    mappings: Sequence[Mapping] = (),
    must_be_whole: bool = True,
    largest_bytes: int = LARGEST_BYTES,
) -> tuple[LandedFile, ...]:
    """Take in several folders or files as one pack, so that what contradicts is seen."""
    taking = _Taking()
    for path in paths:
        _take_pack(path, mappings, taking, largest_bytes)
    _derive_units(taking)
    names = ", ".join(map(shown_name, paths))
    _check_together(names, taking, must_be_whole=must_be_whole)
    if taking.faults:
        raise CannotLand(tuple(dict.fromkeys(taking.faults)), paths[0])
    first, *others = taking.landed
    return (replace(first, notices=(*first.notices, *taking.notices)), *others)


def _take_pack(
    path: Path, mappings: Sequence[Mapping], taking: _Taking, largest_bytes: int
) -> None:
    mappings = (*mappings, *_own_mappings(path, taking))
    taking.faults += refusals.unknown_calendars(each.calendar for each in mappings)
    files = _files(path, taking)
    for each in files:
        _take_file(each, mappings, taking, largest_bytes)
    if not files:
        taking.faults.append(refusals.no_table_at_all(shown_name(path)))


def _own_mappings(path: Path, taking: _Taking) -> tuple[Mapping, ...]:
    own = path / MAPPING_FILE
    if not own.is_file():
        return ()
    try:
        return read_mappings(own.read_text(encoding="utf-8-sig"), name=MAPPING_FILE)
    except CannotReadMapping as refusal:
        taking.faults += refusal.faults
    except (OSError, UnicodeDecodeError):
        taking.faults.append(refusals.not_there(MAPPING_FILE))
    return ()


def _files(path: Path, taking: _Taking) -> list[Path]:
    """The files that could be tables; letters and pictures beside them are named and left."""
    if not path.is_dir():
        return [path]
    files = [
        each
        for each in sorted(path.iterdir())
        if not each.is_dir() and not each.name.startswith((".", "~$"))
    ]
    documents = [shown_name(each) for each in files if each.suffix.lower() in _DOCUMENTS]
    if documents:
        taking.notices.append(
            Sentence(
                "Files that are no tables were left aside: %(found)s.",
                {"found": ", ".join(documents)},
            )
        )
    passed_over = _DOCUMENTS | _NOT_TABLES
    return [
        each
        for each in files
        if each.suffix.lower() not in passed_over and not plain(each.stem).startswith("readme")
    ]


def _take_file(
    path: Path, mappings: Sequence[Mapping], taking: _Taking, largest_bytes: int
) -> None:
    try:
        file = opened(path, largest_bytes=largest_bytes)
        sources = _with_mappings(file, mappings)
    except CannotLand as refusal:
        taking.faults += refusal.faults
        return
    results = [
        landed_source(file, source, mapping=mapping)
        for source, mapping in sources
        if plain(source.written.sheet) not in GUIDE_SHEETS
    ]
    landed = [each for each in results if isinstance(each, LandedFile)]
    not_taken = [each for each in results if isinstance(each, NotTaken)]
    taking.landed += landed
    if landed:
        _pass_over(not_taken, taking)
    else:
        taking.faults += worst_faults(not_taken) or (refusals.empty(file.name),)


def _pass_over(not_taken: Sequence[NotTaken], taking: _Taking) -> None:
    """Beside sheets that were taken, an empty or foreign sheet is worth a word, not a refusal."""
    for each in not_taken:
        if each.why is Why.FAULTY:
            taking.faults += each.faults
    passed_over = [each.place for each in not_taken if each.why is not Why.FAULTY]
    if passed_over:
        taking.notices.append(
            Sentence(
                "Sheets without rows or without a known header were passed over: %(found)s.",
                {"found": ", ".join(passed_over)},
            )
        )


def _with_mappings(
    file: Opened, mappings: Sequence[Mapping]
) -> list[tuple[Source, Mapping | None]]:
    """Every source of the file beside the mapping that is meant for it, if one is."""
    for mapping in mappings:
        sources = sources_of(file, mapping)
        if len(sources) == 1 and _is_meant_for(mapping, sources[0], file.name):
            return [(sources[0], mapping)]
    return [
        (source, next((each for each in mappings if _is_meant_for(each, source, file.name)), None))
        for source in sources_of(file)
    ]


def _is_meant_for(mapping: Mapping, source: Source, name: str) -> bool:
    """By the name of the file, by the fingerprint of the header, or because all headers are there.

    A mapping that names its files is not used for others, unless the header is exactly the same.
    """
    fingerprints = {header_fingerprint(row.cells) for row in source.head}
    if mapping.header_sha256 in fingerprints:
        return True
    if mapping.files:
        return fnmatchcase(name.lower(), mapping.files.lower())
    wanted = set(map(plain, mapping.columns.values()))
    return bool(wanted) and any(wanted <= set(map(plain, row.cells)) for row in source.head)


def _derive_units(taking: _Taking) -> None:
    """Where no table of units came, a mapping may say from which column to make it."""
    if any(each.table == "units" for each in taking.landed):
        return
    derived: list[LandedFile] = []
    for each in taking.landed:
        if each.mapping is None or each.mapping.units_from is None:
            continue
        known = {code for units in derived for code in units.rows.column("code").to_pylist()}
        units = derived_units(each, each.mapping.units_from, known=known)
        if isinstance(units, Sentence):
            taking.faults.append(units)
        elif units.records_in:
            derived.append(units)
    taking.landed[:0] = derived


def _check_together(folder: str, taking: _Taking, *, must_be_whole: bool) -> None:
    places: dict[str, list[str]] = {}
    for each in taking.landed:
        place = f"{each.name} [{each.sheet}]" if each.sheet else each.name
        if each.format is not Format.DERIVED or each.table not in places:
            places.setdefault(each.table, []).append(place)
    taking.faults += [
        refusals.two_files_for_one_table(table, found)
        for table, found in places.items()
        if table in ONCE and len(found) > 1
    ]
    if taking.faults or not must_be_whole:
        return
    if "units" not in places:
        taking.faults.append(refusals.no_units(folder, sorted(places)))
    if places.keys().isdisjoint(OUTCOME_TABLES):
        taking.faults.append(refusals.no_outcome(folder, OUTCOME_TABLES))
