"""Below grade B no sentence claims a cause, in either language, whatever was found."""

from itertools import product

import pytest

from dampak.foundation.answers import Estimate, NoAnswer, Silence
from dampak.foundation.text import Sentence
from dampak.impact.grade import Design, Grade, SealState, grade
from dampak.impact.next_step import next_step
from dampak.impact.outcome import outcome_of
from dampak.impact.plan import unplanned
from dampak.impact.robustness import _movement
from dampak.impact.verdict import Verdict
from dampak.impact.wording import Finding, claims, verdict_sentence
from dampak.indicators.catalogue import CATALOGUE
from dampak.language.saying import LANGUAGES, say

UNHEALTHY = _movement(0.0001)


def estimate(sign=1.0, scale=1.0):
    return Estimate(
        value=1.5 * sign * scale,
        low=min(0.9 * sign, 2.1 * sign) * scale,
        high=max(0.9 * sign, 2.1 * sign) * scale,
        confidence=0.95,
        n_trained=26,
        n_comparison=14,
        method="group_time_overall/1",
    )


def finding(code, verdict, at_grade, answer, *, smallest=1.0):
    outcome = outcome_of(
        unplanned(outcome=code, title={"id": "", "en": ""}, better=CATALOGUE[code].better)
    )
    return Finding(
        outcome=outcome.title,
        unit=outcome.unit,
        verdict=verdict,
        grade=at_grade,
        answer=answer,
        n_trained=26,
        n_comparison=14,
        smallest_effect=smallest,
        decimals=outcome.decimals,
        is_share=outcome.is_share,
        confidence=0.95,
        unhealthy=UNHEALTHY if verdict is Verdict.NOT_HEALTHY else None,
    )


ANSWERS = [
    estimate(1.0),
    estimate(-1.0),
    estimate(0.01),
    *(NoAnswer(why=why) for why in Silence),
    *(NoAnswer(why=why, needed=2, found=1) for why in Silence),
]
EVERY = list(product(CATALOGUE, Verdict, Grade, ANSWERS, LANGUAGES))


def test_no_sentence_below_b_claims_a_cause():
    claimed = {
        (text, word)
        for code, verdict, at_grade, answer, language in EVERY
        if not at_grade.may_claim
        for smallest in (1.0, None)
        for found in (finding(code, verdict, at_grade, answer, smallest=smallest),)
        for sentence in (
            verdict_sentence(found),
            next_step(found, units_left=0),
            next_step(found, units_left=3),
            Sentence(verdict.in_words),
        )
        for text in (say(sentence, language),)
        if (word := claims(text, language))
    }
    assert not claimed


def test_no_reason_of_a_grade_below_b_claims_a_cause():
    for design, seal, language in product(Design, SealState, LANGUAGES):
        graded = grade(design, seal=seal, checks=())
        if not graded.grade.may_claim:
            assert claims(say(graded.reason, language), language) is None


def test_the_scan_finds_a_claim_where_there_is_one():
    moved = verdict_sentence(
        finding("median-completion-time", Verdict.MOVED, Grade.B, estimate(-1.0))
    )
    assert claims(say(moved, "id"), "id") == "karena"
    assert claims(say(moved, "en"), "en") == "because"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "Pelatihan ini berdampak nyata"),
        ("id", "Hal ini menyebabkan antrean pendek"),
        ("id", "Terbukti lebih cepat"),
        ("id", "Pelatihan memangkas waktu"),
        ("en", "The training had an impact"),
        ("en", "This caused shorter queues"),
        ("en", "the effect of the training"),
        ("en", "It is proved"),
    ],
)
def test_the_words_that_claim_are_known(language, text):
    assert claims(text, language)


def test_every_sentence_with_an_estimate_carries_counts_interval_and_confidence():
    for code, verdict, at_grade, language in product(CATALOGUE, Verdict, Grade, LANGUAGES):
        text = say(verdict_sentence(finding(code, verdict, at_grade, estimate())), language)
        assert all(part in text for part in ("26", "14", "95%")), text
        assert say(Sentence(CATALOGUE[code].title), language) in text


def test_a_sentence_reads_as_an_official_would_say_it():
    found = finding("median-completion-time", Verdict.MOVED, Grade.B, estimate(-1.0))

    assert say(verdict_sentence(found), "id") == (
        "Waktu penyelesaian (median) turun 1,50 hari kerja karena pelatihan (rentang 95%: 0,90 "
        "sampai 2,10; 26 unit terlatih dibandingkan dengan 14 unit pembanding)."
    )


def test_shares_are_said_in_percentage_points():
    # 0.015 (0.009 to 0.021) of all requests is 1.5 percentage points.
    found = finding(
        "digital-share", Verdict.DID_NOT_MOVE, Grade.C, estimate(scale=0.01), smallest=0.05
    )

    assert say(verdict_sentence(found), "en") == (
        "Requests through a digital channel did not move by as much as matters (5 or more, in "
        "percentage points). The difference between trained and comparison units is 1.50 "
        "percentage points (95% interval: 0.90 to 2.10; 26 trained units "
        "compared with 14 comparison units)."
    )


def test_an_end_of_the_interval_that_is_not_nought_is_not_shown_as_nought():
    close = Estimate(
        value=1.0,
        low=0.004,
        high=1.996,
        confidence=0.95,
        n_trained=12,
        n_comparison=12,
        method="m/1",
    )
    found = finding("median-completion-time", Verdict.MOVED, Grade.C, close)

    assert "(95% interval: 0.004 to 1.996;" in say(verdict_sentence(found), "en")


def test_more_units_are_asked_for_by_the_square_root_law():
    # 1.2 wide where 0.6 matters is twice too wide: four times the 40 units, 120 more.
    found = finding(
        "median-completion-time", Verdict.CANNOT_TELL, Grade.B, estimate(), smallest=0.6
    )

    assert next_step(found, units_left=0).values == {"units": 120}
