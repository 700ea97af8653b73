"""N4: 2,000 rows of one agency again, each with another day of closing."""

from dampak.benchmark.nation.later_delivery import task_of
from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.task import Task
from dampak.foundation.text import gettext_noop

LESS_THAN_A_FULL_BUILD = 50.0


def task(prepared: Prepared) -> Task:
    """The task over a prepared nation."""
    return task_of(
        prepared,
        prepared.correction,
        code="N4",
        title=gettext_noop("A correction: 2,000 rows of one agency, published"),
        times=LESS_THAN_A_FULL_BUILD,
    )
