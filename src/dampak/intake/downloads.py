"""Rows that were refused, each with its reason, as a file for a spreadsheet."""

from pathlib import Path

from django.http import FileResponse, Http404


def refused_rows(path: Path, *, name: str) -> FileResponse:
    """The file under the name by which people keep it; a 404 where no row was refused."""
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="text/csv; charset=utf-8",
    )
