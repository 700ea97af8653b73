from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampak.disclosure.rule import Audience, Disclosed, disclose
from dampak.foundation.answers import NoAnswer, Silence
from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import Reading

IKM = Reading(
    indicator="ikm",
    version=1,
    unit_code="D01",
    month=date(2024, 3, 1),
    numerator=None,
    denominator=10,
    value=80.0,
)


@pytest.mark.parametrize(
    ("respondents", "audience", "is_shown"),
    [
        (2, Audience.INSIDE, False),
        (3, Audience.INSIDE, True),
        (9, Audience.PUBLIC, False),
        (10, Audience.PUBLIC, True),
    ],
)
def test_answers_of_few_people_stay_inside(respondents, audience, is_shown):
    answer = disclose(replace(IKM, denominator=respondents), audience=audience)
    assert isinstance(answer, Disclosed) is is_shown


def test_a_withheld_number_does_not_tell_how_few_there_were():
    answer = disclose(replace(IKM, denominator=2), audience=Audience.PUBLIC)
    assert answer == NoAnswer(why=Silence.SMALL_CELL, needed=10, found=None)


def test_a_count_of_requests_is_shown_whatever_its_size():
    one_request = replace(IKM, indicator="open-backlog", denominator=0, value=0)
    assert isinstance(disclose(one_request, audience=Audience.PUBLIC), Disclosed)


def test_the_work_of_one_official_is_not_shown_to_the_public():
    one_official = replace(IKM, indicator="productivity", denominator=20, value=1.5)
    assert isinstance(disclose(one_official, audience=Audience.PUBLIC), NoAnswer)
    assert isinstance(disclose(one_official, audience=Audience.INSIDE), Disclosed)


def test_what_is_not_in_the_catalogue_does_not_leave():
    with pytest.raises(KeyError):
        disclose(replace(IKM, indicator="salary"), audience=Audience.INSIDE)


@given(st.sampled_from(sorted(CATALOGUE)), st.integers(0, 80))
def test_the_public_never_sees_what_the_office_may_not(indicator, denominator):
    reading = replace(IKM, indicator=indicator, denominator=denominator)
    if isinstance(disclose(reading, audience=Audience.PUBLIC), Disclosed):
        assert disclose(reading, audience=Audience.INSIDE) == Disclosed(
            reading=reading, audience=Audience.INSIDE
        )
