"""An answer as files to take away."""

from collections.abc import Callable
from dataclasses import dataclass

from dampak.impact.models import Answer
from dampak.intake.selectors import store
from dampak.publication.kept import kept_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One kind of file: its name, its type, and how it is made in a language."""

    name: str
    content_type: str
    make: Callable[[Answer, str], bytes]


def _report(answer: Answer, language: str) -> bytes:
    from dampak.publication.report import evaluation_report

    return evaluation_report(answer.document, language)


def _page(answer: Answer, language: str) -> bytes:
    from dampak.publication.page import evaluation_page

    return evaluation_page(answer.document, language).encode()


def _workbook(answer: Answer, _language: str) -> bytes:
    from dampak.publication.workbook import evaluation_workbook

    rejected = store().snapshot(answer.snapshot_number).rejected()
    return evaluation_workbook(answer.document, rejected)


def _result(answer: Answer, _language: str) -> bytes:
    from dampak.publication.document import text_of

    return text_of(answer.document).encode()


def file_of(answer: Answer, kind: str, language: str) -> bytes:
    """The file itself, kept once it was made."""
    made = f"{answer.computed_at:%Y%m%d%H%M%S%f}"
    return kept_bytes(
        f"answer-{answer.pk}-{made}-{language}.{kind}",
        lambda: DOWNLOADS[kind].make(answer, language),
        snapshot_id=answer.snapshot_id,
    )


DOWNLOADS = {
    "pdf": Download(name="laporan.pdf", content_type="application/pdf", make=_report),
    "html": Download(name="halaman.html", content_type="text/html; charset=utf-8", make=_page),
    "xlsx": Download(
        name="tabel.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        make=_workbook,
    ),
    "json": Download(name="result.json", content_type="application/json", make=_result),
}
