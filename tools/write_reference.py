"""Write the pages of the reference that the program itself can answer for, in both languages.

`python -m tools.write_reference` renews them in docs/. A test compares every page with what would
be written now, so none of them is ever edited by hand.
"""

import ast
import os
import re
from collections.abc import Iterator, Mapping
from importlib import import_module, reload
from pathlib import Path

import click
from tools import reference_words as words

from dampak.cli import main
from dampak.datapack.columns import Column, Table
from dampak.datapack.tables import TABLES
from dampak.language.saying import LANGUAGES, say

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "dampak"
FOLDERS = {"en": ROOT / "docs" / "reference", "id": ROOT / "docs" / "id" / "reference"}
WIDTH = 92
VARIABLE = re.compile(r"DAMPAK_[A-Z_]+")


def pages() -> dict[Path, str]:
    """Every generated page: where it lies, and what it says."""
    written = {}
    for language in LANGUAGES:
        folder = FOLDERS[language]
        written[folder / "command-line.md"] = command_line(language)
        written[folder / "data-pack.md"] = data_pack(language)
        written[folder / "settings.md"] = settings(language)
    return written


def command_line(language: str) -> str:
    """Every verb with the help it prints."""
    told = os.environ.get("DAMPAK_LANGUAGE")
    os.environ["DAMPAK_LANGUAGE"] = language
    try:
        main.prepare()
        return "\n".join([words.COMMAND_LINE[language], *_verbs(language)])
    finally:
        os.environ.pop("DAMPAK_LANGUAGE")
        os.environ.update({"DAMPAK_LANGUAGE": told} if told else {})


def _verbs(language: str) -> Iterator[str]:
    group = main.dampak
    top = click.Context(group, info_name="dampak", terminal_width=WIDTH, max_content_width=WIDTH)
    for verb in group.list_commands(top):
        reload(import_module(f"{main.__package__}.{main.MODULES[verb]}"))  # click said it already
        command = group.get_command(top, verb)
        if command is None:
            raise LookupError(verb)
        context = click.Context(
            command, info_name=verb, parent=top, terminal_width=WIDTH, max_content_width=WIDTH
        )
        yield f"## dampak {verb}\n\n```text\n{command.get_help(context)}\n```\n"
    yield words.EXIT_CODES[language]


def data_pack(language: str) -> str:
    """Every table with its columns, from the definitions that read the files."""
    return "\n".join(
        [words.DATA_PACK[language], *(_table(table, language) for table in TABLES.values())]
    )


def _table(table: Table, language: str) -> str:
    said = words.DATA_PACK_WORDS[language]
    key = ", ".join(f"`{_header(table.by_name[name], language)}`" for name in table.key)
    lines = [
        f"## `{table.indonesian}` · `{table.name}`\n",
        f"{say(table.grain, language)}\n",
        (said["key"].format(key) if key else said["no_key"]) + "\n",
        *(said["one_of"].format(_either(group, table, language)) + "\n" for group in table.one_of),
        said["refused"].format(round(table.largest_refused_share * 100)) + "\n",
        *((said["own_columns"] + "\n",) if table.takes_other_numbers else ()),
        f"| {said['heads']} |",
        "| --- | --- | --- | --- | --- |",
        *(_row(column, language) for column in table.columns),
        "",
    ]
    return "\n".join(lines)


def _either(group: tuple[str, ...], table: Table, language: str) -> str:
    return ", ".join(f"`{_header(table.by_name[name], language)}`" for name in group)


def _header(column: Column, language: str) -> str:
    return column.indonesian if language == "id" else column.name


def _row(column: Column, language: str) -> str:
    said = words.DATA_PACK_WORDS[language]
    first, second = (column.indonesian, column.name)[:: 1 if language == "id" else -1]
    cells = (
        f"`{first}`<br>`{second}`",
        f"{words.KINDS[language][column.kind.value]}{_bounds(column)}",
        said["required"] if column.required else "",
        f"{say(column.explanation, language)}{_choices(column, language)}",
        ", ".join(f"`{alias}`" for alias in column.aliases),
    )
    return f"| {' | '.join(cells)} |"


def _bounds(column: Column) -> str:
    least = "" if column.least is None else f"≥ {column.least:g}"
    most = "" if column.most is None else f"≤ {column.most:g}"
    return "".join(f", {bound}" for bound in (least, most) if bound)


def _choices(column: Column, language: str) -> str:
    """The words of a list that the template offers."""
    if column.words is None or column.kind.value != "vocabulary":
        return ""
    offered = (word.indonesian if language == "id" else word.english for word in column.words.words)
    return f" *{' · '.join(offered)}*"


def settings(language: str) -> str:
    """Every variable of the environment that the product reads."""
    defaults = variables()
    unexplained = defaults.keys() ^ words.SETTINGS.keys()
    if unexplained:
        raise LookupError(f"tools/reference_words.py and the source differ in {unexplained}")
    rows = (
        f"| `{name}` | {_code(defaults[name])} | {words.SETTINGS[name][language]} |"
        for name in words.SETTINGS
    )
    return "\n".join([words.SETTINGS_PAGE[language], *rows, ""])


def variables() -> Mapping[str, str]:
    """What the source asks the environment for, and what it takes where nothing is said."""
    found: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and _is_variable(node.value):
                found.setdefault(node.value, "")
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if call.args and isinstance(call.args[0], ast.Constant):
                _note_default(call, call.args[0].value, found)
    return found


def _note_default(call: ast.Call, name: object, found: dict[str, str]) -> None:
    if not _is_variable(name):
        return
    given = [word.value for word in call.keywords if word.arg == "default"] or call.args[1:]
    for value in given:
        if isinstance(value, ast.Constant):
            found[str(name)] = str(
                int(value.value) if isinstance(value.value, bool) else value.value
            )


def _is_variable(value: object) -> bool:
    return isinstance(value, str) and bool(VARIABLE.fullmatch(value))


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
