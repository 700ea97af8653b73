"""N3: a day's rows, 4 in 1,000 of all, on top of what is served."""

from dampak.benchmark.nation.later_delivery import task_of
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.task import Task
from dampak.foundation.text import gettext_noop

LESS_THAN_A_FULL_BUILD = 10.0


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    return task_of(
        prepared,
        prepared.day,
        code="N3",
        title=gettext_noop("A day: 4 new rows for every 1,000, published"),
        times=LESS_THAN_A_FULL_BUILD,
    )
