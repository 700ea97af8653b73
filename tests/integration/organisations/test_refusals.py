"""What the tree and the postings refuse, and that they stay as they were."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.integration.organisations.conftest import BY, DAY, nip

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def stand(tree: dict[str, Any]) -> list[Any]:
    from dampak.organisations.models import Unit, UnitSpell

    units = Unit.objects.order_by("id").values_list("code", "path", "name", "parent", "ended_on")
    spells = UnitSpell.objects.order_by("id")
    return [*units, *spells.values_list("unit", "parent", "name", "valid_from", "valid_to")]


def refused(tree: dict[str, Any], deed: Callable[..., Any], *given: Any, **more: Any) -> str:
    """The reason for which the deed was not done; nothing was changed by it."""
    from dampak.audit.models import Entry
    from dampak.organisations.services import CannotReorganise

    before, deeds = stand(tree), Entry.objects.count()
    with pytest.raises(CannotReorganise) as told:
        deed(*given, **more, **BY)
    assert (stand(tree), Entry.objects.count()) == (before, deeds)
    return told.value.sentence.message


def test_a_unit_stands_below_no_unit_that_stands_below_it(tree):
    from dampak.organisations.services import move_unit

    assert "stands below" in refused(tree, move_unit, tree["DINKES"], below=tree["PKM-1"], on=DAY)
    assert "stands below" in refused(tree, move_unit, tree["KAB"], below=tree["KAB"], on=DAY)


def test_no_circle_in_a_past_that_is_told_late(tree):
    from dampak.organisations.services import move_unit

    # The clinic leaves the office on 1 March; the office cannot have been below it in January.
    move_unit(tree["PKM-1"], below=tree["DINSOS"], on=date(2026, 3, 1), **BY)
    said = refused(tree, move_unit, tree["DINKES"], below=tree["PKM-1"], on=DAY)
    assert "or did so after the day" in said


def test_a_unit_with_people_or_units_is_not_closed(tree, enter):
    from dampak.organisations.services import close_unit

    enter(1, tree["PKM-1"])
    assert "People" in refused(tree, close_unit, tree["PKM-1"], on=DAY)
    assert "units below" in refused(tree, close_unit, tree["DINKES"], on=DAY)


def test_the_days_of_a_unit_come_in_order(tree):
    from dampak.organisations.services import NewUnit, close_unit, open_unit, rename_unit

    rename_unit(tree["PKM-1"], name="Baru", on=DAY, **BY)
    assert "already changed" in refused(
        tree, rename_unit, tree["PKM-1"], name="Lama", on=date(2025, 12, 31)
    )
    assert "before that day is over" in refused(tree, close_unit, tree["PKM-1"], on=DAY)
    young = open_unit(NewUnit(code="X", name="X", parent=tree["KAB"]), on=DAY, **BY)
    below = NewUnit(code="Y", name="Y", parent=young)
    assert "began only" in refused(tree, open_unit, below, on=date(2025, 1, 1))


def test_a_day_to_come_is_not_recorded_yet(tree):
    from dampak.organisations.services import close_unit

    assert "not come yet" in refused(tree, close_unit, tree["PKM-1"], on=date(2026, 3, 3))


def test_a_unit_that_ended_takes_nothing_over_and_a_code_is_given_once(tree):
    from dampak.organisations.services import NewUnit, close_unit, merge_units, open_unit

    close_unit(tree["PKM-1"], on=DAY, **BY)
    assert "ended on" in refused(tree, merge_units, [tree["PKM-2"]], into=tree["PKM-1"], on=DAY)
    assert "ended on" in refused(tree, merge_units, [tree["PKM-1"]], into=tree["PKM-2"], on=DAY)
    assert "with the code" in refused(tree, open_unit, NewUnit(code="PKM-1", name="X"), on=DAY)


def test_nobody_merges_into_what_ends(tree):
    from dampak.organisations.services import merge_units

    said = refused(tree, merge_units, [tree["DINKES"]], into=tree["PKM-1"], on=DAY)
    assert "Move it out first" in said


def test_the_shares_of_a_division_are_at_most_the_whole(tree):
    from dampak.organisations.services import NewUnit, Part, split_unit

    parts = [
        Part(unit=NewUnit(code=code, name=code, parent=tree["KAB"]), share=0.7)
        for code in ("A", "B")
    ]
    assert "shares" in refused(tree, split_unit, tree["DINSOS"], into=parts, on=DAY)
    assert "two or more" in refused(tree, split_unit, tree["DINSOS"], into=parts[:1], on=DAY)


def place_in(unit: Any, **given: Any) -> Any:
    from dampak.organisations.models import Employment
    from dampak.organisations.services import Place

    given.setdefault("position", "Verifikator")
    return Place(unit=unit, employment=Employment.PNS, **given)


def test_postings_of_a_person_never_overlap(tree, enter):
    from dampak.organisations.services import CannotPost, post_person

    person = enter(1, tree["PKM-1"], on=date(2025, 1, 1))
    post_person(person, place=place_in(tree["PKM-2"]), on=DAY, **BY)
    for day in (DAY, date(2025, 6, 1)):
        with pytest.raises(CannotPost, match="already begins"):
            post_person(person, place=place_in(tree["DINSOS"]), on=day, **BY)
    spans = person.postings.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [(date(2025, 1, 1), date(2025, 12, 31)), (DAY, None)]


def test_the_same_transfer_twice_is_one(tree, enter):
    from dampak.organisations.services import CannotPost, post_person

    person = enter(1, tree["PKM-1"])
    post_person(person, place=place_in(tree["PKM-2"]), on=DAY, **BY)
    with pytest.raises(CannotPost):
        post_person(person, place=place_in(tree["PKM-2"]), on=DAY, **BY)
    with pytest.raises(CannotPost, match="Nothing would change"):
        post_person(person, place=place_in(tree["PKM-2"]), on=date(2026, 2, 1), **BY)
    assert person.postings.count() == 2


def test_nobody_is_led_by_those_they_lead(tree, enter):
    from dampak.organisations.services import CannotPost, post_person

    head = enter(1, tree["DINKES"], position_kind="structural")
    middle = enter(2, tree["PKM-1"], supervisor=head)
    last = enter(3, tree["PKM-1"], supervisor=middle)
    for supervisor in (head, last):
        with pytest.raises(CannotPost, match="stands below"):
            post_person(head, place=place_in(tree["DINKES"], supervisor=supervisor), on=DAY, **BY)


def test_a_number_belongs_to_one_person_for_ever(tree, enter):
    from dampak.organisations.services import CannotPost, change_number

    person = enter(1, tree["PKM-1"])
    change_number(person, nip=nip(2), on=DAY, **BY)
    for taken in (1, 2):
        with pytest.raises(CannotPost, match="on record already"):
            enter(taken, tree["PKM-2"])


def test_the_number_itself_is_kept_nowhere(tree, enter):
    from django.apps import apps

    enter(1, tree["PKM-1"])
    for model in apps.get_models():
        for row in model.objects.values_list():
            assert nip(1) not in repr(row), model


def test_the_database_refuses_what_would_overlap(tree, enter):
    from dampak.organisations.models import Posting, UnitSpell

    person = enter(1, tree["PKM-1"])
    unit = tree["PKM-2"]
    for broken in (
        Posting(person=person, unit=unit, employment="PNS", valid_from=DAY),
        Posting(person=person, unit=unit, valid_from=DAY, valid_to=date(2025, 1, 1)),
        Posting(person=person, supervisor=person, unit=unit, valid_from=DAY, valid_to=DAY),
        UnitSpell(unit=unit, name="X", valid_from=DAY),
        UnitSpell(unit=unit, name="X", parent=unit, valid_from=DAY, valid_to=DAY),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken.save()
