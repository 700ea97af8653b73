"""Deeds of a delivery: receive, accept, discard, and remember a mapping."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from secrets import token_hex

from django.db import transaction

from dampak.audit.services import record
from dampak.datapack.mapping import Mapping
from dampak.datapack.mapping_file import write_mappings
from dampak.foundation.text import Sentence
from dampak.intake.models import DeliveredFile, Delivery, SavedMapping
from dampak.intake.previewing import state_looked_at
from dampak.intake.reading import CannotReadDelivery, read_delivery
from dampak.intake.receipts import keep_receipt, remove_receipt
from dampak.intake.selectors import store
from dampak.organisations.models import Unit
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing.receiving import Upload, receive_file
from dampak.warehouse.locks import lock_held
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import SERVED_ANOTHER, CannotPublish, Store, deliver

BEING_DECIDED = Sentence(
    "This delivery is being decided about at this moment, so it was left as it is. Wait a little, "
    "then look at what became of it."
)


class CannotAccept(Exception):
    """Says, in words for the person at the screen, why what is served stays as it is."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def receive_delivery(
    uploads: Iterable[Upload], *, by: str, at: datetime, units: Iterable[Unit] = ()
) -> Delivery:
    """Keep files as they came. Nothing of what is served changes.

    They belong to the units, with all below them; without any to the whole installation.
    The files are on the disk before the ledger names them; when that fails they are removed.
    """
    with transaction.atomic():
        delivery = Delivery.objects.create(sent_at=at, sent_by=by)
        delivery.units.set(units)
        shutil.rmtree(delivery.folder(), ignore_errors=True)  # left by a crash before the commit
        try:
            for upload in uploads:
                _keep(delivery, upload)
            names = [file.name for file in delivery.files.all()]
            record("delivery.received", by=by, at=at, subject=delivery, files=names)
        except BaseException:
            shutil.rmtree(delivery.folder(), ignore_errors=True)
            raise
    return delivery


def accept_delivery(
    delivery: Delivery, *, by: str, at: datetime, looked_at: str | None = None
) -> Delivery:
    """Publish a delivery as the next snapshot; accepting it twice changes nothing.

    A delivery replaces whole tables, so rows that others handed in since somebody looked would go
    unseen: ``looked_at`` is the state of the preview that was looked at; None for programs.

    The warehouse serves the new snapshot in one step of its own, outside any transaction of the
    ledger, so that nobody waits for a long import. Meanwhile nobody can discard it. Should this
    process die, whoever accepts or discards next finds out by the word in ``acceptance`` whether
    the snapshot came to be served, and if so, writes down that the delivery was accepted.
    """
    with _deciding(delivery):
        if (delivery := _as_it_stands(delivery, at=at)).accepted_at:
            return delivery
        onto = None if looked_at is None else _served_as_looked_at(delivery, looked_at)
        delivery = _begun(delivery)
        try:
            snapshot = _published(delivery, by=by, at=at, onto=onto)
        except CannotAccept:
            # A disk that refuses after its last step leaves the snapshot served all the same.
            if (delivery := _as_it_stands(delivery, at=at)).accepted_at:
                return delivery
            Delivery.objects.filter(pk=delivery.pk).update(acceptance="")
            raise
        return _accepted(delivery, snapshot, by=by, since=at, at=at)


def discard_delivery(delivery: Delivery, *, by: str, at: datetime) -> None:
    """Leave a delivery aside. Nothing of its files is used; retention removes them later."""
    with _deciding(delivery):
        _as_it_stands(delivery, at=at)
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
            if delivery.accepted_at:
                raise CannotAccept(
                    Sentence("This delivery was accepted. Hand in corrected files to replace it.")
                )
            if delivery.discarded_at:
                return
            delivery.discarded_at, delivery.discarded_by, delivery.acceptance = at, by, ""
            delivery.save()
            record("delivery.discarded", by=by, at=at, subject=delivery)
        remove_receipt(delivery)  # left where accepting broke off, and the same was served before


@transaction.atomic
def save_mapping(mapping: Mapping, *, by: str, at: datetime) -> SavedMapping:
    """Remember which of their columns is which of ours, for every file with this header."""
    saved, _is_new = SavedMapping.objects.update_or_create(
        header_sha256=mapping.header_sha256 or "",
        defaults={
            "table": mapping.table,
            "text": write_mappings([mapping]),
            "saved_at": at,
            "saved_by": by,
        },
    )
    record("mapping.saved", by=by, at=at, subject=saved, columns=dict(mapping.columns))
    return saved


def refuse_if_discarded(delivery: Delivery) -> None:
    """Say that a delivery which was left aside stays so."""
    if delivery.discarded_at:
        raise CannotAccept(
            Sentence("This delivery was discarded. Hand the files in again to accept them.")
        )


@contextmanager
def _deciding(delivery: Delivery) -> Iterator[None]:
    """One decision at a time about a delivery; the system ends it when its process dies.

    A lease in the ledger would have to outlast the longest import, and keep everybody from
    discarding for as long after a crash.
    """
    lock = delivery.folder().with_name(f"{delivery.pk}.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(lock_held(lock))
        except BlockingIOError:
            raise CannotAccept(BEING_DECIDED) from None
        held.callback(lock.unlink, missing_ok=True)
        yield


def _as_it_stands(delivery: Delivery, *, at: datetime) -> Delivery:
    """The delivery; accepted, if an acceptance that broke off came so far that it is served."""
    delivery = Delivery.objects.get(pk=delivery.pk)
    snapshot = store().of_acceptance(delivery.acceptance) if delivery.acceptance else None
    if snapshot is None:
        return delivery
    by, since = snapshot.published_by, snapshot.published_at
    return _accepted(delivery, snapshot, by=by, since=since, at=at)


@transaction.atomic
def _begun(delivery: Delivery) -> Delivery:
    """Say in the ledger that it is being accepted, before anything of it can be served."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    refuse_if_discarded(delivery)
    delivery.acceptance = token_hex(16)
    delivery.save()
    return delivery


def _accepted(
    delivery: Delivery, snapshot: Snapshot, *, by: str, since: datetime, at: datetime
) -> Delivery:
    """Write down what is served ``since`` somebody accepted it, which may have been long ago."""
    keep_receipt(delivery, snapshot)
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        delivery.accepted_at, delivery.accepted_by, delivery.acceptance = since, by, ""
        delivery.snapshot_number, delivery.snapshot_id = snapshot.number, snapshot.id
        delivery.save()
        record("delivery.accepted", by=by, at=at, subject=delivery, snapshot=snapshot.id)
    return delivery


def _served_as_looked_at(delivery: Delivery, state: str) -> str:
    head = store().head()
    if state != state_looked_at(delivery):
        raise CannotAccept(SERVED_ANOTHER)
    return head.id if head else ""


def _published(delivery: Delivery, *, by: str, at: datetime, onto: str | None) -> Snapshot:
    warehouse = Store(store().home, acceptance=delivery.acceptance, onto=onto)
    try:
        landed = read_delivery(delivery, must_be_whole=warehouse.head() is None)
        sources = [file.path() for file in delivery.files.all()]
        return deliver(landed, warehouse, at=at, by=by, sources=sources)
    except CannotReadDelivery as refusal:
        told = [fault for each in refusal.unread for fault in each.faults]
        raise CannotAccept(*told, *refusal.faults) from refusal
    except (TooManyRefused, CannotPublish) as refusal:
        raise CannotAccept(refusal.sentence) from refusal


def _keep(delivery: Delivery, upload: Upload) -> None:
    delivery.folder().mkdir(parents=True, exist_ok=True)
    kept = receive_file(upload, into=delivery.folder())
    DeliveredFile.objects.create(
        delivery=delivery, name=kept.name, sha256=kept.sha256, size_bytes=kept.size_bytes
    )
