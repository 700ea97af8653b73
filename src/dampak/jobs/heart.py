"""The beat that says a worker is alive, tells how far it is, and hears that it has to stop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection

from dampak.jobs.claiming import LEASE
from dampak.jobs.models import Attempt
from dampak.jobs.progress import Cancelled, LeaseLost, Progress
from dampak.language.saying import in_both

BEAT_SECONDS = 1.0


@contextmanager
def beating(progress: Progress) -> Iterator[None]:
    """Renew the lease of an attempt as long as the block lasts, in a thread of its own."""
    is_over = threading.Event()
    heart = threading.Thread(target=_beat_until, args=(is_over, progress), daemon=True)
    heart.start()
    try:
        yield
    finally:
        is_over.set()
        heart.join()


def _beat_until(is_over: threading.Event, progress: Progress) -> None:
    written: dict[str, Any] = {}
    try:
        while not is_over.wait(BEAT_SECONDS):
            try:
                written = beat(progress, written, at=progress.clock())
            except OperationalError:
                # On SQLite an atomic task holds the pen; who cannot renew cannot be robbed either.
                connection.close()
    finally:
        connection.close()


def beat(progress: Progress, written: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """One beat; writes only what is new, or a lease that is half over. Returns what stands now."""
    mine = Attempt.objects.filter(pk=progress.attempt_id, ended_at=None)
    asked_by = mine.values_list("cancel_asked_by", flat=True).first()
    if asked_by is None:
        progress.pulse.interruption = LeaseLost
        return written
    if asked_by:
        progress.pulse.interruption = Cancelled
    told = _told(progress)
    known = {name: written.get(name) for name in told}
    if told == known and at < written["leased_until"] - LEASE / 2:
        return written
    told["leased_until"] = at + LEASE
    mine.update(**_columns(told))
    return told


def _told(progress: Progress) -> dict[str, Any]:
    pulse = progress.pulse
    return {"done": min(pulse.done, pulse.of), "of": pulse.of, "sentence": pulse.sentence}


def _columns(told: dict[str, Any]) -> dict[str, Any]:
    sentence = told["sentence"]
    columns = {name: value for name, value in told.items() if name != "sentence"}
    return columns | ({"told": in_both(sentence)} if sentence else {})
