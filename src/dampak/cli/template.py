"""`dampak template`: empty workbooks that an office fills in."""

import json
from pathlib import Path

import click

from dampak.cli.speaking import Refused, SpeakingCommand, language_of, tell
from dampak.datapack.schema import table_schema
from dampak.datapack.tables import TABLES
from dampak.datapack.template import Language, sheet_name, workbook_template
from dampak.foundation.text import Sentence, gettext_noop
from dampak.language.saying import LANGUAGES, say

_WHOLE = {"id": "paket_data.xlsx", "en": "data_pack.xlsx"}


@click.command(
    "template",
    cls=SpeakingCommand,
    help=gettext_noop(
        "Write the empty data pack into FOLDER: a workbook with one sheet for each table, every "
        "header explained, lists to choose from."
    ),
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=gettext_noop("Language of the headers; otherwise that of this terminal."),
)
@click.option(
    "--separate", is_flag=True, help=gettext_noop("One workbook for each table instead of one.")
)
@click.option(
    "--schemas", is_flag=True, help=gettext_noop("Also write a Table Schema for each table.")
)
def template(folder: Path, language: Language | None, *, separate: bool, schemas: bool) -> None:
    """Choose the files, refuse to replace any, write them."""
    language = language or _terminal_language()
    files = _workbooks(language, separate=separate)
    if schemas:
        files |= _schemas(language)
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise Refused([_already_there(folder, there)])
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    tell(
        Sentence(
            "%(count)s files are in %(folder)s. Fill in the sheets you have data for.",
            {"count": len(files), "folder": str(folder)},
        )
    )


def _terminal_language() -> Language:
    return "id" if language_of() == "id" else "en"


def _workbooks(language: Language, *, separate: bool) -> dict[str, bytes]:
    if not separate:
        return {_WHOLE[language]: workbook_template(TABLES.values(), language=language, say=say)}
    return {
        f"{sheet_name(table, language)}.xlsx": workbook_template(
            [table], language=language, say=say
        )
        for table in TABLES.values()
    }


def _schemas(language: Language) -> dict[str, bytes]:
    return {
        f"schemas/{table.name}.json": json.dumps(
            table_schema(table, language=language), ensure_ascii=False, indent=2
        ).encode()
        for table in TABLES.values()
    }


def _already_there(folder: Path, names: list[str]) -> Sentence:
    return Sentence(
        "%(folder)s already holds %(found)s. Nothing was written; choose an empty folder.",
        {"folder": str(folder), "found": ", ".join(names)},
    )
