"""Everything an evaluation leaves behind, in one folder, whole or not at all."""

import gzip
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from dampak.foundation.text import Sentence
from dampak.publication.document import text_of
from dampak.publication.page import evaluation_page
from dampak.publication.pictures import months_of_training, on_paper
from dampak.publication.report import evaluation_report
from dampak.publication.sheets import MOST_REJECTED
from dampak.publication.showing import evaluation_shown
from dampak.publication.tables import indicators_csv, rejected_csv
from dampak.publication.workbook import evaluation_workbook
from dampak.warehouse.rejects import RejectedRow

PAGES = {"id": "index.html", "en": "index.en.html"}
REPORTS = {"id": "laporan.pdf", "en": "report.en.pdf"}
RESULT = "result.json"
REJECTED, ALL_REJECTED = "rejected.csv", "rejected.csv.gz"
TABLES = ("evaluation.xlsx", "indicators.csv", REJECTED, ALL_REJECTED)
MOST_LINES = 100_000  # of a table that somebody opens; there may be millions, which are then packed
OURS = frozenset({*PAGES.values(), *REPORTS.values(), *TABLES, RESULT, "charts"})
SOME = 3


class CannotWriteOutputs(Exception):
    """Says, in words for the person at the screen, why nothing was written."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def refuse_foreign_folder(out: Path) -> None:
    """Refuse a folder that holds anything that dampak did not write; it would be replaced."""
    if out.exists() and not out.is_dir():
        raise CannotWriteOutputs(
            Sentence(
                "%(folder)s is a file, not a folder. Choose another name.", {"folder": str(out)}
            )
        )
    foreign = (
        sorted(path.name for path in out.iterdir() if path.name not in OURS) if out.exists() else []
    )
    if foreign:
        raise CannotWriteOutputs(
            Sentence(
                "%(folder)s holds files that dampak did not write. Found: %(found)s. Choose an "
                "empty folder or a new name.",
                {"folder": str(out), "found": ", ".join(foreign[:SOME])},
            )
        )


def write_evaluation(
    document: dict[str, Any], rejected: Iterable[RejectedRow], out: Path
) -> tuple[Path, ...]:
    """Write pages, reports, tables, charts and the result; return the files, in reading order.

    They are written beside ``out`` and moved into its place when all are there: a reader finds
    the old evaluation or the new one, never half of either.
    """
    refuse_foreign_folder(out)
    with _refusals(out), _made_beside(out) as folder:
        names = tuple(_write(document, rejected, folder))
    return tuple(out / name for name in names)


def _write(
    document: dict[str, Any], rejected: Iterable[RejectedRow], folder: Path
) -> Iterator[str]:
    for language, name in PAGES.items():
        page = evaluation_page(document, language, has_neighbours=True)
        yield _text(folder, name, page)
    for language, name in REPORTS.items():
        drawn = on_paper(evaluation_shown(document, language), months_of_training(document))
        yield _bytes(folder, name, evaluation_report(document, language, drawn=drawn))
        if language == document["language_default"]:
            for chart, svg in drawn.items():
                yield _text(folder, f"charts/{chart}.svg", svg)
    rows = iter(rejected)
    first = tuple(islice(rows, MOST_REJECTED + 1))
    yield _bytes(folder, "evaluation.xlsx", evaluation_workbook(document, first))
    yield _text(folder, "indicators.csv", indicators_csv(document))
    yield from _rejected(folder, rejected_csv(chain(first, rows)))
    yield _text(folder, RESULT, text_of(document))


def _rejected(folder: Path, lines: Iterator[str]) -> Iterator[str]:
    """What fits into a spreadsheet and, where there is more, everything in a packed file."""
    yield _lines(folder, REJECTED, islice(lines, 1 + MOST_LINES))
    rest = tuple(islice(lines, 1))
    if rest:
        with (folder / REJECTED).open("rb") as begun, _packed(folder / ALL_REJECTED) as file:
            shutil.copyfileobj(begun, file)
            file.writelines(line.encode() for line in chain(rest, lines))
        yield ALL_REJECTED


@contextmanager
def _packed(path: Path) -> Iterator[gzip.GzipFile]:
    """A packed file whose bytes do not tell when it was made."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=3, fileobj=raw, mtime=0) as file,
    ):
        yield file


def _text(folder: Path, name: str, content: str) -> str:
    return _lines(folder, name, (content,))


def _bytes(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name


def _lines(folder: Path, name: str, lines: Iterable[str]) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)
    return name


@contextmanager
def _made_beside(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` that takes its place at the end, or vanishes if anything fails."""
    target = out.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        folder.chmod(0o755)
        yield folder
        _take_place(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_place(folder: Path, target: Path) -> None:
    if not target.exists():
        folder.rename(target)
        return
    old = folder.with_name(f"{folder.name}-old")
    target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _refusals(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWriteOutputs(
            Sentence(
                "The files cannot be written to %(folder)s: %(found)s. Check the free space and "
                "your rights there.",
                {"folder": str(out), "found": error.strerror or str(error)},
            )
        ) from error
