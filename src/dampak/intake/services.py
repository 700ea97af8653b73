"""Deeds of a delivery: receive, accept, discard, and remember a mapping."""

import shutil
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from dampak.audit.services import record
from dampak.datapack.mapping import Mapping
from dampak.datapack.mapping_file import write_mappings
from dampak.foundation.text import Sentence
from dampak.intake.models import DeliveredFile, Delivery, SavedMapping
from dampak.intake.reading import CannotReadDelivery, read_delivery
from dampak.intake.receipts import keep_receipt, remove_receipt
from dampak.intake.selectors import store
from dampak.organisations.models import Unit
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing.receiving import Upload, receive_file
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import CannotPublish, deliver


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


def accept_delivery(delivery: Delivery, *, by: str, at: datetime) -> Delivery:
    """Publish a delivery as the next snapshot; accepting it twice changes nothing.

    The warehouse serves the new snapshot in one step of its own, before the ledger is touched, so
    that nobody waits for a long import. Should the ledger fail right after, accepting again finds
    that this is being served already and only writes it down.
    """
    delivery.refresh_from_db()
    refuse_if_discarded(delivery)
    if delivery.accepted_at:
        return delivery
    snapshot = _published(delivery, by=by, at=at)
    keep_receipt(delivery, snapshot)
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if delivery.accepted_at:
            return delivery
        if delivery.discarded_at:
            remove_receipt(delivery)
        refuse_if_discarded(delivery)
        delivery.accepted_at, delivery.accepted_by = at, by
        delivery.snapshot_number, delivery.snapshot_id = snapshot.number, snapshot.id
        delivery.save()
        record("delivery.accepted", by=by, at=at, subject=delivery, snapshot=snapshot.id)
    return delivery


@transaction.atomic
def discard_delivery(delivery: Delivery, *, by: str, at: datetime) -> None:
    """Leave a delivery aside. Nothing of its files is used; retention removes them later."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.accepted_at:
        raise CannotAccept(
            Sentence("This delivery was accepted. Hand in corrected files to replace it.")
        )
    if delivery.discarded_at is None:
        delivery.discarded_at, delivery.discarded_by = at, by
        delivery.save()
        record("delivery.discarded", by=by, at=at, subject=delivery)
        remove_receipt(delivery)  # left where accepting broke off before the ledger knew of it


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


def _published(delivery: Delivery, *, by: str, at: datetime) -> Snapshot:
    warehouse = store()
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
