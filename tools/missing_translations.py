"""Find the sentences of the source that have no Indonesian yet, or one with other blanks.

Babel reads the Python files; Django's own `templatize` turns templates into something that Babel
reads as well. Prints one line per fault and exits with 1 if there is any.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCES = Path(__file__).parent.parent / "src" / "dampak"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "Sentence": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
BLANK = re.compile(r"%\((\w+)\)[sd]")

Message = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One sentence that an Indonesian reader would meet in English, or with blanks unfilled."""

    place: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: {self.message!r}"


def faults(sources: Path = SOURCES) -> Iterator[Fault]:
    known = catalogue_of(sources)
    for place, message, context in sentences_of(sources):
        singular = message if isinstance(message, str) else message[0]
        if not singular:
            continue
        entry = known.get(singular, context)
        translated = entry.string if entry else ""
        texts = [translated] if isinstance(translated, str) else list(translated)
        if entry is None or not all(texts):
            yield Fault(place, singular, "no Indonesian")
            continue
        allowed = set(BLANK.findall(singular if isinstance(message, str) else " ".join(message)))
        for text in texts:
            if set(BLANK.findall(text)) - allowed:
                yield Fault(place, singular, "the Indonesian has a blank that the English lacks")


def catalogue_of(sources: Path) -> Catalog:
    """All rooms' Indonesian, and Django's own, in one catalogue."""
    merged = Catalog(locale="id")
    for path in sorted(sources.rglob("locale/id/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="id", abort_invalid=True):
                if entry.id and not entry.fuzzy:
                    merged.add(entry.id, entry.string, context=entry.context)
    return merged


def sentences_of(sources: Path) -> Iterator[tuple[str, Message, str | None]]:
    for path in sorted(sources.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _extracted(path, path.read_bytes())
    for suffix in ("html", "txt"):
        for path in sorted(sources.rglob(f"templates/**/*.{suffix}")):
            yield from _extracted(path, templatize(path.read_text("utf-8")).encode())


def _extracted(path: Path, code: bytes) -> Iterator[tuple[str, Message, str | None]]:
    found = extract("python", BytesIO(code), keywords=KEYWORDS, options={"encoding": "utf-8"})
    for line, message, _comments, context in found:
        yield f"{path}:{line}", message, context


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(map(str, found)) or "Every sentence has its Indonesian.")
    sys.exit(bool(found))
