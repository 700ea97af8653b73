"""The study plan that the training agency of the nation sealed before it trained anybody."""

from datetime import datetime, timedelta

from dampak.simulation.effects import NEVER
from dampak.simulation.nation.country import Nation
from dampak.simulation.plan import DAYS_AHEAD, WIB, plan_of

SEALED_BY = "Lembaga Pelatihan Negeri Uji"
NOTES = (
    "Data rekaan: Negeri Uji tidak ada; angka-angkanya dibuat oleh dampak simulate-nation.",
    "Invented data: there is no Negeri Uji; its numbers were made by dampak simulate-nation.",
)
# outcome, role, smallest effect that matters, title in Indonesian, title in English
OUTCOMES = (
    ("median-completion-time", "primary", 0.3, "Waktu penyelesaian", "Completion time"),
    ("ikm", "secondary", 0.5, "Nilai SKM (IKM)", "Satisfaction (IKM)"),
    ("digital-share", "secondary", 0.01, "Permohonan digital", "Digital requests"),
    ("record-accuracy", "secondary", 0.005, "Akurasi data", "Record accuracy"),
    ("finished-by-promised-day", "secondary", 0.005, "Tepat waktu", "On time"),
    ("complaints-per-1000", "guardrail", 5.0, "Pengaduan", "Complaints"),
)


def sealed_at(nation: Nation) -> datetime:
    """The moment of sealing, well before the first training (or the middle of the window)."""
    starts = nation.first_trained[nation.first_trained != NEVER]
    first = int(starts.min()) if len(starts) else nation.scale.n_months // 2
    day = nation.month(first) - timedelta(days=DAYS_AHEAD)
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=WIB)


def plan_text(nation: Nation) -> str:
    """The file `study.toml`."""
    return plan_of(OUTCOMES, registered_on=sealed_at(nation).date(), notes=NOTES)
