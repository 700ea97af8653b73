"""What may be done in the background. A room says it in its own ``tasks.py``::

    @task("intake.read-staff", title=gettext_noop("Reading the staff list"))
    def read_staff(progress: Progress, *, upload: int) -> None: ...

A task gets a `Progress` and its arguments by name. What it returns (plain values) is the job's
result. It may be killed and begun again at any moment; three ways keep it from doing things twice:

* ``atomic=True``: what it writes into the ledger and that it is done become true together. For
  work of seconds: on SQLite nobody else can write meanwhile.
* ``with progress.step("name")``: one part and the mark that it is done become true together;
  ``progress.done_already("name")`` says so to the next attempt.
* ``progress.token("name")``: the same in every attempt, for others who know us by such a key.

What is not asked for by the clock alone, or acts by name, says which right that takes: `Need`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils.module_loading import autodiscover_modules

from dampak.jobs.needs import Need

Work = Callable[..., Any]
_KNOWN: dict[str, "Task"] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Work that can be asked for by name, and what happens when it fails."""

    name: str
    title: str  # a sentence in English, the key of its translation
    work: Work
    atomic: bool = False
    tries: int = 5
    first_pause: timedelta = timedelta(seconds=20)  # each further pause is three times as long
    time_limit: timedelta = timedelta(hours=2)
    needs: Need | None = None  # the right of whoever asks; none is needed for the clock's work
    cron: str = ""  # when it comes back by itself, on the clock of the installation
    only_if: Callable[[datetime], bool] | None = None  # whether there is anything to do by then

    def pause_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures in a row; never longer than six hours."""
        return min(self.first_pause * 3.0 ** (failures - 1), timedelta(hours=6))


def task(name: str, *, title: str, **rules: Any) -> Callable[[Work], Task]:
    """Make a function a task; ``rules`` are the further fields of `Task`."""

    def declared(work: Work) -> Task:
        made = Task(name=name, title=title, work=work, **rules)
        known = _KNOWN.get(name)
        if known and known.work.__module__ != work.__module__:
            raise ValueError(f"Two tasks are called {name}; rename one of them.")
        _KNOWN[name] = made
        return made

    return declared


@cache
def find_tasks() -> None:
    """Read every room's ``tasks.py``, once in a process."""
    autodiscover_modules("tasks")


class _TasksOfAllRooms(Mapping[str, Task]):
    """Rooms are read when somebody asks: a command that needs no task starts in half the time."""

    def __getitem__(self, name: str) -> Task:
        find_tasks()
        return _KNOWN[name]

    def __iter__(self) -> Iterator[str]:
        find_tasks()
        return iter(_KNOWN)

    def __len__(self) -> int:
        find_tasks()
        return len(_KNOWN)


TASKS = _TasksOfAllRooms()


def task_named(name: str) -> Task | None:
    return TASKS.get(name)
