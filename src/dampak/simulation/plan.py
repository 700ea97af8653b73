"""The study plan that the invented BKPSDM sealed before it trained anybody."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from dampak.simulation.effects import NEVER
from dampak.simulation.names import PROGRAMME
from dampak.simulation.world import World

SEALED_BY = "BKPSDM Kabupaten Uji Makmur"
WIB = timezone(timedelta(hours=7))  # the clock of the invented regency
DAYS_AHEAD = 20  # the plan is sealed this many days before the month of the first training

# outcome, role, smallest effect that matters, title in Indonesian, title in English
OUTCOMES = (
    ("median-completion-time", "primary", 1.0, "Waktu penyelesaian", "Completion time"),
    ("ikm", "secondary", 2.0, "Nilai SKM (IKM)", "Satisfaction (IKM)"),
    ("digital-share", "secondary", 0.05, "Permohonan digital", "Digital requests"),
    ("record-accuracy", "secondary", 0.02, "Akurasi data", "Record accuracy"),
    ("finished-by-promised-day", "secondary", 0.05, "Tepat waktu", "On time"),
    ("complaints-per-1000", "guardrail", 5.0, "Pengaduan", "Complaints"),
)

NOTES = (
    "Data rekaan: Kabupaten Uji Makmur tidak ada; angka-angkanya dibuat oleh dampak simulate.",
    "Invented data: there is no regency Uji Makmur; its numbers were made by dampak simulate.",
)


def sealed_at(world: World) -> datetime:
    """The moment of sealing, well before the first training (or the middle of the window)."""
    starts = [m for m in world.first_trained.tolist() if m != NEVER]
    first = world.months[min(starts)] if starts else world.months[len(world.months) // 2]
    day = first - timedelta(days=DAYS_AHEAD)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=WIB)


def plan_text(world: World) -> str:
    """The file `study.toml`."""
    return plan_of(OUTCOMES, registered_on=sealed_at(world).date(), notes=NOTES)


def plan_of(
    outcomes: Sequence[tuple[str, str, float, str, str]],
    *,
    registered_on: date,
    notes: tuple[str, str],
) -> str:
    """A plan with one study for each outcome; the notes are in Indonesian and English."""
    head = _HEAD.format(
        programme=PROGRAMME, registered_on=registered_on, note_id=notes[0], note_en=notes[1]
    )
    return head + "".join(_study(*outcome) for outcome in outcomes)


def _study(outcome: str, role: str, smallest: float, indonesian: str, english: str) -> str:
    return _STUDY.format(
        outcome=outcome, role=role, smallest=smallest, indonesian=indonesian, english=english
    )


_HEAD = """\
# Rencana kajian, ditetapkan sebelum pelatihan pertama dimulai.
# The study plan, fixed before the first training began.

[plan]
programme = "{programme}"
registered_on = {registered_on}
control = "not_yet"
confidence = 0.95

[plan.note]
id = "{note_id}"
en = "{note_en}"

[plan.comparison]
id = "Unit yang belum dilatih pada bulan yang sama, dan unit yang tidak dilatih"
en = "Units not yet trained in the same month, and units never trained"
"""
_STUDY = """
[[study]]
outcome = "{outcome}"
role = "{role}"
smallest_effect = {smallest}
title = {{ id = "{indonesian}", en = "{english}" }}
"""
