"""After a reorganisation rows under an old code are taken from whoever got all of that unit."""

from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import now
from tests import bad_files
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT, office, upload
from tests.integration.test_told_alone import ANSWERS, all_told

from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.intake.previewing import preview_for
from dampak.intake.services import accept_delivery, receive_delivery
from dampak.organisations.services import (
    NewUnit,
    Part,
    close_unit,
    merge_units,
    move_unit,
    open_unit,
    recode_unit,
    split_unit,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = date(2024, 1, 1)
LISTED = (
    "BARAT,Dinas Barat,,2020-01-01",
    "BARAT-1,Loket Barat,BARAT,2020-01-01",
    "TIMUR,Dinas Timur,,2020-01-01",
)


@pytest.fixture
def serve(served):
    """Units of the list that everybody is served by, which knows of no reorganisation yet."""

    def serve(*lines):
        files = office(units__csv=bad_files.units(*lines))
        accept_delivery(receive_delivery(files, by="sri", at=AT), by="sri", at=AT)

    serve(*LISTED)
    return serve


def opened(code, below=None):
    return open_unit(NewUnit(code=code, name=code, parent=below), by="t", at=now())


def recoded(unit, code, on=DAY):
    return recode_unit(unit, code=code, name=code, on=on, by="t", at=now())


def divided(unit, *codes, below=None):
    parts = [Part(unit=NewUnit(code=code, name=code, parent=below)) for code in codes]
    return split_unit(unit, into=parts, on=DAY, by="t", at=now())


def handed_in(unit, *codes):
    rows = "".join(f"{place},{code},KTP,2023-01-05,3\n" for place, code in enumerate(codes))
    return receive_delivery([upload("skm.csv", ANSWERS + rows)], by="ani", at=AT, units=[unit])


def kept(unit, *codes):
    """How many of the answers are taken, one for each code, of whoever works in a unit."""
    return preview_for(handed_in(unit, *codes), everything=False)["rows_kept"]


def test_rows_under_the_code_that_a_unit_had_before_are_taken(serve):
    new = recoded(opened("BARAT"), "BARAT2")
    assert kept(new, "BARAT") == 1
    assert kept(recoded(new, "BARAT3", on=date(2025, 1, 1)), "BARAT") == 1


def test_and_still_when_the_list_that_is_served_knows_the_new_one(serve):
    new = recoded(opened("BARAT"), "BARAT2")
    serve(*LISTED, "BARAT2,Dinas Barat,,2024-01-01")
    assert kept(new, "BARAT", "BARAT2") == 2


def test_a_unit_that_was_merged_into_one_brings_its_code(serve):
    east = opened("TIMUR")
    merge_units([opened("BARAT")], into=east, on=DAY, by="t", at=now())
    assert kept(east, "BARAT", "TIMUR") == 2


def test_a_counter_that_was_closed_under_the_old_code_passed_with_it(serve):
    west = opened("BARAT")
    close_unit(opened("BARAT-1", below=west), on=date(2023, 1, 1), by="t", at=now())
    assert kept(recoded(west, "BARAT2"), "BARAT-1") == 1


def test_a_counter_that_went_elsewhere_before_did_not_though_it_is_still_listed_there(serve):
    west, east = opened("BARAT"), opened("TIMUR")
    counter = opened("BARAT-1", below=west)
    move_unit(counter, below=east, on=date(2023, 1, 1), by="t", at=now())
    assert kept(recoded(west, "BARAT2"), "BARAT", "BARAT-1") == 1


def test_all_parts_of_a_divided_unit_in_one_hand_have_its_code(serve):
    above = opened("PUSAT")
    divided(opened("BARAT"), "B1", "B2", below=above)
    assert kept(above, "BARAT") == 1


def test_what_passed_on_from_ones_own_old_unit_to_others_is_not_ones_own(serve):
    """BARAT became A, a counter of PUSAT, and A became a unit of others."""
    above, others = opened("PUSAT"), opened("TIMUR")
    counter = opened("A", below=above)
    merge_units([opened("BARAT")], into=counter, on=date(2023, 1, 1), by="t", at=now())
    merge_units([counter], into=others, on=DAY, by="t", at=now())
    assert kept(above, "BARAT") == 0
    assert kept(others, "BARAT") == 1


def test_of_a_unit_that_is_partly_anothers_nothing_can_be_learnt(serve):
    """Not a byte says whether the code of the divided unit is in use, or by whom."""
    part = divided(opened("BARAT"), "B1", "B2")[0]
    ani = open_account(
        "ani", password="loket prima 9", role=Role.TRAINING_MANAGER, by="t", at=AT, unit=part
    )[0]
    page = Client()
    page.force_login(ani)
    serve(*LISTED, "B1,B1,,2024-01-01")
    delivery, caller = handed_in(part, "BARAT", "B1"), caller_of(ani)
    before = all_told(caller, page, delivery)
    assert preview_for(delivery, everything=False)["rows_kept"] == 1
    serve("TIMUR,Dinas Timur,,2020-01-01", "B1,B1,,2024-01-01")
    assert all_told(caller, page, delivery) == before
