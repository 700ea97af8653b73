"""Write the method sheet of every indicator as Markdown, one page for each language.

`python tools/write_indicator_sheets.py [FOLDER]`; the folder is docs/reference/indicators unless
another is named. The pages come from the definitions and are never edited, nor committed.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import django

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.method_sheet import Line, Part, method_sheet
from dampak.language.saying import LANGUAGES, say

FOLDER = Path(__file__).parent.parent / "docs" / "reference" / "indicators"
MARKDOWN = {
    Part.TITLE: "# {}\n",
    Part.HEADING: "\n## {}\n",
    Part.PARAGRAPH: "\n{}\n",
    Part.ITEM: "\n- {}\n",
    Part.CODE: "\n```sql\n{}```\n",
}


def as_markdown(sheet: Iterable[Line], language: str) -> str:
    """The sheet as one reader's page."""
    return "".join(
        MARKDOWN[line.part].format(
            line.text if line.part is Part.CODE else say(line.text, language)
        )
        for line in sheet
    )


def write_sheets(folder: Path) -> list[Path]:
    """Write all pages and say where."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for code, definition in CATALOGUE.items():
        for language in LANGUAGES:
            page = folder / f"{code}.{language}.md"
            page.write_text(as_markdown(method_sheet(definition), language), encoding="utf-8")
            written.append(page)
    return written


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampak.website.settings")
    django.setup()
    for page in write_sheets(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(page)
