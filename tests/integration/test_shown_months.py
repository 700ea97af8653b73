"""What pages show of satisfaction, snapshot after snapshot, to somebody who keeps them all."""

from datetime import timedelta

import pytest
from tests.integration.conftest import AT, office

from dampak.indicators.catalogue import CATALOGUE
from dampak.intake.selectors import served_snapshot
from dampak.intake.services import accept_delivery
from dampak.publication.models import ShownMonth
from dampak.publication.readings import _read, by_unit, some_together, together
from dampak.publication.shown_months import REST, shown_months
from dampak.warehouse.readings import readings
from dampak.warehouse.together import readings_together

pytestmark = [pytest.mark.database, pytest.mark.django_db]
RESPONSES, IKM = CATALOGUE["ikm-responses"], CATALOGUE["ikm"]
UNSUR = "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,pengaduan,sarpras"


def satisfaction(**respondents: int) -> str:
    lines = [f"response_id,unit_code,service,answered_on,{UNSUR}"]
    for unit, count in respondents.items():
        lines += [f"{unit}-{n},{unit},KTP,2024-01-15,3,3,3,3,3,3,3,3,3" for n in range(count)]
    return "\n".join(lines)


@pytest.fixture
def serve(hand_in):
    served = []
    _read.cache_clear()  # a process reads one ledger; tests of the same data read many

    def give(**respondents: int) -> None:
        at = AT + timedelta(hours=len(served))
        served.append(respondents)
        accept_delivery(
            hand_in(office(satisfaction__csv=satisfaction(**respondents))), by="sri", at=at
        )

    return give


def numbers(definition=RESPONSES):
    """What is shown, by unit: how many answered."""
    snapshot = served_snapshot()
    cells = (*by_unit(snapshot, definition), *together(snapshot, definition))
    return {each.unit_code: each.denominator for each in cells}


def test_a_small_unit_does_not_follow_from_the_total_on_the_same_page(serve):
    serve(K1=2, K2=7, K3=9)
    assert numbers() == {"K1": None, "K2": None, "K3": 9, "*": 18}
    assert numbers(IKM) == {"K1": None, "K2": None, "K3": 9, "*": 18}


def test_one_more_answer_is_not_told_before_enough_have_come(serve):
    serve(K1=5, K2=7, K3=9)
    numbers()
    serve(K1=6, K2=7, K3=9)
    assert numbers() == {"K1": 5, "K2": 7, "K3": 9, "*": 21}
    serve(K1=8, K2=7, K3=9)
    assert numbers() == {"K1": 8, "K2": 7, "K3": 9, "*": 24}


def test_a_number_that_waits_says_of_which_snapshot_it_is(serve):
    serve(K1=5, K2=7, K3=9)
    numbers()
    serve(K1=6, K2=7, K3=9)
    cells = {each.unit_code: each for each in by_unit(served_snapshot(), RESPONSES)}
    assert (cells["K1"].as_of, cells["K2"].as_of) == (1, None)


def test_from_the_same_snapshot_the_same_is_shown_again(serve):
    serve(K1=5, K2=7, K3=9)
    snapshot = served_snapshot()
    first = numbers()
    serve(K1=9, K2=7, K3=9)
    numbers()
    assert shown_months(snapshot, RESPONSES, *counted(snapshot))[0].denominator == first["K1"]
    assert ShownMonth.objects.count() == 2


def counted(snapshot):
    return readings(snapshot, RESPONSES), readings_together(snapshot, RESPONSES)


def test_a_month_that_was_shown_often_is_shown_anew_once_a_week(serve, monkeypatch):
    monkeypatch.setattr("dampak.publication.shown_months.SHOWN_AT_ONCE", 2)
    for count in (5, 8):
        serve(K1=count, K2=7, K3=9)
        numbers()
    serve(K1=11, K2=7, K3=9)
    assert numbers()["K1"] == 8
    ShownMonth.objects.update(published_at=AT - REST)
    serve(K1=14, K2=7, K3=9)
    assert numbers()["K1"] == 14


def test_the_head_of_two_units_does_not_learn_the_third_from_all(serve):
    serve(K1=4, K2=7, K3=2)
    some = some_together(served_snapshot(), RESPONSES, frozenset({"K1", "K2"}))
    # all together less these two would be K3
    assert [(each.denominator, numbers()["*"]) for each in some] == [(None, 13)]
