"""The small files of a delivery, in which everything is words: landed as they always are."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dampak.datapack.mapping import Mapping
from dampak.datapack.mapping_file import CannotReadMapping, read_mappings
from dampak.foundation.text import Sentence
from dampak.warehouse.bulk.folder import Found, notices_of
from dampak.warehouse.conformed import KeyedFile, keyed
from dampak.warehouse.landing import CannotLand, LandedFile, land, land_packs
from dampak.warehouse.landing.packs import MAPPING_FILE
from dampak.warehouse.landing.refusals import not_there


def land_written(files: Sequence[Found], folder: Path, *, secret: bytes) -> tuple[KeyedFile, ...]:
    """Take in the files that are written in words, each under its name in the folder.

    A file in a folder named after a table holds that table; of the others the header tells.
    Raises `CannotLand` with every fault of every file.
    """
    mappings = _mappings(folder)
    landed: list[LandedFile] = []
    faults: list[Sentence] = []
    for file in files:
        try:
            landed += _landed(file, mappings)
        except CannotLand as refusal:
            faults += refusal.faults
    if faults:
        raise CannotLand(tuple(dict.fromkeys(faults)), folder)
    return tuple(keyed(file, secret=secret) for file in landed)


def _landed(file: Found, mappings: Sequence[Mapping]) -> Sequence[LandedFile]:
    if file.table is not None and not mappings:
        landed: Sequence[LandedFile] = (land(file.path, table=file.table.name),)
    else:
        landed = land_packs((file.path,), mappings=mappings, must_be_whole=False)
    return [_under(file, each) for each in landed]


def _under(file: Found, landed: LandedFile) -> LandedFile:
    set_aside = tuple(replace(row, file=file.name) for row in landed.set_aside)
    notices = (*landed.notices, *notices_of(file))
    return replace(landed, name=file.name, set_aside=set_aside, notices=notices)


def _mappings(folder: Path) -> Sequence[Mapping]:
    path = folder / MAPPING_FILE
    if not path.is_file():
        return ()
    try:
        return read_mappings(path.read_text(encoding="utf-8-sig"), name=MAPPING_FILE)
    except CannotReadMapping as refusal:
        raise CannotLand(tuple(refusal.faults), path) from refusal
    except (OSError, UnicodeDecodeError) as fault:
        raise CannotLand((not_there(MAPPING_FILE),), path) from fault
