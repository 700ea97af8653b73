"""What is demanded of a task, what was found, and what a wrong answer does to it."""

import numpy as np
import pytest

from dampak.benchmark.nation.demands import All, AtMost, LessBy, PeakBelow, Within
from dampak.benchmark.nation.outcome import FROM, Outcome, agreement_of
from dampak.benchmark.nation.seen import MEBIBYTE, Broken, NotInstalled, Seen
from dampak.benchmark.nation.task import Side, Task
from dampak.foundation.text import Sentence


def seen(cpu, *, peak=0, **answer):
    arrays = {name: np.array(numbers, float) for name, numbers in answer.items()}
    return Seen(cpu_seconds=cpu, wall_seconds=9 * cpu, peak_bytes=peak, answer=arrays)


def outcome(*demands, **showings):
    sides = tuple(Side(name=name, prepare=dict, ask=dict) for name in showings)
    return Outcome(task=Task(code="N0", title="t", sides=sides, demands=demands), showings=showings)


@pytest.mark.parametrize(("scan", "times", "is_reached"), [(0.5, 2.0, True), (0.4, 2.5, False)])
def test_ours_may_cost_so_many_times_the_scan_in_processor_time(scan, times, is_reached):
    demand = AtMost(side="ours", times=2.0, of=("scan",))

    found = outcome(demand, ours=seen(1.0), scan=seen(scan))

    ((_, judged),) = found.judged
    assert judged.number == times
    assert judged.is_reached is found.is_good is is_reached


def test_the_best_of_the_others_counts_and_is_named():
    demand = LessBy(side="ours", times=4, than=("slow", "quick", "absent"))

    ((_, judged),) = outcome(
        demand, ours=seen(2.0), slow=seen(90), quick=seen(7), absent=NotInstalled("absent")
    ).judged

    # 7 / 2 is 3.5, which is less than 4
    assert (judged.number, judged.against, judged.is_reached) == (3.5, "quick", False)


def test_without_anybody_to_compare_with_nothing_is_claimed():
    demand = AtMost(side="ours", times=2, of=("scan",))

    found = outcome(demand, ours=seen(1.0), scan=NotInstalled("scan"))

    assert found.judged == ((demand, None),)
    assert found.is_good


def test_the_peak_has_to_stay_below_the_limit():
    demand = PeakBelow(side="ours", mebibytes=10)

    assert outcome(demand, ours=seen(1, peak=10 * MEBIBYTE - 1)).is_good
    assert not outcome(demand, ours=seen(1, peak=10 * MEBIBYTE)).is_good


@pytest.mark.parametrize(("good", "every", "is_good"), [(7, 7, True), (6, 7, False), (0, 0, False)])
def test_all_means_all_and_more_than_none(good, every, is_good):
    demand = All(says=Sentence("all"), side="ours", good="good", all="every")

    found = outcome(demand, ours=seen(1, good=[good], every=[every]))

    assert found.judged[0][1].of == every
    assert found.is_good is is_good


def test_the_farthest_number_decides():
    demand = Within(says=Sentence("near"), side="ours", name="off", limit=2)

    assert outcome(demand, ours=seen(1, off=[0.1, 2.0])).is_good
    assert not outcome(demand, ours=seen(1, off=[0.1, 2.1])).is_good


def test_a_quick_wrong_answer_is_told_and_is_no_good():
    found = outcome(
        ours=seen(9, a=[1, 2, 3]), wrong=seen(1, a=[1, 2, 4]), right=seen(1, a=[1, 2, 3])
    )

    assert found.agreement("right").is_same
    assert (found.agreement("wrong").unlike, found.agreement("wrong").compared) == (1, 3)
    assert not found.is_good


def test_a_peer_that_broke_is_no_fault_of_ours_and_ours_is():
    assert outcome(ours=seen(1), peer=Broken("MemoryError")).is_good
    assert not outcome(ours=Broken("MemoryError"), peer=seen(1)).is_good


def agreement(ours, theirs, **more):
    one, other = ({"a": np.array(each, float)} for each in (ours, theirs))
    return agreement_of(one, {**other, **more}, tolerance=1e-9)


def test_nothing_read_is_like_nothing_read_and_unlike_nought():
    nan = float("nan")

    assert agreement([[nan, 1]], [[nan, 1 + 1e-12]]).is_same
    assert agreement([[nan, 1]], [[0, 1]]).unlike == 1


def test_only_the_months_that_an_answer_speaks_of_are_compared():
    found = agreement([[1, 2, 3]], [[9, 2, 3]], **{FROM: np.array(1.0)})

    assert (found.compared, found.unlike) == (2, 0)


def test_another_shape_is_wrong_altogether():
    assert agreement([[1, 2]], [[1, 2, 3]]).unlike == 2


def test_answers_that_name_nothing_in_common_are_not_compared():
    assert agreement_of({"a": np.ones(1)}, {"b": np.ones(1)}, tolerance=0) is None
