"""Receive lists of staff: keep them as they came until it is decided about them."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from dampak.audit.services import record
from dampak.organisations.importing.models import StaffImport
from dampak.organisations.importing.selectors import ids_of
from dampak.warehouse.landing.receiving import Upload, receive_file


def receive_lists(
    uploads: Iterable[Upload],
    *,
    on: date,
    is_complete: bool,
    paths: Sequence[str] | None,
    by: str,
    at: datetime,
) -> StaffImport:
    """Keep lists as they came until it is decided about them. Nobody's data change."""
    with transaction.atomic():
        came = StaffImport.objects.create(
            sent_at=at,
            sent_by=by,
            listed_on=on,
            is_complete=is_complete,
            tops=None if paths is None else ids_of(paths),
        )
        shutil.rmtree(came.folder(), ignore_errors=True)  # left by a crash before the commit
        try:
            came.inbox().mkdir(parents=True, mode=0o700)
            came.files = [asdict(receive_file(each, into=came.inbox())) for each in uploads]
            came.save(update_fields=["files"])
            names = [each["name"] for each in came.files]
            record("staff-list.received", by=by, at=at, subject=came, files=names)
        except BaseException:
            shutil.rmtree(came.folder(), ignore_errors=True)
            raise
    return came
