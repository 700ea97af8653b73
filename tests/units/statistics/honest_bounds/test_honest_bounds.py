"""What remains if trends were not quite parallel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special, stats

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.honest_bounds import (
    EventPath,
    breakdown_bend,
    breakdown_ratio,
    event_path,
    relative_magnitude_bounds,
    smoothness_bounds,
)
from dampak.statistics.honest_bounds.lasso_path import lasso_path
from dampak.statistics.honest_bounds.smoothness import _linear
from dampak.statistics.honest_bounds.vertices import branches

seeds = st.integers(0, 10_000)
few_examples = settings(max_examples=15, deadline=None)


def random_path(rng, *, n_before=3, n_after=2, effect=1.0):
    root = rng.normal(size=(n_before + n_after, 12)) / 20
    values = np.r_[np.zeros(n_before), np.full(n_after, effect)] + root @ rng.normal(size=12)
    return EventPath(values=values, covariance=root @ root.T, n_before=n_before)


def relative(path, ratio, **more):
    return relative_magnitude_bounds(
        path, ratio=ratio, rng=np.random.default_rng(1), **({"draws": 2_000} | more)
    )


def ends(interval):
    return interval.low, interval.high


def test_straight_lines_with_one_month_before_by_hand():
    # One month before (value 0.5), one after (value 2), independent, standard errors .3 and .4.
    # A straight line through -1 and the reference goes on by -(0.5): the estimate is 2 + 0.5,
    # with standard error sqrt(.3^2 + .4^2) = .5. A bend of 0.1 misleads it by 0.1 = 0.2 errors.
    path = EventPath(values=[0.5, 2.0], covariance=np.diag([0.09, 0.16]), n_before=1)
    shifted = optimize.brentq(
        lambda c: stats.norm.cdf(c - 0.2) - stats.norm.cdf(-c - 0.2) - 0.95, 1, 3
    )

    straight, bent = smoothness_bounds(path, bend=0.0), smoothness_bounds(path, bend=0.1)

    assert ends(straight) == pytest.approx((2.5 - 1.959964 * 0.5, 2.5 + 1.959964 * 0.5))
    assert ends(bent) == pytest.approx((2.5 - shifted * 0.5, 2.5 + shifted * 0.5))
    assert straight.value == 2.0


def test_with_few_units_the_interval_takes_t_and_pays_for_the_months_it_weighs():
    # Eight units leave 8 - 2 = 6 degrees of freedom and one month before costs none: t(6) = 2.4469.
    path = EventPath(values=[0.5, 2.0], covariance=np.diag([0.09, 0.16]), n_before=1, n_units=8)
    assert ends(smoothness_bounds(path, bend=0.0)) == pytest.approx(
        (2.5 - 2.4469119 * 0.5, 2.5 + 2.4469119 * 0.5)
    )

    # Three months before cost two: t(4) = 2.7764 and sqrt(6 / 4), against 1.96 for many units.
    many = random_path(np.random.default_rng(4))
    few = EventPath(values=many.values, covariance=many.covariance, n_before=3, n_units=8)
    widths = [h.high - h.low for h in (smoothness_bounds(p, bend=0.0) for p in (few, many))]
    assert widths[0] / widths[1] == pytest.approx(2.7764451 / 1.9599640 * np.sqrt(6 / 4))


def test_fewer_units_than_the_months_before_can_be_weighed_by():
    path = EventPath(values=np.ones(5), covariance=np.eye(5), n_before=4, n_units=5)

    expected = NoAnswer(why=Silence.TOO_FEW_UNITS, needed=6, found=5)
    assert smoothness_bounds(path, bend=0.0) == expected
    assert breakdown_bend(path) == expected


def test_with_few_units_the_relative_bounds_take_t_as_well():
    # Nothing is fitted, so eight units leave six degrees of freedom: 2.4469 for 1.9600. At a ratio
    # of nought the months before do not matter, and the ends lie as many standard errors away.
    many = EventPath(values=[0.5, 2.0], covariance=np.diag([0.09, 0.16]), n_before=1)
    few = EventPath(values=many.values, covariance=many.covariance, n_before=1, n_units=8)
    two = EventPath(values=many.values, covariance=many.covariance, n_before=1, n_units=2)

    widths = [found.high - found.low for found in (relative(few, 0.0), relative(many, 0.0))]
    assert widths[0] / widths[1] == pytest.approx(2.4469119 / 1.9599640, rel=1e-4)
    assert relative(two, 1.0) == NoAnswer(why=Silence.TOO_FEW_UNITS, needed=3, found=2)
    assert (
        breakdown_ratio(few, rng=np.random.default_rng(1)).violation
        < breakdown_ratio(many, rng=np.random.default_rng(1)).violation
    )


def test_without_doubt_the_relative_bounds_are_the_identified_set():
    # Movements before: 0.1 and -0.3, so with ratio 2 the first month after may be off by 0.6, the
    # mean of two months by (0.6 + 1.2) / 2 = 0.9; standard errors of a millionth add next to none.
    path = EventPath(values=[0.2, 0.3, 2.0, 3.0], covariance=np.eye(4) * 1e-12, n_before=2)

    first, mean = relative(path, 2.0), relative(path, 2.0, weights=[0.5, 0.5])

    assert ends(first) == pytest.approx((1.4, 2.6), abs=1e-4)
    assert ends(mean) == pytest.approx((1.6, 3.4), abs=1e-4)


@few_examples
@given(seed=seeds, n_before=st.integers(1, 4), n_after=st.integers(1, 4))
def test_the_corners_are_those_a_linear_program_finds(seed, n_before, n_after):
    rng = np.random.default_rng(seed)
    path = random_path(rng, n_before=n_before, n_after=n_after)
    weights, effect = rng.normal(size=n_after), rng.normal()
    steps = np.delete(np.diff(np.eye(n_before + n_after + 1), axis=0), n_before, axis=1)
    sign_of_branch = [(s, sign) for s in range(n_before) for sign in (1, -1)]

    for (s, sign), branch in zip(sign_of_branch, branches(path, weights, 0.8), strict=True):
        limit = 0.8 * sign * steps[s]
        after = steps[n_before:]
        rows = np.vstack([after - limit, -after - limit])
        # How much slack per standard error makes some effects of the later months fit? The months'
        # own effects are free, save that their weighted sum is the effect asked for.
        spread = np.sqrt(np.einsum("ij,jk,ik->i", rows, path.covariance, rows))
        program = optimize.linprog(
            np.r_[1.0, np.zeros(n_after)],
            A_ub=np.hstack([-spread[:, None], -rows[:, n_before:]]),
            b_ub=-rows @ path.values,
            A_eq=[np.r_[0.0, weights]],
            b_eq=[effect],
            bounds=[(None, None)] * (n_after + 1),
        )
        assert (branch.level - branch.slope * effect).max() == pytest.approx(program.fun, abs=1e-7)


@few_examples
@given(seed=seeds, n_before=st.integers(2, 6))
def test_no_other_linear_estimator_gives_a_shorter_interval(seed, n_before):
    rng = np.random.default_rng(seed)
    path = random_path(rng, n_before=n_before)
    found = smoothness_bounds(path, bend=0.05)
    linear = _linear(path, np.array([1.0, 0.0]), 0.95)
    # Any weights before that still kill a straight line: shift mass along second differences.
    for _ in range(20):
        rule = linear.rules[rng.integers(linear.rules.shape[0])].copy()
        nudge = rng.normal(size=n_before) * 0.05
        months = -np.arange(n_before, 0, -1.0)
        nudge -= months * (nudge @ months) / (months @ months)
        rule[:n_before] += nudge
        # A bend at month -m moves every earlier month by its distance from -m.
        bends = [rule[:n_before] @ np.maximum(-m - months, 0) for m in range(n_before)]
        misled = np.abs(bends).sum()
        spread = np.sqrt(rule @ path.covariance @ rule)
        half = spread * optimize.brentq(
            lambda c, t=0.05 * misled / spread: special.ndtr(c - t) - special.ndtr(-c - t) - 0.95,
            0,
            50 + 0.05 * misled / spread,
        )
        assert half >= (found.high - found.low) / 2 * (1 - 1e-6)


@few_examples
@given(seed=seeds, n=st.integers(1, 6), share=st.floats(0.01, 0.99))
def test_every_point_of_the_path_is_a_lasso_solution(seed, n, share):
    rng = np.random.default_rng(seed)
    root, slope = rng.normal(size=(n, n + 2)), rng.normal(size=n)
    curvature = root @ root.T
    corners = lasso_path(curvature, slope)
    at = rng.integers(corners.shape[0] - 1)
    u = (1 - share) * corners[at] + share * corners[at + 1]

    pull = -(slope + curvature @ u)
    penalty = np.abs(pull).max()

    moving = np.abs(u) > 1e-9
    assert pull[moving] == pytest.approx(penalty * np.sign(u[moving]), abs=1e-8)
    assert corners[-1] == pytest.approx(np.linalg.solve(curvature, -slope), abs=1e-8)


@few_examples
@given(seed=seeds, scale=st.sampled_from([1e-6, -2.0, 1e6]))
def test_another_unit_of_measurement_scales_the_bounds(seed, scale):
    path = random_path(np.random.default_rng(seed))
    other = EventPath(values=path.values * scale, covariance=path.covariance * scale**2, n_before=3)

    for plain, scaled in (
        (smoothness_bounds(path, bend=0.02), smoothness_bounds(other, bend=0.02 * abs(scale))),
        (relative(path, 1.0, draws=20_000), relative(other, 1.0, draws=20_000)),
    ):
        width = abs(scale) * (plain.high - plain.low)
        expected = sorted((plain.low * scale, plain.high * scale))
        assert ends(scaled) == pytest.approx(expected, abs=0.03 * width)


@few_examples
@given(seed=seeds)
def test_what_may_differ_more_is_known_less(seed):
    path = random_path(np.random.default_rng(seed))

    tight, loose = relative(path, 0.5), relative(path, 1.5)
    straight, bent = smoothness_bounds(path, bend=0.0), smoothness_bounds(path, bend=0.1)

    assert loose.low <= tight.low <= tight.high <= loose.high
    assert bent.high - bent.low >= straight.high - straight.low


@pytest.mark.parametrize("null", [0.0, 0.3])
def test_at_the_breakdown_the_interval_reaches_what_the_claim_leaves_out(null):
    path = random_path(np.random.default_rng(3))

    ratio = breakdown_ratio(path, rng=np.random.default_rng(1), null=null, draws=2_000).violation
    bend = breakdown_bend(path, null=null).violation

    assert relative(path, ratio * 0.97).low > null > relative(path, ratio * 1.03).low
    assert smoothness_bounds(path, bend=bend * 0.99).low > null
    assert smoothness_bounds(path, bend=bend * 1.01).low < null


def test_a_claim_that_does_not_stand_even_with_parallel_trends():
    path = random_path(np.random.default_rng(3), effect=0.0)

    assert breakdown_ratio(path, rng=np.random.default_rng(1)).violation == 0
    assert breakdown_bend(path).violation == 0


def test_the_points_of_an_event_study_are_put_in_order():
    covariance = np.diag([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])

    path = event_path(
        periods_since=[1, 0, -3, -1, -2, 5], values=[1, 0, 30, 99, 20, 5], covariance=covariance
    )

    assert path.values.tolist() == [30, 20, 0, 1]  # 5 has a hole before it, -1 is the reference
    assert np.diagonal(path.covariance).tolist() == [3, 5, 2, 1]
    assert (path.n_before, path.n_after) == (2, 2)


def test_nothing_before_or_after_the_reference():
    one = {"values": [1.0, 2.0], "covariance": np.eye(2)}

    assert event_path(periods_since=[0, 1], **one) == NoAnswer(
        why=Silence.NO_MONTHS_BEFORE, needed=1, found=0
    )
    assert event_path(periods_since=[-3, -2], **one) == NoAnswer(
        why=Silence.TOO_FEW_MONTHS, needed=1, found=0
    )
    assert event_path(periods_since=[], values=[], covariance=np.empty((0, 0))) == NoAnswer(
        why=Silence.NO_MONTHS_BEFORE, needed=1, found=0
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda path: relative(path, 1.0),
        lambda path: smoothness_bounds(path, bend=1.0),
        lambda path: breakdown_ratio(path, rng=np.random.default_rng(1)),
        breakdown_bend,
    ],
)
def test_no_months_before_or_no_doubt(ask):
    only_after = EventPath(values=[1.0], covariance=[[1.0]], n_before=0)
    certain = EventPath(values=[0.0, 1.0], covariance=np.diag([1.0, 0.0]), n_before=1)
    only_before = EventPath(values=[1.0], covariance=[[1.0]], n_before=1)

    assert ask(only_after) == NoAnswer(why=Silence.NO_MONTHS_BEFORE, needed=1, found=0)
    assert ask(certain) == NoAnswer(why=Silence.NO_SPREAD)
    with pytest.raises(ValueError, match="path must hold a month after the reference"):
        ask(only_before)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"values": [1.0, np.nan]}, "values holds missing or infinite numbers"),
        ({"values": ["1", "2"]}, "values must hold numbers"),
        ({"values": [[1.0, 2.0]]}, "values must have 1 dimension"),
        ({"covariance": [1.0, 2.0]}, "covariance must have 2 dimension"),
        ({"covariance": np.eye(3)}, r"covariance must have shape \(2, 2\)"),
        ({"covariance": [[1.0, 0.5], [0.0, 1.0]]}, "covariance must be symmetric"),
        ({"covariance": [[1.0, 2.0], [2.0, 1.0]]}, "covariance must not have negative"),
        ({"covariance": [[1.0, np.inf], [np.inf, 1.0]]}, "covariance holds missing or infinite"),
        ({"n_before": 3}, "n_before must lie in 0 to 2"),
        ({"n_units": 0}, "n_units must be at least 1"),
    ],
)
def test_an_event_study_that_cannot_be_one_is_refused(change, says):
    with pytest.raises(ValueError, match=says):
        EventPath(**({"values": [1.0, 2.0], "covariance": np.eye(2), "n_before": 1} | change))


@pytest.mark.parametrize(
    ("periods", "says"),
    [
        ([0, 0], "periods_since holds a period twice"),
        ([0.0, 1.0], "periods_since must be a vector of whole numbers"),
        ([0], "values must be one per period"),
    ],
)
def test_periods_that_cannot_be(periods, says):
    with pytest.raises(ValueError, match=says):
        event_path(periods_since=periods, values=[1.0, 2.0], covariance=np.eye(2))


def test_violations_weights_and_confidence_have_their_range():
    path = random_path(np.random.default_rng(1))

    with pytest.raises(ValueError, match="ratio must be at least 0"):
        relative(path, -1.0)
    with pytest.raises(ValueError, match="bend must be a finite number"):
        smoothness_bounds(path, bend=np.inf)
    with pytest.raises(ValueError, match="weights must be 2 numbers"):
        smoothness_bounds(path, bend=0.0, weights=[1.0])
    with pytest.raises(ValueError, match="confidence must lie between 0 and 1"):
        relative(path, 1.0, confidence=95)


def test_points_that_move_as_one_are_no_certainty():
    # Covariance of rank 1: months that always move together, as from fewer units than months.
    path = EventPath(values=[0.1, 0.1, 1.0, 2.0], covariance=np.ones((4, 4)), n_before=2)
    silent = NoAnswer(why=Silence.EXACT_FIT, needed=4, found=1)

    assert smoothness_bounds(path, bend=0.0) == silent
    assert breakdown_bend(path) == silent
    # nothing is in doubt but where the first month after lies: it stays within what was seen
    assert relative(path, 0.0).low <= 1.0 <= relative(path, 0.0).high


@pytest.mark.parametrize("bend", [1e3, 1e40])
def test_a_bend_far_beyond_all_doubt_makes_the_interval_as_wide_as_it(bend):
    path = random_path(np.random.default_rng(3))

    found = smoothness_bounds(path, bend=bend)

    assert found.high - found.low == pytest.approx(2 * bend, rel=0.01)


@pytest.mark.parametrize("confidence", [1e-6, 0.3])
def test_a_low_confidence_gives_a_short_interval_and_no_error(confidence):
    path = random_path(np.random.default_rng(3))

    found = smoothness_bounds(path, bend=0.0, confidence=confidence)

    assert 0 < found.high - found.low < ends(smoothness_bounds(path, bend=0.0))[1]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda path: relative(path, 1.0, draws=0), "draws must be at least 1000, got 0"),
        (lambda path: relative(path, "1"), "ratio must be a finite number, got '1'"),
        (lambda path: smoothness_bounds(path, bend=1e300), r"bend holds 1e\+300"),
        (lambda path: breakdown_bend(path, null=np.nan), "null must be a finite number"),
        (lambda path: smoothness_bounds(path, bend=0, weights=[1e300, 0]), r"weights holds 1e\+3"),
    ],
)
def test_arguments_that_are_no_numbers_are_refused_by_name(asked, says):
    with pytest.raises(ValueError, match=says):
        asked(random_path(np.random.default_rng(4)))
