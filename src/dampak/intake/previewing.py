"""What a delivery would change, written down in both languages; the warehouse stays as it is."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from dampak import __version__
from dampak.datapack.tables import TABLES
from dampak.foundation.spreadsheets import harmless
from dampak.foundation.text import Sentence
from dampak.intake.models import Delivery, SavedMapping
from dampak.intake.reading import CannotReadDelivery, read_delivery
from dampak.intake.selectors import store
from dampak.language.saying import in_both, say
from dampak.warehouse.conformed import Account
from dampak.warehouse.landing import Format, LandedFile
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.store import Preview, Store, preview

EXAMPLES = 3
REJECTED_COLUMNS = ("file", "table", "row", "column", "value", "reason_id", "reason_en")
Document = dict[str, Any]


def preview_of(delivery: Delivery) -> Document:
    """The account of a delivery: computed once for each state of the warehouse and the mappings."""
    kept = _kept_at(delivery)
    if kept.exists():
        document: Document = json.loads(kept.read_text(encoding="utf-8"))
        return document
    document = _looked_at(delivery)
    with _written_whole(kept) as draft:
        draft.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return document


def rejected_rows_at(delivery: Delivery) -> Path:
    """The file with every refused row of a delivery; made together with its preview."""
    preview_of(delivery)
    return _beside(delivery) / "rejected.csv"


def _looked_at(delivery: Delivery) -> Document:
    warehouse = store()
    try:
        landed = read_delivery(delivery, must_be_whole=warehouse.head() is None)
    except CannotReadDelivery as refusal:
        return _unreadable(refusal)
    found = preview(landed, warehouse)
    _write_rejected(_beside(delivery) / "rejected.csv", found.all_rejected)
    return _document(delivery, landed, found)


def _document(delivery: Delivery, landed: Sequence[LandedFile], found: Preview) -> Document:
    numbers = {file.name: file.pk for file in delivery.files.all()}
    return {
        "can_be_accepted": not found.refusals,
        "is_unchanged": found.is_unchanged,
        "faults": [in_both(refusal) for refusal in found.refusals],
        "unread": [],
        "files": [
            _file(file, account, found) | {"number": numbers.get(file.name)}
            for file, account in zip(landed, found.accounts, strict=True)
        ],
        "replaced": [
            {
                "table": _table_named(each.table),
                "is_delivered": each.is_delivered,
                "rows_before": each.rows_before,
                "rows_after": each.rows_after,
            }
            for each in found.replaced
        ],
        "derives_units": any(file.format is Format.DERIVED for file in landed),
        "rows_kept": sum(account.kept for account in found.accounts),
        "rows_set_aside": sum(account.set_aside for account in found.accounts),
    }


def _unreadable(refusal: CannotReadDelivery) -> Document:
    return {
        "can_be_accepted": False,
        "is_unchanged": False,
        "faults": [in_both(fault) for fault in refusal.faults],
        "unread": [
            {
                "file": each.file.name,
                "number": each.file.pk,
                "faults": [in_both(fault) for fault in each.faults],
                "can_be_mapped": each.can_be_mapped,
            }
            for each in refusal.unread
        ],
        "files": [],
        "replaced": [],
        "derives_units": False,
        "rows_kept": 0,
        "rows_set_aside": 0,
    }


def _file(file: LandedFile, account: Account, found: Preview) -> Document:
    rejected = [
        row for row in found.all_rejected if (row.file, row.table) == (file.name, file.table)
    ]
    return {
        "file": file.name,
        "table": _table_named(file.table),
        "sha256": file.sha256,
        "bytes": file.size_bytes,
        "encoding": file.encoding,
        "sheet": file.sheet,
        "header_row": file.header_row,
        "was_mapped": file.mapping is not None,
        "notices": [in_both(notice) for notice in file.notices],
        "rows_in": account.records_in,
        "rows_kept": account.kept,
        "rows_set_aside": account.set_aside,
        "duplicates": account.duplicates,
        "superseded": account.superseded,
        "reasons": _reasons(rejected),
        "has_more_to_say": bool(file.notices or rejected),
    }


def _reasons(rejected: Sequence[RejectedRow]) -> list[Document]:
    """Refused rows by the kind of reason, most frequent first, with the first rows of each."""
    counts = Counter((row.reason.message, row.column) for row in rejected)
    examples: dict[tuple[str, str], list[RejectedRow]] = {}
    for row in rejected:
        like = examples.setdefault((row.reason.message, row.column), [])
        if len(like) < EXAMPLES:
            like.append(row)
    return [
        {
            "column": column,
            "rows": rows,
            "reason": in_both(examples[message, column][0].reason),
            "examples": [
                {"row": row.row_number, "value": row.value, "reason": in_both(row.reason)}
                for row in examples[message, column]
            ],
        }
        for (message, column), rows in counts.most_common()
    ]


def _table_named(name: str) -> dict[str, str]:
    return {"id": TABLES[name].indonesian, "en": name}


def _write_rejected(path: Path, rejected: Iterable[RejectedRow]) -> None:
    said: dict[Sentence, tuple[str, str]] = {}
    with (
        _written_whole(path) as draft,
        draft.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(REJECTED_COLUMNS)
        for row in rejected:
            reason = said.setdefault(row.reason, (say(row.reason, "id"), say(row.reason, "en")))
            place = (row.file, row.table, row.row_number, row.column, row.value)
            writer.writerow([harmless(str(cell)) for cell in (*place, *reason)])


@contextmanager
def _written_whole(path: Path) -> Iterator[Path]:
    """A draft that takes its name when it is done, because two tabs may ask at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _beside(delivery: Delivery) -> Path:
    """Beside the files, not among them: the preview is no part of what was handed over."""
    return delivery.folder().with_name(f"{delivery.pk}-preview") / _state(store())


def _kept_at(delivery: Delivery) -> Path:
    return _beside(delivery) / "preview.json"


def _state(warehouse: Store) -> str:
    """What the preview depends on beside the files: the served data, the mappings, the rules."""
    head = warehouse.head()
    mappings = SavedMapping.objects.values_list("header_sha256", "saved_at")
    told = [__version__, head.id if head else "", *map(str, mappings)]
    return sha256("\n".join(told).encode()).hexdigest()[:16]
