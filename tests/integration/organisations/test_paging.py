"""People page by page: each once, in order, none of another office."""

import random
from typing import Any

import pytest

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def crowd(tree: dict[str, Any], enter: Any) -> list[Any]:
    """Sixty people in five units, many of them namesakes."""
    rng = random.Random(3)  # noqa: S311
    names = ["Budi", "budi", "Budiman", "Ani", "Zul", "Émile"]
    units = list(tree.values())
    return [enter(n, rng.choice(units), name=rng.choice(names)) for n in range(60)]


def in_order(people: list[Any]) -> list[Any]:
    def place(person: Any) -> tuple[str, str, int]:
        folded = "".join(each.lower() if each.isascii() else each for each in person.name)
        return person.unit_path, folded, person.pk

    return sorted(people, key=place)


@pytest.mark.parametrize("size", [1, 7, 60])
@pytest.mark.parametrize("code", ["KAB", "DINKES", "PKM-1"])
def test_all_pages_of_a_unit_are_a_plain_sort_of_its_people(tree, crowd, code, size):
    from dampak.organisations.selectors import people_below

    path, found, after = tree[code].path, [], ""
    while True:
        page = people_below(path, after=after, size=size)
        found += page.people
        if not (after := page.after):
            break
    wanted = in_order([each for each in crowd if each.unit_path.startswith(path)])
    assert [each.pk for each in found] == [each.pk for each in wanted]


def test_a_page_asked_for_after_a_stranger_shows_nobody_of_theirs(tree, crowd):
    from dampak.organisations.selectors import people_below

    path = tree["DINSOS"].path
    stranger = next(each for each in crowd if not each.unit_path.startswith(path))
    page = people_below(path, after=stranger.public_id)
    assert {each.unit_path for each in page.people} <= {path}


@pytest.mark.parametrize("by_unit", [True, False])
@pytest.mark.parametrize("start", ["bu", "BUDI", "z", "É", "nobody"])
def test_all_pages_of_a_search_are_a_plain_filter(tree, crowd, by_unit, start):
    from dampak.organisations.models import Person
    from dampak.organisations.selectors import people_named

    found, after = [], ""
    people = Person.objects.within([tree["DINKES"].path])
    while True:
        page = people_named(people, start, after=after, by_unit=by_unit, size=3)
        found += [each.pk for each in page.people]
        if not (after := page.after):
            break
    wanted = {
        each.pk
        for each in crowd
        if each.unit_path.startswith(tree["DINKES"].path)
        and each.name.lower().startswith(start.lower())
    }
    assert len(found) == len(set(found))
    assert set(found) == wanted
