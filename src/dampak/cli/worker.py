"""`dampak worker`: do what was asked for in the background, job after job."""

import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import FrameType

import click

from dampak.cli.demo import open_home
from dampak.cli.own_address import tell_where_links_lead
from dampak.cli.speaking import SpeakingCommand
from dampak.foundation.text import gettext_noop

LOOKS_EVERY = 0.5  # seconds between two looks whether the other process is still there
SECONDS_TO_END = 20
ENDED_WELL = 0


@click.command(
    cls=SpeakingCommand,
    help=gettext_noop(
        "Do what waits in the background, job after job, until told to end. Several may run, on "
        "several machines. `dampak run` brings its own; a site served otherwise needs at least one."
    ),
)
@click.option("--once", is_flag=True, help=gettext_noop("Do everything that is due, then end."))
@click.option(
    "--beside",
    type=int,
    help=gettext_noop(
        "End when this process, which started the worker, ends; begin again when the worker dies."
    ),
)
def worker(once: bool, beside: int | None) -> None:  # noqa: FBT001 - click's
    """Work, or keep another process at work beside the site."""
    if beside is not None:
        _keep_one_beside(beside)
        return
    open_home()
    tell_where_links_lead(is_apart=True)
    _work(is_once=once)


def _work(*, is_once: bool = False, keeper: int | None = None) -> None:
    from dampak.jobs.worker import Worker

    at_work = Worker(clock=lambda: datetime.now().astimezone())

    def end(_number: int, _frame: FrameType | None) -> None:
        at_work.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if keeper is not None:
        threading.Thread(target=_end_with, args=(keeper, at_work.stop), daemon=True).start()
    if is_once:
        at_work.work_off()
    else:
        at_work.work()


def _keep_one_beside(site: int) -> None:
    """One worker as long as the site lives; a killed one is followed by another.

    This process only waits. It opens no connection, so that what it forks may open its own.
    """
    told_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    while os.getppid() == site and not told_to_end.is_set():
        child = os.fork()
        if child == 0:
            _work(keeper=os.getppid())
            os._exit(ENDED_WELL)
        while not _has_ended(child):
            if os.getppid() != site or told_to_end.is_set():
                os.kill(child, signal.SIGTERM)
                _wait_for(child)
                return
            time.sleep(LOOKS_EVERY)


def _has_ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] == child


def _wait_for(child: int) -> None:
    """Give it time to come to a good end; what it had in hand is taken over later."""
    until = time.monotonic() + SECONDS_TO_END
    while not _has_ended(child):
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
        time.sleep(LOOKS_EVERY / 5)


def _end_with(keeper: int, stop: Callable[[], None]) -> None:
    """End this process when the one that started it is gone, killed or not."""
    while os.getppid() == keeper:
        time.sleep(LOOKS_EVERY)
    stop()
    time.sleep(SECONDS_TO_END)
    os._exit(ENDED_WELL)
