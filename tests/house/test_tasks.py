"""Whatever is done in the background for somebody names the right that it takes."""

import ast
import inspect
from collections.abc import Iterable

from dampak.foundation.text import gettext_noop
from dampak.jobs.progress import Progress
from dampak.jobs.tasks import TASKS, Task


def acts_by_name(task: Task) -> bool:
    """Whether its work asks for whom it is done."""
    tree = ast.parse(inspect.getsource(task.work))
    return any(isinstance(node, ast.Attribute) and node.attr == "by" for node in ast.walk(tree))


def forgetful(tasks: Iterable[Task]) -> set[str]:
    """Those that people ask for, or that act by name, and say nothing of a right."""
    silent = (task for task in tasks if task.needs is None)
    return {task.name for task in silent if not task.cron or acts_by_name(task)}


def of_the_house() -> list[Task]:
    return [task for task in TASKS.values() if task.work.__module__.startswith("dampak.")]


def test_every_task_that_is_done_for_somebody_names_its_right():
    assert len(of_the_house()) > 8
    assert not forgetful(of_the_house())


def asked_for(progress: Progress) -> None:
    progress.tell(1, 1)


def signs(progress: Progress) -> str:
    return progress.by


def test_a_forgetful_task_is_found():
    def planted(work, **rules) -> Task:
        return Task(name=work.__name__, title=gettext_noop("Files"), work=work, **rules)

    nightly = {"cron": "15 2 * * *"}
    tasks = [planted(asked_for), planted(signs, **nightly)]
    assert forgetful(tasks) == {"asked_for", "signs"}
    assert not forgetful([planted(asked_for, **nightly)])  # the clock needs no right
