"""Disks that die, refuse or kill at a chosen step, to be survived."""

import os
import signal

from dampak.warehouse.store.disk import Disk


class Crash(BaseException):
    """The machine dies: nothing after this happens, no clean-up either."""


class DyingDisk(Disk):
    """Dies at the step with this number; counts steps."""

    def __init__(self, dies_at: int = 0) -> None:
        self.dies_at, self.steps = dies_at, 0

    def passed(self, step: str) -> None:
        self.steps += 1
        if self.steps == self.dies_at:
            self.die(step)

    def die(self, step: str) -> None:
        raise Crash(step)


class RefusingDisk(DyingDisk):
    """Refuses at one step, as an operating system does."""

    def __init__(self, refuses_at: int, number: int) -> None:
        super().__init__(refuses_at)
        self.number = number

    def die(self, step: str) -> None:
        raise OSError(self.number, "refused", step)


class KillingDisk(DyingDisk):
    """Kills its own process at one step, so that really nothing follows."""

    def die(self, step: str) -> None:
        os.kill(os.getpid(), signal.SIGKILL)
