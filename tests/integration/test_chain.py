"""The book is sealed in pages, and whoever changes it past its guards is found."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import Error, connection, transaction
from django.db.models import F

from dampak.audit.actors import acting
from dampak.audit.chain import seal_pages, sealing, verify
from dampak.audit.chain.head import Head, head_file, heads_kept
from dampak.audit.models import Change, Entry, Page, Part
from dampak.audit.redacting import redact
from dampak.audit.services import record
from dampak.audit.watching import install, take_off
from dampak.jobs.progress import WorkerStops
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture
def book(monkeypatch, django_capture_on_commit_callbacks):
    """Twelve changes and four deeds on three pages."""
    monkeypatch.setattr(sealing, "LINES_OF_A_PAGE", 4)
    with acting(by="sri"):
        Unit.objects.bulk_create(
            [Unit(code=f"K{n}", path=f"{n:04d}", name=f"Kantor {n}") for n in range(12)]
        )
    for n in range(4):
        record("plan.sealed", by="sri", at=AT, subject=Unit.objects.first(), number=n)
    with django_capture_on_commit_callbacks(execute=True):
        assert seal_pages(AT) == Page.objects.count() >= 3
    ids = list(Change.objects.filter(table="organisations_unit").order_by("pk"))
    return SimpleNamespace(changes=[each.pk for each in ids])


@pytest.fixture
def unguarded():
    """The guards are off, as a superuser takes them off; they are on again before the check."""

    def attack(sql: str) -> None:
        take_off()
        with connection.cursor() as cursor:
            cursor.execute(sql)
        install()

    return attack


def said(faults) -> str:
    return " ".join(fault.message % fault.values for fault in faults)


def test_a_sealed_book_agrees(book):
    assert verify() == []


def test_sealing_again_seals_nothing(book):
    assert seal_pages(AT) == 0


def test_what_is_sealed_when_sealing_is_broken_off_stays_and_the_next_goes_on(book, monkeypatch):
    monkeypatch.setattr(sealing, "PAGES_AT_ONCE", 1)
    before = Page.objects.count()
    for number in range(12):
        record("plan.sealed", by="sri", at=AT, number=number)

    def ends(made):
        raise WorkerStops

    with pytest.raises(WorkerStops):
        seal_pages(AT, ends)
    assert Page.objects.count() == before + 1
    heard = []
    assert seal_pages(AT, heard.append) == 2
    assert (heard, verify()) == ([1, 2], [])


def test_every_change_of_a_line_is_found(book, unguarded):
    third = book.changes[2]
    for column, value in {
        "actor": "'budi'", "after": "'{}'", "before": "'{}'", "row_id": "'9'", "kind": "'delete'",
        "reason": "'x'", "at": "'2020-01-01 00:00:00'", "table_name": "'x'",
    }.items():  # fmt: skip
        with transaction.atomic():
            unguarded(f"UPDATE audit_change SET {column} = {value} WHERE id = {third}")
            assert f"changed after sealing: ['change {third}']" in said(verify()), column
            transaction.set_rollback(True)


def test_a_line_that_was_removed_is_named(book, unguarded):
    unguarded(f"DELETE FROM audit_change WHERE id = {book.changes[5]}")
    assert f"removed after sealing: ['change {book.changes[5]}']" in said(verify())


def test_a_line_that_was_put_in_is_named(book, unguarded):
    copied = "table_name, row_id, kind, actor, reason, at, before, after, salt"
    unguarded(
        f"INSERT INTO audit_change (id, {copied}) SELECT -5, {copied} FROM audit_change "
        f"WHERE id = {book.changes[0]}"
    )
    assert "put in after sealing: ['change -5']" in said(verify())


def test_lines_that_changed_places_are_named(book, unguarded):
    first, second = book.changes[:2]
    unguarded(f"UPDATE audit_change SET id = -1 WHERE id = {first}")
    unguarded(f"UPDATE audit_change SET id = {first} WHERE id = {second}")
    unguarded(f"UPDATE audit_change SET id = {second} WHERE id = -1")
    found = said(verify())
    assert f"change {first}" in found
    assert f"change {second}" in found


def test_a_deed_that_was_changed_is_named(book, unguarded):
    deed = Entry.objects.order_by("pk").first()
    unguarded(f"UPDATE audit_entry SET subject = 'x' WHERE id = {deed.pk}")
    assert f"changed after sealing: ['deed {deed.pk}']" in said(verify())


def test_a_page_that_was_removed_is_found(book, unguarded):
    unguarded("DELETE FROM audit_part WHERE page_id = 2")
    unguarded("DELETE FROM audit_page WHERE number = 2")
    assert "Page 3 does not follow" in said(verify())


def test_last_pages_that_were_cut_off_are_found_by_the_file_outside(book, unguarded):
    last = Page.objects.latest("number")
    unguarded(f"DELETE FROM audit_part WHERE page_id = {last.number}")
    unguarded(f"DELETE FROM audit_page WHERE number = {last.number}")
    unguarded(f"DELETE FROM audit_change WHERE id > {last.changes_after}")
    assert f"Page {last.number} was sealed on 2026-03-02" in said(verify())


def test_a_book_that_was_sealed_anew_is_found_by_what_somebody_wrote_down(book, unguarded):
    written = heads_kept()[-1]
    unguarded(f"UPDATE audit_change SET actor = 'budi' WHERE id = {book.changes[2]}")
    unguarded("DELETE FROM audit_part")
    unguarded("DELETE FROM audit_page")
    head_file().unlink()
    seal_pages(AT)
    assert verify() == []  # from inside nothing can be seen any more
    found = said(verify(heads=(Head(written.day, written.number, written.digest),)))
    assert "has another seal than was written down" in found


def test_a_search_list_that_hides_lines_is_found(book, unguarded):
    unguarded("UPDATE audit_part SET actor = 'budi' WHERE page_id = 1")
    assert "the list by which its lines are searched was changed" in said(verify())


def test_a_trigger_that_was_taken_off_is_found(book):
    take_off()
    assert "Changes are not written down" in said(verify())


@pytest.mark.parametrize("model", [Change, Entry, Page, Part])
def test_the_database_refuses_every_change_and_removal(book, model):
    key = model._meta.pk.name
    with pytest.raises(Error, match="only ever added to"), transaction.atomic():
        model.objects.update(**{key: F(key) + 1000})
    with pytest.raises(Error, match="only ever added to"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_what_is_blanked_is_gone_and_the_chain_still_agrees(book):
    unit = Unit.objects.order_by("pk").first()
    Unit.objects.filter(pk=unit.pk).update(name="")
    redact(unit, because="permintaan 7", by="rina", at=AT)
    seal_pages(AT)
    about = Change.objects.filter(table="organisations_unit", row_id=str(unit.pk))
    assert {(line.before, line.after, line.salt) for line in about} == {(None, None, None)}
    assert about.count() == 2
    entries = Entry.objects.filter(subject_id=str(unit.pk), deed="plan.sealed")
    assert {(entry.subject, str(entry.details)) for entry in entries} == {("", "{}")}
    told = Entry.objects.get(deed="book.redacted")
    assert (told.by, told.details) == ("rina", {"because": "permintaan 7"})
    assert verify() == []


def test_blanking_that_changes_the_digest_is_found(book):
    deed = redact(Unit.objects.last(), because="x", by="rina", at=AT)
    line = Change.objects.filter(pk=book.changes[0])
    blank = {"before": None, "after": None, "salt": None, "redaction": deed.pk}
    line.update(value_digest=b"0" * 32, **blank)
    assert f"changed after sealing: ['change {book.changes[0]}']" in said(verify())


def test_blanking_without_a_deed_is_refused(book):
    line = Change.objects.filter(pk=book.changes[0])
    blank = {"before": None, "after": None, "salt": None, "redaction": 12345}
    with pytest.raises(Error, match="only ever added to"), transaction.atomic():
        line.update(value_digest=b"0" * 32, **blank)


def test_blanking_takes_nothing_else_with_it(book):
    deed = redact(Unit.objects.last(), because="x", by="rina", at=AT)
    line = Change.objects.filter(pk=book.changes[0])
    blank = {"before": None, "after": None, "salt": None, "redaction": deed.pk}
    with pytest.raises(Error, match="only ever added to"), transaction.atomic():
        line.update(value_digest=b"0" * 32, actor="budi", **blank)
