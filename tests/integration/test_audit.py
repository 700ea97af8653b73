"""The book of deeds is only ever added to."""

from datetime import UTC, datetime

import pytest
from django.db import Error, transaction

from dampak.audit.models import Entry
from dampak.audit.services import record

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)


def test_a_line_cannot_be_changed_even_past_the_model():
    entry = record("plan.sealed", by="sri", at=AT)
    with pytest.raises(Error), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(by="budi")
    assert Entry.objects.get(pk=entry.pk).by == "sri"


def test_a_line_cannot_be_removed():
    entry = record("plan.sealed", by="sri", at=AT)
    with pytest.raises(Error), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_a_deed_that_fails_leaves_no_line():
    @transaction.atomic
    def deed() -> None:
        record("plan.sealed", by="sri", at=AT)
        raise ValueError("something went wrong later")

    with pytest.raises(ValueError, match="later"):
        deed()
    assert not Entry.objects.exists()
