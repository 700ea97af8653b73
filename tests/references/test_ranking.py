"""Fair levels and ranks agree with published figures and with the programs of others.

The numbers of the peers were printed by tools/peers_of_ranking.py.
"""

import numpy as np
import pytest
from scipy import optimize, stats
from tests.references.vaccine_trials import log_ratios

from dampak.statistics.ranking import (
    james_stein,
    rank_confidence_sets,
    shrunken_rates,
    shrunken_shares,
    shrunken_values,
)

# Mean mathematics scores of PISA 2018 in OECD countries, with standard errors
COUNTRIES = """
Australia 491.3600252 1.939833031, Austria 498.9423138 2.970998694,
Belgium 508.0703063 2.262662011, Canada 512.0169429 2.357475749, Chile 417.4065563 2.41588757,
Colombia 390.9322732 2.989559274, Czechia 499.4676508 2.460661531, Denmark 509.3983746 1.735002337,
Estonia 523.4145802 1.743602224, Finland 507.3013618 1.967920411, France 495.4075794 2.320214487,
Germany 500.0437805 2.647083096, Greece 451.3703438 3.091228197, Hungary 481.0826364 2.319596741,
Iceland 495.1873762 1.953082603, Ireland 499.632894 2.198621128, Israel 463.0345488 3.498563228,
Italy 486.5898573 2.780045867, Japan 526.9732502 2.471475318, Korea 525.933002 3.121394315,
Latvia 496.1263306 1.962766789, Lithuania 481.1911884 1.953282039,
Luxembourg 483.421485 1.097632409, Mexico 408.8014734 2.493225544,
Netherlands 519.2309824 2.632277885, NewZealand 494.489676 1.705942856,
Norway 500.9637885 2.219044878, Poland 515.6478747 2.602085176, Portugal 492.4874062 2.684570081,
Slovakia 486.1648542 2.555595707, Slovenia 508.8975441 1.363877596, Spain 481.3926126 1.462417763,
Sweden 502.3877022 2.654250935, Switzerland 515.3147131 2.908003898, Turkey 453.5077774 2.260406789,
UnitedKingdom 501.7698992 2.564428111, UnitedStates 478.2447174 3.235444099
"""
NAMES, SCORES, ERRORS = zip(*(row.split() for row in COUNTRIES.split(",")), strict=True)
MIGHT_BE_AMONG_FIVE = {
    *("Belgium", "Canada", "Denmark", "Estonia", "Finland", "Japan", "Korea", "Netherlands"),
    *("Poland", "Slovenia", "Sweden", "Switzerland"),
}

# Batting averages of eighteen players after 45 times at bat, and over the rest of the season
EARLY = [0.4, 0.378, 0.356, 0.333, 0.311, 0.311, 0.289, 0.267, 0.244, 0.244, *[0.222] * 5]
EARLY += [0.2, 0.178, 0.156]
REST = [0.346, 0.298, 0.276, 0.222, 0.273, 0.27, 0.263, 0.21, 0.269, 0.23, 0.264, 0.256]
REST += [0.303, 0.264, 0.226, 0.285, 0.316, 0.2]
PUBLISHED = [0.294, 0.289, 0.285, 0.28, 0.275, 0.275, 0.27, 0.266, 0.261, 0.261, *[0.256] * 5]
PUBLISHED += [0.252, 0.247, 0.242]

CASES, EXPOSURE = np.array(
    [(3, 100), (8, 150), (1, 80), (15, 200), (6, 120), (2, 90), (22, 160), (4, 210)]
).T


def countries(**how):
    return rank_confidence_sets(
        values=np.array(SCORES, float),
        standard_errors=np.array(ERRORS, float),
        rng=np.random.default_rng(1),
        draws=9_999,
        **how,
    )


def test_twelve_countries_might_be_among_the_best_five():
    sets = countries()

    assert set(np.array(NAMES)[sets.may_be_among_best(5)]) == MIGHT_BE_AMONG_FIVE


def test_at_ninety_per_cent_sweden_is_excluded():
    sets = countries(confidence=0.9)

    found = set(np.array(NAMES)[sets.may_be_among_best(5)])
    assert found == MIGHT_BE_AMONG_FIVE - {"Sweden"}


def test_the_united_kingdom_by_itself_may_stand_between_7_and_23():
    sets, at = countries(together=False), NAMES.index("UnitedKingdom")

    assert (sets.best[at], sets.ranks[at], sets.worst[at]) == (7, 13, 23)


def test_chile_mexico_and_colombia_stand_apart_from_all_others():
    sets = countries()
    apart = np.isin(NAMES, ["Chile", "Mexico", "Colombia"])

    assert sets.best[apart].min() == 35
    assert sets.worst[~apart].max() == 34


def test_observed_ranks_of_all_countries():
    published = [24, 18, 10, 7, 35, 37, 17, 8, 3, 11, 20, 15, 34, 30, 21, 16, 32, 25, 1, 2, 19, 29]
    published += [27, 36, 4, 22, 14, 5, 23, 26, 9, 28, 12, 6, 33, 13, 31]

    assert countries().ranks.tolist() == published


def test_steins_paradox_in_baseball():
    mean = np.mean(EARLY)
    found = james_stein(values=EARLY, standard_error=np.sqrt(mean * (1 - mean) / 45))

    assert found.own_share == pytest.approx(0.212, abs=5e-4)
    assert found.values == pytest.approx(PUBLISHED, abs=6e-4)  # printed from rounded averages


def test_shrunken_averages_foretell_the_rest_of_the_season_far_better():
    # published: the averages' squared errors add up to 3.5 times those of James and Stein
    hits = np.round(np.array(EARLY) * 45)
    answers = [
        shrunken_values(values=EARLY, standard_errors=np.full(18, 0.0658)).values,
        shrunken_shares(of_which=hits, among=np.full(18, 45)).values,
    ]

    for values in answers:
        assert ((np.array(EARLY) - REST) ** 2).sum() > 3 * ((values - REST) ** 2).sum()


def test_best_linear_predictions_of_pimeta():
    values, noise, _ = log_ratios()
    found = shrunken_values(values=values, standard_errors=np.sqrt(noise))

    assert found.between_variance == pytest.approx(0.313243, abs=5e-7)
    assert found.plug_in_values == pytest.approx(
        [
            *(-0.80023357, -1.25170603, -0.98690313, -1.39789771, -0.28737979, -0.78457153),
            *(-1.24396352, 0.00287925, -0.50683635, -1.24717304, -0.35365840, -0.28473366),
            -0.14674305,
        ],
        abs=1e-6,
    )


def test_with_a_covariate_the_variance_is_that_of_pymare():
    values, noise, latitude = log_ratios()
    found = shrunken_values(
        values=values, standard_errors=np.sqrt(noise), covariates=latitude[:, None]
    )

    assert found.between_variance == pytest.approx(0.07634797, abs=5e-8)
    assert found.plug_in_values[[0, 6, 12]] == pytest.approx(  # of pimeta, which stops early
        [-1.00247107, -0.63798760, -0.35151810], abs=5e-5
    )


def test_the_plug_in_of_rates_is_the_negative_binomial_of_statsmodels():
    found = shrunken_rates(cases=CASES, exposure=EXPOSURE)

    assert found.between_variance == pytest.approx(0.000970040, abs=5e-9)
    assert found.plug_in_values == pytest.approx(
        [
            *(0.03758843, 0.05293058, 0.0282313, 0.07011088, 0.05055408, 0.03323613),
            *(0.11605501, 0.02568737),
        ],
        abs=2e-8,
    )


def test_the_plug_in_of_shares_is_the_beta_binomial_of_scipy():
    found = shrunken_shares(of_which=CASES, among=EXPOSURE)

    def badness(parameters):
        return -stats.betabinom.logpmf(CASES, EXPOSURE, *np.exp(parameters)).sum()

    yes, no = np.exp(optimize.minimize(badness, [0.0, 3.0], method="BFGS").x)
    assert found.plug_in_values == pytest.approx((yes + CASES) / (yes + no + EXPOSURE), rel=1e-5)
