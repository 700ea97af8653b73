"""Responses are handed on to the warehouse, each exactly once, as the table of satisfaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from dampak.audit.services import record
from dampak.datapack.vocabularies import EDUCATION
from dampak.foundation.text import Sentence
from dampak.intake.selectors import store
from dampak.listening.models import ELEMENTS, Collection, Response
from dampak.listening.questions import words_of
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing import LandedFile, land
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import CannotPublish, deliver
from dampak.warehouse.store.lock import writing

FILE = "jawaban-survei.parquet"
# No file that is handed in can be called so: rows that are refused are told apart by that name.
NAME = f"dampak/{FILE}"
ROWS_AT_ONCE = 20_000
# Typed, so that no word of a citizen can be taken for a comma, a header or the end of a row.
SHAPE = pa.schema(
    [
        ("response_id", pa.string()),
        ("unit_code", pa.string()),
        ("service", pa.string()),
        ("answered_on", pa.date32()),
        *((name, pa.int8()) for name in ELEMENTS),
        ("sex", pa.string()),
        ("age", pa.int16()),
        ("education", pa.string()),
        ("occupation", pa.string()),
        ("comment", pa.string()),
    ]
)


class CannotCollect(Exception):
    """Says, in words for the person at the screen, why what is served stays as it is."""

    def __init__(self, *faults: Sentence) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def collect_responses(*, by: str, at: datetime) -> Collection:
    """Hand every response to the warehouse; collecting twice changes nothing.

    All responses go each time, as one file that takes the place of the one collected before. So
    none can be forgotten or come twice, whatever breaks off in between. What the office itself
    delivered as its table of satisfaction stays beside it.
    """
    if store().head() is None:
        raise CannotCollect(
            Sentence("No data are being served yet. Import the list of units first.")
        )
    with _alone() as folder:
        path = folder / FILE
        count = _write(path)
        if not count:
            raise CannotCollect(
                Sentence("No response has come yet, so there is nothing to collect.")
            )
        snapshot = _delivered(path, by=by, at=at)
        return _written_down(snapshot, count, by=by, at=at)


@contextmanager
def _alone() -> Iterator[Path]:
    """A folder to write in, while nobody else collects: who wrote less must not publish last.

    What a killed collection left there, citizens' remarks among it, goes with the next one.
    """
    folder = Path(settings.DAMPAK_HOME) / "collecting"
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with writing(folder):
            try:
                yield folder
            finally:
                (folder / FILE).unlink(missing_ok=True)
    except CannotPublish as refusal:
        raise CannotCollect(refusal.sentence) from refusal


def _delivered(path: Path, *, by: str, at: datetime) -> Snapshot:
    try:
        return deliver([_landed(path)], store(), at=at, by=by, sources=[path])
    except TooManyRefused as refusal:
        raise CannotCollect(refusal.sentence) from refusal


def _landed(path: Path) -> LandedFile:
    landed = land(path, table="satisfaction")
    set_aside = tuple(replace(row, file=NAME) for row in landed.set_aside)
    return replace(landed, name=NAME, set_aside=set_aside, is_collected=True)


@transaction.atomic
def _written_down(snapshot: Snapshot, count: int, *, by: str, at: datetime) -> Collection:
    last = Collection.objects.order_by("-pk").first()
    if last and (last.snapshot_id, last.responses) == (snapshot.id, count):
        return last
    collection = Collection.objects.create(
        at=at,
        by=by,
        responses=count,
        snapshot_number=snapshot.number,
        snapshot_id=snapshot.id,
    )
    told = {"responses": count, "snapshot": snapshot.id}
    record("responses.collected", by=by, at=at, subject=collection, **told)
    return collection


def _write(path: Path) -> int:
    """Write every response as one row; returns how many there are."""
    rows, count = _rows(), 0
    with pq.ParquetWriter(path, SHAPE) as writer:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            columns = zip(*some, strict=True)
            arrays = [
                pa.array(list(cells), kind)
                for cells, kind in zip(columns, SHAPE.types, strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=SHAPE))
            count += len(some)
    return count


def _rows() -> Iterator[tuple[object, ...]]:
    """In the order of the ledger, so that what was collected before stands first again.

    Schools go by their words, because `none`, the code of no school, means an empty cell in files.
    """
    schools = words_of(EDUCATION, "id")
    asked = Response.objects.select_related("survey").order_by("pk")
    for each in asked.iterator(chunk_size=2000):
        yield (
            *(each.nonce, each.survey.unit_code, each.survey.service, each.answered_on),
            *(getattr(each, name) for name in ELEMENTS),
            *(each.sex or None, each.age, schools.get(each.education)),
            *(each.occupation or None, each.comment or None),
        )
