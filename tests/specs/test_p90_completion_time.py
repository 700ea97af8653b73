"""Completion time that nine in ten requests do not exceed."""

from dampak.indicators.catalogue.p90_completion_time import P90_COMPLETION_TIME


def test_one_slow_request_in_eleven_is_beyond_it(measure):
    measure(
        P90_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        1          | 2024-07-01  | 2024-07-01
        2          | 2024-07-01  | 2024-07-02
        3          | 2024-07-01  | 2024-07-02
        4          | 2024-07-01  | 2024-07-02
        5          | 2024-07-01  | 2024-07-02
        6          | 2024-07-01  | 2024-07-02
        7          | 2024-07-01  | 2024-07-03
        8          | 2024-07-01  | 2024-07-03
        9          | 2024-07-01  | 2024-07-03
        10         | 2024-07-01  | 2024-07-04
        11         | 2024-07-01  | 2024-07-31
        """,
        # of eleven in order the tenth (0.9 x 10 steps from the first): 3 working days
        expect={"2024-07": (3, 11)},
    )


def test_between_two_requests_it_lies_nine_tenths_of_the_way(measure):
    measure(
        P90_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        fast       | 2024-07-01  | 2024-07-01
        slow       | 2024-07-01  | 2024-07-15
        """,
        # 0 and 10 working days: 0 + 0.9 x 10
        expect={"2024-07": (9, 2)},
    )


def test_open_and_withdrawn_requests_are_not_counted(measure):
    measure(
        P90_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on  | was_withdrawn
        -----------+-------------+------------+--------------
        answered   | 2024-07-01  | 2024-07-02 | no
        withdrawn  | 2024-07-01  | 2024-07-31 | yes
        open       | 2024-07-01  |            | no
        """,
        expect={"2024-07": (1, 1)},
    )
