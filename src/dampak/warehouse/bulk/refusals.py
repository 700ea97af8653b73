"""The sentences with which a delivery of many files is turned away."""

from dampak.datapack.columns import Column, Table
from dampak.datapack.tables import TABLES
from dampak.foundation.text import Sentence
from dampak.warehouse.bulk.kinds import wanted


def unreadable(file: str) -> Sentence:
    """The bytes are not those of a whole Parquet file."""
    return Sentence(
        "%(file)s is no whole Parquet file: it is damaged, or its copying was broken off. Copy or"
        " export it again.",
        {"file": file},
    )


def no_file(file: str) -> Sentence:
    """A pipe or a device that has the name of a file."""
    return Sentence(
        "%(file)s is no file but a pipe or a device. Copy what it holds into a file, or take it out"
        " of the folder.",
        {"file": file},
    )


def no_name(file: str) -> Sentence:
    """A name of bytes that stand for no letters."""
    return Sentence(
        "The name of %(file)s holds something that is no letter. Rename the file and the folders"
        " above it.",
        {"file": file},
    )


def same_file(file: str) -> Sentence:
    """The same bytes lie in the folder under another name."""
    return Sentence(
        "%(file)s holds the same, byte for byte, and was not taken in a second time.",
        {"file": file},
    )


def no_rows(file: str) -> Sentence:
    """A typed file with columns and nothing in them."""
    return Sentence(
        "%(file)s has columns and no rows. Export it again, or leave the file out.", {"file": file}
    )


def wrong_type(file: str, header: str, found: str, column: Column, table: Table) -> Sentence:
    """A column whose type cannot hold what the field means."""
    return Sentence(
        "The column %(header)s of %(file)s holds the type %(found)s, where %(table)s needs"
        " %(wanted)s. Export the column with that type.",
        {
            "header": header,
            "file": file,
            "found": found,
            "table": table.name,
            "wanted": Sentence(wanted(column)),
        },
    )


def not_used(file: str, columns: str) -> Sentence:
    """Columns that no field answers to."""
    return Sentence(
        "Columns of %(file)s that are not used: %(columns)s.", {"file": file, "columns": columns}
    )


def unknown_table(name: str) -> Sentence:
    """A folder or a Parquet file that is named after no table."""
    return Sentence(
        "%(name)s is named after no table. Name folders and Parquet files after the table that"
        " they hold: %(tables)s.",
        {"name": name, "tables": ", ".join(TABLES)},
    )


def not_there(folder: str) -> Sentence:
    """The path leads to no folder."""
    return Sentence(
        "%(folder)s is no folder that can be read. Name the folder of the delivery.",
        {"folder": folder},
    )


def no_files(folder: str) -> Sentence:
    """A folder in which nothing could be a table."""
    return Sentence(
        "%(folder)s holds no table: no Parquet file, no CSV file and no Excel workbook. Put each"
        " table into a file or a folder of its name.",
        {"folder": folder},
    )


def no_units(folder: str) -> Sentence:
    """Rows of units that nobody listed, now or before."""
    return Sentence(
        "%(folder)s has no table of units, and none was delivered before. Add it: a code and a"
        " name for every unit.",
        {"folder": folder},
    )
