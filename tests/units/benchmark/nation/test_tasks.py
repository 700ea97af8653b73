"""Every task on a small nation: all sides that are installed come to the same numbers."""

import numpy as np
import pytest

from dampak.benchmark.nation.outcome import agreement_of
from dampak.benchmark.nation.prepared import Prepared, prepare
from dampak.benchmark.nation.running import is_installed
from dampak.benchmark.nation.tasks import every_task

SMALLEST, MONTHS = 0.02, 4


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    small = Prepared(folder=folder, size=SMALLEST, n_months=MONTHS)
    return prepare(small, tell=lambda *_: None)


@pytest.fixture(scope="module")
def tasks(nation):
    return {task.code: task for task in every_task(nation)}


def answer_of(side):
    return side.tell(side.ask(side.prepare()))


def answers_to(task):
    # Spark would live on in the process of the tests
    asked = [side for side in task.sides if is_installed(side) and side.module != "pyspark"]
    return {side.name: answer_of(side) for side in asked}


def test_every_task_has_its_own_code_and_every_side_its_own_name(tasks):
    assert list(tasks) == sorted(tasks)
    for task in tasks.values():
        names = [side.name for side in task.sides]
        assert len(names) == len(set(names))


def test_what_is_demanded_is_demanded_of_sides_that_there_are(tasks):
    for task in tasks.values():
        names = {side.name for side in task.sides}
        for demand in task.demands:
            others = getattr(demand, "of", ()) or getattr(demand, "than", ())
            assert {demand.side, *others} <= names


@pytest.mark.parametrize("code", ["N1", "N2", "N3", "N4", "N6"])
def test_all_who_are_installed_find_the_same(tasks, code):
    task = tasks[code]
    ours, *others = answers_to(task).values()

    compared = [agreement_of(ours, each, tolerance=task.tolerance) for each in others]
    found = [each for each in compared if each is not None]
    assert found
    assert all(each.is_same and each.compared for each in found)


def test_the_full_build_has_numbers_and_not_nothing(tasks):
    ours = answer_of(tasks["N2"].sides[0])

    assert len(ours) > 15
    assert all((~np.isnan(numbers)).any() for numbers in ours.values())


def test_rows_that_came_were_kept_or_set_aside(tasks):
    answer = answer_of(tasks["N1"].sides[0])

    assert answer["came"] == answer["accounted"]
    assert answer["set aside"] > 0


def test_no_record_of_the_hard_file_is_lost(tasks):
    answer = answer_of(tasks["N6"].side("dampak, the hard file"))

    assert (answer["accounted"], answer["records"]) == (23, 23)


def test_effects_are_estimated_from_exact_and_from_guessed_panels(tasks):
    exact, guessed = answers_to(tasks["N5"]).values()

    assert exact["estimates"].shape == (6, 3)
    # eight units are too few for a standard error
    assert np.isfinite(exact["estimates"][:, [0, 2]]).all()
    assert np.isfinite(guessed["approximate"][[0, 2]]).all()


def test_what_is_made_ready_is_made_once(nation):
    told = []

    prepare(nation, tell=lambda *step: told.append(step))

    assert not told
