"""The index as real units published it: counts of answers typed in, results compared.

Sources: a service desk's worked example (document rumus_perhitungan_ikm_lengkap.md of the public
repository rennn9/GASPUL_BACKEND, third quarter) and the SKM page of Dinas Dukcapil Kabupaten
Tulang Bawang Barat, first half of 2023.
"""

from decimal import Decimal

import pytest

from dampak.indicators.ikm import PERMENPAN_14_2017, Answers, Weight, satisfaction_index

ELEMENTS = tuple(PERMENPAN_14_2017.elements)

# How many answered 1, 2, 3 and 4, element by element.
SERVICE_DESK = (
    (0, 0, 11, 18),
    (0, 0, 15, 14),
    (0, 2, 12, 15),
    (0, 0, 0, 29),
    (0, 0, 14, 15),
    (0, 0, 11, 18),
    (0, 0, 10, 19),
    (0, 0, 11, 18),
    (0, 0, 1, 28),
)
SERVICE_DESK_SUMS = (105, 101, 100, 116, 102, 105, 106, 105, 115)
TULANG_BAWANG_BARAT = ((0, 0, 0, 1),) * 9


def index_of(counts, weight):
    answers = {
        key: Answers(total=sum(answer * n for answer, n in enumerate(row, start=1)), count=sum(row))
        for key, row in zip(ELEMENTS, counts, strict=True)
    }
    return satisfaction_index(answers, weight=weight)


def test_the_sums_typed_in_are_those_the_source_prints():
    sums = tuple(sum(answer * n for answer, n in enumerate(row, 1)) for row in SERVICE_DESK)
    assert sums == SERVICE_DESK_SUMS
    assert sum(sums) == 955


@pytest.mark.parametrize(
    ("counts", "weight", "skm", "published", "letter"),
    [
        # 955 / 29 = 32.93103448; times 25 times the weight
        (SERVICE_DESK, Weight.EXACT, 91.4751, "91.48", "A"),
        (SERVICE_DESK, Weight.THREE_DECIMALS, 91.3836, "91.38", "A"),
        (SERVICE_DESK, Weight.TWO_DECIMALS, 90.5603, "90.56", "A"),
        (TULANG_BAWANG_BARAT, Weight.EXACT, 100.0, "100.00", "A"),
        # the page says 0.111, which gives this, and prints 100
        (TULANG_BAWANG_BARAT, Weight.THREE_DECIMALS, 99.9, "99.90", "A"),
        (TULANG_BAWANG_BARAT, Weight.TWO_DECIMALS, 99.0, "99.00", "A"),
    ],
)
def test_the_index_is_the_published_one_under_each_named_weight(
    counts, weight, skm, published, letter
):
    index = index_of(counts, weight)
    assert float(index.skm) == pytest.approx(skm, abs=1e-4)
    assert index.published == Decimal(published)
    assert index.grade.letter == letter
    assert index.weight is weight


@pytest.mark.parametrize(
    ("element", "mean"),
    [
        ("persyaratan", "3.6207"),
        ("prosedur", "3.4828"),
        ("waktu", "3.4483"),
        ("biaya", "4.0000"),
        ("produk", "3.5172"),
        ("kompetensi", "3.6207"),
        ("perilaku", "3.6552"),
        ("pengaduan", "3.6207"),
        ("sarpras", "3.9655"),
    ],
)
def test_the_mean_of_each_element_is_the_printed_one(element, mean):
    found = index_of(SERVICE_DESK, Weight.EXACT).elements[element]
    assert round(float(found.mean), 4) == float(mean)
