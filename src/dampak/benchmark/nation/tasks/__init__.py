"""One file per task, each with the function `task` that makes it over a prepared nation."""

import pkgutil
from importlib import import_module

from dampak.benchmark.nation.prepared import Prepared
from dampak.benchmark.nation.task import Task


def every_task(prepared: Prepared) -> tuple[Task, ...]:
    """All tasks, in the order of their codes."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    tasks: list[Task] = [import_module(f"{__name__}.{name}").task(prepared) for name in names]
    return tuple(sorted(tasks, key=lambda task: task.code))
