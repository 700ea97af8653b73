"""A data pack on its way through the rooms, for the commands that begin with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dampak.cli.home import home, warehouse, warehouse_folder
from dampak.cli.speaking import Refused
from dampak.datapack.mapping import Mapping
from dampak.foundation.text import Sentence
from dampak.impact.evaluating import Progress, evaluate, own_columns
from dampak.impact.evaluation import Evaluation
from dampak.impact.plan import StudyPlan
from dampak.impact.plan_file import CannotReadPlan, parse_plans
from dampak.impact.sealing import CannotReadSeal, Seal, read_seal
from dampak.indicators.working_days import Calendar
from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.landing import CannotLand, land_pack
from dampak.warehouse.organising import organised
from dampak.warehouse.rejects import RejectedRow
from dampak.warehouse.snapshot import Snapshot
from dampak.warehouse.store import CannotPublish, build_snapshot

PLAN, SEAL = "study.toml", "study.seal.json"


@contextmanager
def opened(
    pack: Path | None,
    *,
    mappings: tuple[Mapping, ...] = (),
    calendar: Calendar | None = None,
    zone: str | None = None,
    as_of: date | None = None,
) -> Iterator[Snapshot]:
    """The snapshot of a pack, in a home that is gone afterwards; without a pack what is served.

    With ``as_of`` in the organisation of that day, with the months that had ended by then.
    Raises `Refused`, in the words of the room that refused.
    """
    if pack is None:
        yield organised(_served(), as_of)
        return
    with TemporaryDirectory(prefix="dampak-") as home:
        yield organised(_built(pack, Path(home), mappings, calendar, zone), as_of)


def answered(
    snapshot: Snapshot, pack: Path | None, *, by: str, progress: Progress | None
) -> Evaluation:
    """The evaluation of a snapshot by the plan and the seal that came with its pack."""
    plans = plans_in(pack, columns=own_columns(snapshot)) if pack else ()
    seal = seal_in(pack) if pack else None
    now = datetime.now().astimezone()
    return evaluate(snapshot, plans, seal=seal, at=now, by=by, progress=progress)


def plans_in(pack: Path, *, columns: tuple[str, ...] | None = None) -> tuple[StudyPlan, ...]:
    """The plans of `study.toml`; none if there is no such file."""
    text = text_in(pack / PLAN)
    try:
        return () if text is None else parse_plans(text, columns=columns)
    except CannotReadPlan as refusal:
        raise Refused(refusal.faults) from refusal


def seal_in(pack: Path) -> Seal | None:
    """The seal of the pack's plan, if there is one."""
    text = text_in(pack / SEAL)
    try:
        return None if text is None else read_seal(text)
    except CannotReadSeal as refusal:
        raise Refused(refusal.faults) from refusal


def _built(
    pack: Path,
    home: Path,
    mappings: tuple[Mapping, ...],
    calendar: Calendar | None,
    zone: str | None,
) -> Snapshot:
    try:
        landed = land_pack(pack, mappings=mappings)
        now = datetime.now().astimezone()
        return build_snapshot(landed, home, at=now, by="dampak", calendar=calendar, zone=zone)
    except CannotLand as refusal:
        raise Refused(refusal.faults) from refusal
    except TooManyRefused as refusal:
        raise Refused([refusal.sentence, *map(_told, refusal.first)]) from refusal
    except CannotPublish as refusal:
        raise Refused([refusal.sentence]) from refusal


def _told(row: RejectedRow) -> Sentence:
    values = {"file": row.file, "row": row.row_number, "reason": row.reason}
    return Sentence("  %(file)s, row %(row)s: %(reason)s", values)


def _served() -> Snapshot:
    snapshot = warehouse().head() if warehouse_folder().exists() else None
    if snapshot is None:
        raise Refused(
            [
                Sentence(
                    "Nothing has been imported into %(home)s yet. Name a pack with --pack, or "
                    "import one first.",
                    {"home": str(home())},
                )
            ]
        )
    return snapshot


def text_in(path: Path) -> str | None:
    """What a small file of the office says; None if there is no such file."""
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(
            [
                Sentence(
                    "%(file)s is not written in UTF-8; found another encoding at byte %(place)s. "
                    "Save it as UTF-8.",
                    {"file": path.name, "place": fault.start},
                )
            ]
        ) from fault
