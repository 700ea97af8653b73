"""Requests through a digital channel."""

from dampak.indicators.catalogue.digital_share import DIGITAL_SHARE


def test_a_request_without_a_known_channel_is_in_neither_count(measure):
    measure(
        DIGITAL_SHARE,
        given="""
        request_id | received_on | channel   | is_digital
        -----------+-------------+-----------+-----------
        website    | 2024-03-04  | situs web | yes
        counter    | 2024-03-04  | loket     | no
        unknown    | 2024-03-04  |           |
        """,
        expect={"2024-03": (1, 2)},
    )


def test_a_request_counts_where_it_came_in_also_if_open_or_withdrawn(measure):
    measure(
        DIGITAL_SHARE,
        given="""
        request_id | received_on | closed_on  | was_withdrawn | is_digital
        -----------+-------------+------------+---------------+-----------
        closed     | 2024-03-28  | 2024-04-02 | no            | yes
        open       | 2024-03-28  |            | no            | no
        withdrawn  | 2024-03-28  | 2024-04-02 | yes           | yes
        """,
        expect={"2024-03": (2, 3)},
    )


def test_a_month_without_digital_requests_is_nought_and_one_without_requests_is_silent(measure):
    measure(
        DIGITAL_SHARE,
        given="""
        request_id | received_on | is_digital
        -----------+-------------+-----------
        counter    | 2024-03-28  | no
        """,
        expect={"2024-03": (0, 1)},
    )
