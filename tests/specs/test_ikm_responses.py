"""Responses to the satisfaction survey."""

from dampak.indicators.catalogue.ikm_responses import IKM_RESPONSES


def test_one_answered_element_makes_a_response(measure):
    measure(
        IKM_RESPONSES,
        given="""
        answered_on | waktu | sarpras
        ------------+-------+--------
        2024-03-04  | 3     | 4
        2024-03-05  |       | 4
        2024-03-06  |       |
        """,
        expect={"2024-03": (2, 2)},
    )


def test_a_month_without_responses_is_silent_and_not_nought(measure):
    measure(
        IKM_RESPONSES,
        given="""
        answered_on | waktu
        ------------+------
        2024-03-31  | 3
        2024-05-01  | 3
        """,
        expect={"2024-03": (1, 1), "2024-05": (1, 1)},
    )
