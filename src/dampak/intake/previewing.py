"""What a delivery would change, written down in both languages; the warehouse stays as it is."""

import csv
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from dampak import __version__
from dampak.datapack.tables import TABLES
from dampak.foundation.spreadsheets import harmless
from dampak.foundation.text import Sentence
from dampak.intake.access import codes_of, old_codes_of
from dampak.intake.models import Delivery, SavedMapping
from dampak.intake.reading import CannotReadDelivery, read_delivery
from dampak.intake.selectors import store
from dampak.language.saying import in_both, say
from dampak.warehouse.conformed import Account
from dampak.warehouse.kept_rejects import keep_rejects
from dampak.warehouse.landing import Format, LandedFile
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import Known, Preview, Store, known_about, preview, preview_alone

EXAMPLES = 3
ACCOUNT = "preview.json"
UNREAD_SECONDS = 24 * 60 * 60
WRITTEN_AS = "previews/4"  # raise it whenever what is kept beside a delivery looks otherwise
REJECTED_COLUMNS = ("file", "table", "row", "column", "value", "reason_id", "reason_en")
Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A way to look at a delivery, and where what is found is kept beside its files.

    Without ``known`` together with all that is served; otherwise by its own rows and that alone.
    """

    warehouse: Store
    known: Known | None
    folder: Path


def preview_for(delivery: Delivery, *, everything: bool) -> Document:
    """The account of a delivery as somebody may read it who imports for all units, or for some.

    The latter are told what is found of its own rows, in words and files that are the same
    whatever others have: also a yes or no that rests on their rows tells how many these are.
    """
    return _account(delivery, _look(delivery, everything=everything))


def preview_of(delivery: Delivery) -> Document:
    """The account of a delivery as it would be served, for those who import for all units."""
    return preview_for(delivery, everything=True)


def state_looked_at(delivery: Delivery) -> str:
    """What stands behind `preview_of`, as a word: another one once somebody would read another."""
    return _look(delivery, everything=True).folder.name


def rejected_rows_at(delivery: Delivery, *, everything: bool) -> Path:
    """The file with every refused row of a delivery; made together with its preview."""
    look = _look(delivery, everything=everything)
    _account(delivery, look)
    return look.folder / "rejected.csv"


def rejects_at(delivery: Delivery, *, everything: bool) -> Path:
    """The same rows for programs: nothing of them is changed for a spreadsheet."""
    return rejected_rows_at(delivery, everything=everything).with_suffix(".parquet")


def found_alone(delivery: Delivery, snapshot: Snapshot) -> Preview:
    """What its own rows are worth, beside what a snapshot knows of its own units."""
    landed = read_delivery(delivery, must_be_whole=False)
    return preview_alone(landed, store(), known=_known_about(delivery, snapshot))


def _look(delivery: Delivery, *, everything: bool) -> Look:
    """What is found is kept for each state of what it rests on: of the warehouse and the rules.

    Beside the files, not among them: the preview is no part of what was handed over.
    """
    warehouse = store()
    head = warehouse.head()
    known = None if everything else _known_about(delivery, head)
    served = known.fingerprint() if known else (head.id if head else "")
    beside = delivery.folder().with_name(f"{delivery.pk}-preview")
    state = _state(served, whose="own" if known else "all")
    return Look(warehouse=warehouse, known=known, folder=beside / state)


def _known_about(delivery: Delivery, head: Snapshot | None) -> Known:
    return known_about(codes_of(delivery), head, passed_into_them=old_codes_of(delivery))


def _account(delivery: Delivery, look: Look) -> Document:
    """Computed once for each state, and anew where what was kept is damaged."""
    kept = look.folder / ACCOUNT
    with suppress(OSError, ValueError):  # json's faults are kinds of the latter
        before: Document = json.loads(kept.read_bytes())
        with suppress(OSError):
            os.utime(look.folder)  # somebody reads it, so nobody removes it within a day
        return before
    document = _looked_at(delivery, look)
    with written_whole(kept) as draft:
        draft.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    _let_go_of_others(look.folder)
    return document


def _let_go_of_others(written: Path) -> None:
    """Remove what was found in other states and read by nobody for a day before this one came.

    The account goes first: without it a state that is half removed is none. Who has a file open
    reads it to its end. Two who look at the same time may both want to remove the same.
    """
    came = written.stat().st_mtime
    for state in written.parent.iterdir():
        with suppress(OSError):
            if state != written and came - state.stat().st_mtime > UNREAD_SECONDS:
                (state / ACCOUNT).unlink(missing_ok=True)
                shutil.rmtree(state, ignore_errors=True)


def _looked_at(delivery: Delivery, look: Look) -> Document:
    try:
        landed = read_delivery(delivery, must_be_whole=_must_be_whole(look))
    except CannotReadDelivery as refusal:
        return _unreadable(refusal)
    found = (
        preview_alone(landed, look.warehouse, known=look.known)
        if look.known
        else preview(landed, look.warehouse)
    )
    _write_rejected(look.folder / "rejected.csv", found.all_rejected)
    with written_whole(look.folder / "rejected.parquet") as draft:
        keep_rejects(found.all_rejected, draft)
    return _document(delivery, landed, found)


def _must_be_whole(look: Look) -> bool:
    """Whether there is something to which these files could add is for those who see all of it."""
    return look.known is None and look.warehouse.head() is None


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
        written_whole(path) as draft,
        draft.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(REJECTED_COLUMNS)
        for row in rejected:
            reason = said.setdefault(row.reason, (say(row.reason, "id"), say(row.reason, "en")))
            place = (row.file, row.table, row.row_number, row.column, row.value)
            writer.writerow([harmless(str(cell)) for cell in (*place, *reason)])


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A draft that takes its name when it is done, because two tabs may ask at the same time.

    It is on the disk by then, so that a name never stands for bytes that a power failure took.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _state(served: str, *, whose: str) -> str:
    """What the preview depends on beside the files: the served data, the mappings, the rules."""
    mappings = SavedMapping.objects.values_list("header_sha256", "saved_at")
    told = [WRITTEN_AS, __version__, whose, served, *map(str, mappings)]
    return sha256("\n".join(told).encode()).hexdigest()[:16]
