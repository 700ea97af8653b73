"""The worked example of `docs/how-to/reorganise-units.md`: two puskesmas merge."""

from collections import Counter
from datetime import date

from tests.units.warehouse.organisation.reorganised import line_of, node_of

from dampak.warehouse.organisation.as_it_was import as_it_was
from dampak.warehouse.organisation.as_of import as_of
from dampak.warehouse.organisation.register import register_of

NOVEMBER, DECEMBER, JANUARY = date(2024, 11, 1), date(2024, 12, 1), date(2025, 1, 1)
ENDED = {"parent_code": "DINKES", "valid_to": date(2024, 12, 31), "successor_code": "PKM-09"}
REGISTER = register_of(
    [
        {"code": "DINKES"},
        {"code": "PKM-01", **ENDED},
        {"code": "PKM-02", **ENDED},
        {"code": "PKM-09", "parent_code": "DINKES", "valid_from": JANUARY},
    ]
)
REQUESTS = {
    ("PKM-01", NOVEMBER): 40,
    ("PKM-02", NOVEMBER): 60,
    ("PKM-01", DECEMBER): 50,
    ("PKM-02", DECEMBER): 70,
    ("PKM-09", JANUARY): 115,
}
TOGETHER = {("DINKES", NOVEMBER): 100, ("DINKES", DECEMBER): 120, ("DINKES", JANUARY): 115}


def seen(view):
    sums = Counter()
    for (code, month), requests in REQUESTS.items():
        for node in line_of(view, node_of(view, code, month)):
            sums[node, month] += requests
    return sums


def test_as_it_was_every_month_is_read_under_the_units_of_that_month():
    assert seen(as_it_was(REGISTER)) == REQUESTS | TOGETHER


def test_as_of_a_day_the_merged_puskesmas_has_the_past_of_both():
    assert seen(as_of(REGISTER, date(2025, 1, 31))) == TOGETHER | {
        ("PKM-09", NOVEMBER): 100,
        ("PKM-09", DECEMBER): 120,
        ("PKM-09", JANUARY): 115,
    }
