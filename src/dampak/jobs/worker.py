"""A worker: takes what is due, one job after the other, until it is asked to end."""

import logging
import os
import socket
import threading
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import DatabaseError, close_old_connections, connection

from dampak.audit.actors import acting
from dampak.jobs.claiming import claim_next, take_back_lost
from dampak.jobs.heart import beating
from dampak.jobs.models import Worker as Seen
from dampak.jobs.progress import Clock, Pulse, WorkerStops
from dampak.jobs.running import run_claim
from dampak.jobs.scheduling import CLOCK, ask_for_due, set_schedules

log = logging.getLogger(__name__)
LOOKS_EVERY = 0.5  # seconds, while there is nothing to do
SWEEPS_EVERY = timedelta(seconds=5)
FORGOTTEN_AFTER = timedelta(days=1)


class Worker:
    """One process that works; several may, on one machine or many."""

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.name = f"{socket.gethostname()[:60]}:{os.getpid()}:{token_hex(3)}"
        self.swept_at: datetime | None = None
        self._pulse = Pulse()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """End soon: what is being done stops where its task tells how far it is."""
        self._stopping.set()
        self._pulse.interruption = WorkerStops

    def work(self) -> None:
        """Work until asked to stop. A database that is away for a while is waited for."""
        set_schedules(at=self.clock())
        while not self._stopping.is_set():
            try:
                has_worked = self.take_turn()
            except DatabaseError as fault:
                log.warning("The ledger did not answer (%s); trying again.", type(fault).__name__)
                connection.close()
                has_worked = False
            if not has_worked:
                self._stopping.wait(LOOKS_EVERY)
        Seen.objects.filter(name=self.name).delete()

    def work_off(self) -> None:
        """Do everything that is due, then end."""
        set_schedules(at=self.clock())
        while not self._stopping.is_set() and self.take_turn():
            pass
        Seen.objects.filter(name=self.name).delete()

    def take_turn(self) -> bool:
        """Look after schedules and the dead, then do one job; says whether there was one."""
        close_old_connections()
        with acting(by=CLOCK, reason="worker"):
            self._look_around()
            claim = claim_next(worker=self.name, at=self.clock())
            if claim is None:
                return False
            self._pulse = Pulse(interruption=WorkerStops if self._stopping.is_set() else None)
            run_claim(claim, clock=self.clock, pulse=self._pulse, heart=beating)
        return True

    def _look_around(self) -> None:
        at = self.clock()
        ask_for_due(at=at)
        if self.swept_at is None or at - self.swept_at >= SWEEPS_EVERY:
            self.swept_at = at
            Seen.objects.update_or_create(name=self.name, defaults={"seen_at": at})
            Seen.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
            take_back_lost(at=at)
