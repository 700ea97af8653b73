"""The brick of every staggered comparison: one cohort, one month."""

import numpy as np
import pytest

from dampak.statistics.staggered import GroupTimeEffects, group_time_effects
from dampak.statistics.staggered.aggregating import after_training, aggregated

# Four kinds of office over three months. Andi is trained in month 1, Budi in month 2,
# Citra and Dewi never.
ANDI, BUDI, CITRA, DEWI = [0, 3, 5], [0, 1, 4], [0, 1, 2], [0, 0, 1]
FIRST = [1, 2, -1, -1]


def cells(effects):
    assert isinstance(effects, GroupTimeEffects)
    where = zip(effects.cohorts.tolist(), effects.periods.tolist(), strict=True)
    return dict(zip(where, effects.values, strict=True))


def test_two_groups_and_two_months_by_hand():
    # Trained offices changed by 4 and 6 (mean 5), the others by 1, 2 and 3 (mean 2): 5 - 2 = 3.
    # Distances from the mean: 1, 1 among two; 1, 0, 1 among three.
    # Variance: (1 + 1) / 2**2 + (1 + 0 + 1) / 3**2 = 1/2 + 2/9 = 13/18.
    effects = group_time_effects(
        outcomes=[[10, 14], [20, 26], [5, 6], [7, 9], [9, 12]], first_treated=[1, 1, -1, -1, -1]
    )

    assert cells(effects) == {(1, 1): pytest.approx(3)}
    assert effects.standard_errors == pytest.approx([np.sqrt(13 / 18)])
    assert (effects.n_trained.tolist(), effects.n_comparison.tolist()) == ([2], [3])


def test_staggered_starts_by_hand():
    effects = group_time_effects(outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST)

    assert cells(effects) == {
        (1, 1): pytest.approx(3 - (1 + 1 + 0) / 3),  # Budi is not trained yet: he is compared with
        (1, 2): pytest.approx(5 - (2 + 1) / 2),  # Budi is trained now: he no longer is
        (2, 1): pytest.approx(1 - (1 + 0) / 2),  # before Budi's training, Andi is already trained
        (2, 2): pytest.approx((4 - 1) - (1 + 1) / 2),
    }


def test_the_overall_effect_is_the_mean_over_offices_and_their_months_after():
    # (7/3 + 7/2 + 2) / 3 = 47/18; both cohorts have one office.
    effects = group_time_effects(outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST)

    overall = aggregated(effects, after_training(effects)[:, None])

    assert overall.values == pytest.approx([47 / 18])


def test_never_trained_offices_alone_may_be_the_comparison():
    effects = group_time_effects(
        outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST, control="never"
    )

    assert cells(effects)[1, 1] == pytest.approx(3 - (1 + 0) / 2)


def test_a_universal_base_measures_every_month_from_the_last_one_before_training():
    effects = group_time_effects(
        outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST, base="universal"
    )

    assert cells(effects)[2, 0] == pytest.approx((0 - 1) - ((0 - 1) + (0 - 0)) / 2)
    assert cells(effects)[2, 1] == 0
    assert effects.is_reference.tolist() == [True, False, False, False, True, False]


def test_anticipation_moves_the_base_back_and_drops_offices_about_to_be_trained():
    outcomes = np.array([[0, 1, 5, 9], [0, 2, 2, 8], [0, 1, 1, 1], [0, 0, 3, 3]])
    effects = group_time_effects(outcomes=outcomes, first_treated=[2, 3, -1, -1], anticipation=1)

    # Month 2 of the first office is measured from month 0; the second office, trained in month 3,
    # may already behave differently in month 2 and is no comparison.
    assert cells(effects)[2, 2] == pytest.approx(5 - (1 + 3) / 2)


def test_a_month_that_was_not_counted_leaves_out_its_office_for_that_month_only():
    outcomes = np.array([[1.0, 5, 5], [1, 3, 9], [1, 2, 2], [1, np.nan, 4], [1, 4, 6]])
    effects = group_time_effects(outcomes=outcomes, first_treated=[1, 1, -1, -1, -1])

    assert cells(effects)[1, 1] == pytest.approx((4 + 2) / 2 - (1 + 3) / 2)
    assert cells(effects)[1, 2] == pytest.approx((4 + 8) / 2 - (1 + 3 + 5) / 3)
    assert effects.n_comparison.tolist() == [2, 3]


def test_offices_trained_from_the_start_or_without_data_take_no_part():
    extra = [[9, 99, 999], [np.nan] * 3]
    effects = group_time_effects(
        outcomes=[ANDI, BUDI, CITRA, DEWI, *extra], first_treated=[*FIRST, 0, 1]
    )

    plain = group_time_effects(outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST)
    assert cells(effects) == cells(plain)
    assert effects.panel.rows.tolist() == [0, 1, 2, 3]


def test_a_horizon_stops_the_comparison_so_many_months_after_training():
    effects = group_time_effects(outcomes=[ANDI, BUDI, CITRA, DEWI], first_treated=FIRST, horizon=0)

    assert set(cells(effects)) == {(1, 1), (2, 1), (2, 2)}
