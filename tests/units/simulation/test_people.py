"""Employee numbers that are right in form and belong to nobody."""

from datetime import date

import pytest

from dampak.simulation.people import draw_postings
from dampak.simulation.world import build_world


@pytest.fixture(scope="module")
def world():
    return build_world("negeri-uji", seed=7)


def test_every_number_is_valid_in_form_and_practically_never_given_out(world):
    for posting in world.postings:
        nip = posting.nip
        born = date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
        assert len(nip) == 18
        assert 17 <= 2023 - born.year <= 70
        assert 16 <= int(nip[8:12]) - born.year <= 60
        assert nip[12:14] == "21" or 1 <= int(nip[12:14]) <= 12
        assert nip[14] in "12"
        assert 900 <= int(nip[15:]) <= 999


def test_nobody_works_at_two_counters_on_one_day(world):
    by_person: dict[str, list] = {}
    for posting in world.postings:
        by_person.setdefault(posting.nip, []).append(posting)
    moved = [sorted(p, key=lambda x: x.from_on) for p in by_person.values() if len(p) > 1]
    assert len(by_person) == 400
    assert moved
    for before, after in moved:
        assert before.to_on < after.from_on
        assert before.unit != after.unit


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    window = (date(2023, 1, 1), date(2025, 12, 31))
    one, again, other = (draw_postings(4, 5, window=window, seed=s) for s in (1, 1, 2))
    assert one == again
    assert one != other
