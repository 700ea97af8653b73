"""Compile every room's translations (`.po`) into what gettext reads (`.mo`).

Runs by itself (`python tools/compile_catalogues.py`) and as the wheel's build hook, so that a
checkout and an installed package speak the same languages without GNU gettext on the machine.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # outside a build nothing of hatchling is needed
    BuildHookInterface = object  # type: ignore[assignment,misc]

SOURCES = Path(__file__).parent.parent / "src" / "dampak"


def compile_catalogues(sources: Path = SOURCES) -> list[Path]:
    """Write a `.mo` beside every `.po` that is newer than it, and say which were written."""
    written = []
    for catalogue in sorted(sources.rglob("locale/*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as po:
            messages = read_po(po, abort_invalid=True)
        with compiled.open("wb") as mo:
            write_mo(mo, messages)
        written.append(compiled)
    return written


class CustomBuildHook(BuildHookInterface):
    def initialize(self, _version: str, _build_data: dict[str, object]) -> None:
        compile_catalogues()


if __name__ == "__main__":
    compile_catalogues()
