"""What was found of a delivery is kept for as long as it is read, and does not pile up."""

import csv
import os
from datetime import timedelta

import pytest
from tests import bad_files
from tests.integration.conftest import AT, upload

from dampak.intake.previewing import preview_of, rejected_rows_at
from dampak.intake.services import accept_delivery

pytestmark = [pytest.mark.database, pytest.mark.django_db]
A_DAY = timedelta(days=1).total_seconds()
WRONG = "X1,K9,KTP,2024-01-05,2024-01-09"


@pytest.fixture
def delivery(served, hand_in):
    return hand_in([upload("service_requests.csv", bad_files.requests(WRONG))])


def states(delivery):
    return set(delivery.folder().with_name(f"{delivery.pk}-preview").iterdir())


def read_before(state, *, days):
    """As if nobody had read it for so long."""
    moment = state.stat().st_mtime - days * A_DAY
    os.utime(state, (moment, moment))


def something_else_is_served(hand_in, number):
    listed = bad_files.units(f"B{number},Dinas {number},,2020-01-01")
    accept_delivery(hand_in([upload("units.csv", listed)]), by="sri", at=AT)


def test_a_state_that_nobody_reads_any_more_goes_when_the_next_one_comes(delivery, hand_in):
    for number in range(4):
        preview_of(delivery)
        for state in states(delivery):
            read_before(state, days=2)
        something_else_is_served(hand_in, number)
    rows = rejected_rows_at(delivery, everything=True)
    assert states(delivery) == {rows.parent}
    assert rows.exists()


def test_a_state_that_was_read_on_this_day_stays(delivery, hand_in):
    """As when who imports for all looks at it, and after them who imports for some."""
    preview_of(delivery)
    [first] = states(delivery)
    read_before(first, days=2)
    preview_of(delivery)  # read again
    something_else_is_served(hand_in, 1)
    preview_of(delivery)
    assert first in states(delivery)
    assert len(states(delivery)) == 2


def test_who_has_a_file_of_an_old_state_open_reads_it_to_its_end(delivery, hand_in):
    rows = rejected_rows_at(delivery, everything=True)
    with rows.open(encoding="utf-8-sig", newline="") as file:
        read_before(rows.parent, days=2)
        something_else_is_served(hand_in, 1)
        preview_of(delivery)
        assert not rows.exists()
        assert [each["value"] for each in csv.DictReader(file)] == ["K9"]


def test_the_states_of_other_deliveries_stay(delivery, hand_in):
    other = hand_in([upload("service_requests.csv", bad_files.requests())])
    preview_of(other)
    [kept] = states(other)
    read_before(kept, days=9)
    preview_of(delivery)
    assert states(other) == {kept}


def test_a_state_that_was_half_removed_is_made_anew(delivery, hand_in):
    rows = rejected_rows_at(delivery, everything=True)
    before = rows.read_bytes()
    rows.with_name("preview.json").unlink()
    rows.unlink()
    assert rejected_rows_at(delivery, everything=True).read_bytes() == before
