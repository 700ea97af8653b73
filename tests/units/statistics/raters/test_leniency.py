"""Leniency: planted severities found again, merit without a say, and silence where it is fused."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.foundation.answers import NoAnswer, Silence
from dampak.statistics.raters import RaterLeniency, rater_leniency
from dampak.statistics.raters.conditional_likelihood import Facets
from dampak.statistics.raters.judgements import judgements_of

few_examples = settings(max_examples=5, deadline=None)


def judgements(seed, *, severities=(-0.8, 0.0, 0.8), n=60, n_items=3, per_person=2):
    rng = np.random.default_rng(seed)
    severities = np.array(severities)
    judges = np.array([rng.permutation(severities.size)[:per_person] for _ in range(n)])
    merit = rng.normal(0.5, 1.2, (n, 1, 1))
    apart = merit - severities[judges][:, :, None] - np.linspace(-0.5, 0.5, n_items)
    logits = apart[..., None] * np.arange(4) - np.cumsum([0.0, -1.5, 0.0, 1.5])
    scores = 1 + (logits + rng.gumbel(size=logits.shape)).argmax(axis=-1)
    people, places, items = np.indices(scores.shape)
    return {
        "scores": scores.ravel().astype(float),
        "people": people.ravel(),
        "raters": judges[people, places].ravel(),
        "items": items.ravel(),
    }


def numbers(found):
    return np.concatenate([found.severities, found.low, found.high, found.points])


def test_two_raters_and_yes_or_no_by_hand():
    # One question. Of the people whom one rater passed and the other failed, the first passed 12
    # and the second 3: the severities differ by log(12 / 3), and the error of that is
    # sqrt(1/12 + 1/3). Those passed or failed by both say nothing.
    first = np.repeat([1, 0, 1, 0], [12, 3, 9, 6])
    second = np.repeat([0, 1, 1, 0], [12, 3, 9, 6])
    people = np.arange(30)

    found = rater_leniency(
        scores=np.concatenate([first, second]),
        people=np.concatenate([people, people]),
        raters=np.repeat([0, 1], 30),
        items=np.zeros(60, dtype=int),
    )

    assert found.severities == pytest.approx([-np.log(4) / 2, np.log(4) / 2])
    assert found.standard_errors == pytest.approx([np.sqrt(1 / 12 + 1 / 3) / 2] * 2)
    assert found.n == 15


def test_the_likelihood_is_that_of_all_ways_to_reach_the_same_sum():
    judged = judgements_of(
        scores=[1, 3, 2, 2, 1, 2], people=[0] * 6, raters=[0, 0, 1, 1, 2, 2], items=[0, 1] * 3
    )
    facets = Facets.of(judged)
    parameters = np.array([0.4, -0.3, 0.2, 0.7])

    likelihood, _ = facets.weigh(parameters)

    hard = facets.features[0] @ parameters[:3]
    climbed = np.array([0.0, 0.7, 0.0])

    def weight(steps):
        return np.exp(sum(-h * k - climbed[k] for h, k in zip(hard, steps, strict=True)))

    ways = [steps for steps in itertools.product(range(3), repeat=6) if sum(steps) == 5]
    by_hand = weight((0, 2, 1, 1, 0, 1)) / sum(weight(steps) for steps in ways)
    assert likelihood == pytest.approx(np.log(by_hand))


def test_the_slope_is_that_of_the_likelihood():
    facets = Facets.of(judgements_of(**judgements(2, n=15)))
    at = np.linspace(-0.5, 0.5, facets.n_parameters)

    slope = facets.weigh(at)[1].sum(axis=0)

    for each, found in zip(1e-5 * np.eye(at.size), slope, strict=True):
        rise = (facets.weigh(at + each)[0] - facets.weigh(at - each)[0]) / 2e-5
        assert found == pytest.approx(rise, abs=1e-5)


def test_planted_severities_are_found_again():
    planted = np.array([-0.8, -0.2, 0.2, 0.8])

    found = rater_leniency(**judgements(1, severities=planted, n=400))

    assert found.severities == pytest.approx(planted, abs=0.15)
    assert found.p_all_alike < 0.001
    assert (np.sign(found.points) == -np.sign(found.severities)).all()


def test_a_mild_rater_of_weak_people_is_not_taken_for_a_strict_one():
    # the mild rater judges the weaker half beside the middle one, the strict the stronger half
    weak = np.arange(200) < 100
    rng = np.random.default_rng(7)
    merit = np.where(weak, -1.5, 1.5) + rng.normal(size=200)
    judges = np.column_stack([np.where(weak, 0, 2), np.ones(200, dtype=int)])
    severity = np.array([-1.0, 0.0, 1.0])[judges]
    logits = (merit[:, None] - severity)[:, :, None, None] * np.arange(4)
    logits = np.broadcast_to(logits, (200, 2, 3, 4)) - np.cumsum([0.0, -1.5, 0.0, 1.5])
    scores = 1 + (logits + rng.gumbel(size=logits.shape)).argmax(axis=-1)
    people, places, items = np.indices(scores.shape)

    found = rater_leniency(
        scores=scores.ravel(),
        people=people.ravel(),
        raters=judges[people, places].ravel(),
        items=items.ravel(),
    )

    means = [scores.ravel()[judges[people, places].ravel() == rater].mean() for rater in (0, 2)]
    assert means[0] < means[1]  # the mild one gave fewer points
    assert found.severities[0] < -0.6 < 0.6 < found.severities[2]


@few_examples
@given(seed=st.integers(0, 1000), shift=st.integers(-5, 5), scale=st.sampled_from([1, 2, 25]))
def test_neither_the_numbers_of_the_scale_nor_the_order_of_rows_matter(seed, shift, scale):
    data = judgements(seed, n=40)
    order = np.random.default_rng(seed).permutation(data["scores"].size)

    plain = rater_leniency(**data)
    mixed = rater_leniency(
        **{
            name: each[order]
            for name, each in {**data, "scores": shift + scale * data["scores"]}.items()
        }
    )

    assert mixed.severities == pytest.approx(plain.severities, abs=1e-6)
    assert mixed.points == pytest.approx(scale * plain.points, abs=1e-5)


@few_examples
@given(seed=st.integers(0, 1000))
def test_other_names_for_raters_permute_the_answer_and_turning_the_scale_turns_it(seed):
    data = judgements(seed, n=40)

    plain = rater_leniency(**data)
    named = rater_leniency(**{**data, "raters": np.array([2, 0, 1])[data["raters"]]})
    turned = rater_leniency(**{**data, "scores": 5 - data["scores"]})

    assert named.severities[[2, 0, 1]] == pytest.approx(plain.severities, abs=1e-6)
    assert turned.severities == pytest.approx(-plain.severities, abs=1e-6)


def test_people_with_only_the_highest_value_say_nothing_of_leniency_but_get_a_fair_score():
    data = judgements(3, n=40)
    more = {
        "scores": np.concatenate([data["scores"], [4.0, 4.0]]),
        "people": np.concatenate([data["people"], [40, 40]]),
        "raters": np.concatenate([data["raters"], [0, 1]]),
        "items": np.concatenate([data["items"], [0, 0]]),
    }

    plain, found = rater_leniency(**data), rater_leniency(**more)

    assert found.severities == pytest.approx(plain.severities)
    assert 3 < found.fair_scores[40] <= 4


def test_what_was_not_judged_is_left_out():
    data = judgements(3, n=40)
    gap = {
        **data,
        "scores": np.where(np.arange(data["scores"].size) % 9 == 4, np.nan, data["scores"]),
    }

    found = rater_leniency(**gap)

    assert isinstance(found, RaterLeniency)
    assert found.n_judgements.sum() == np.isfinite(gap["scores"]).sum()


def apart(data, *, link):
    """Raters 0 and 1 judge the first half, 2 and 3 the second; ``link`` people all four."""
    people, places = data["people"], data["raters"]
    raters = np.where(people < 30, places, places + 2)
    linked = people < link
    return {**data, "raters": np.where(linked & (data["items"] == 0), places + 2, raters)}


def test_raters_who_judged_disjoint_people_are_not_compared():
    data = judgements(5, severities=(0.0, 0.0))

    found = rater_leniency(**apart(data, link=0))

    assert found == NoAnswer(why=Silence.NOT_SEPARABLE, needed=1, found=2)
    assert isinstance(rater_leniency(**apart(data, link=12)), RaterLeniency)


def test_one_person_alone_is_no_bridge_between_raters():
    found = rater_leniency(**apart(judgements(5, severities=(0.0, 0.0)), link=1))

    assert isinstance(found, NoAnswer)
    assert found.why == Silence.NOT_SEPARABLE


def test_a_rater_with_a_question_of_her_own_cannot_be_told_from_the_question():
    data = judgements(5, severities=(0.0, 0.0))

    found = rater_leniency(
        **{**data, "items": data["raters"], "people": data["people"] * 3 + data["items"]}
    )

    assert found == NoAnswer(why=Silence.NOT_SEPARABLE, needed=2, found=1)


def test_a_rater_who_gives_everybody_the_highest_value_is_not_placed():
    data = judgements(5)
    scores = np.where(data["raters"] == 0, 4, np.minimum(data["scores"], 3))

    assert rater_leniency(**{**data, "scores": scores}) == NoAnswer(why=Silence.NO_STABLE_SOLUTION)


@pytest.mark.parametrize(
    ("change", "silence"),
    [
        ({"scores": np.full(360, 3.0)}, NoAnswer(why=Silence.NO_SPREAD, needed=2, found=1)),
        ({"scores": np.full(360, np.nan)}, NoAnswer(why=Silence.NO_SPREAD, needed=2, found=0)),
        (
            {"raters": np.zeros(360, dtype=int), "people": np.arange(360)},
            NoAnswer(why=Silence.TOO_FEW_RATERS, needed=2, found=1),
        ),
    ],
)
def test_nothing_is_said_where_nothing_shows(change, silence):
    assert rater_leniency(**{**judgements(1), **change}) == silence


def test_nine_people_are_too_few():
    found = rater_leniency(**judgements(1, n=9))

    assert isinstance(found, NoAnswer)
    assert (found.why, found.needed) == (Silence.TOO_FEW_PEOPLE, 10)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scores": np.full((360, 1), 3.0)}, "scores must be a vector"),
        ({"scores": np.full(360, "x")}, "scores must be a vector of numbers"),
        ({"scores": np.full(360, np.inf)}, "scores holds infinite"),
        ({"people": np.zeros(3, dtype=int)}, "people must have one"),
        ({"raters": np.full(360, -1)}, "raters holds -1"),
        ({"raters": judgements(1)["raters"] * 2}, "raters must be numbered"),
        ({"items": np.zeros(360, dtype=int)}, "second judgement"),
        ({"confidence": 0}, "confidence"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(change, said):
    with pytest.raises(ValueError, match=said):
        rater_leniency(**{**judgements(1), **change})
