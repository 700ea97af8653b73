"""Requests still open at the end of the month."""

from dampak.indicators.catalogue.open_backlog import OPEN_BACKLOG


def test_a_request_is_open_in_every_month_until_it_is_closed(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        request_id | received_on | closed_on  | status
        -----------+-------------+------------+--------
        long       | 2024-01-10  | 2024-04-02 | closed
        quick      | 2024-01-10  | 2024-01-10 | closed
        """,
        # counted at the end of January, February and March; in April it is closed
        expect={"2024-01": (1, 1), "2024-02": (1, 1), "2024-03": (1, 1), "2024-04": (0, 0)},
    )


def test_what_is_closed_on_the_last_day_of_the_month_is_not_open(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        request_id | received_on | closed_on  | status
        -----------+-------------+------------+--------
        last_day   | 2024-01-10  | 2024-01-31 | closed
        day_after  | 2024-01-10  | 2024-02-01 | closed
        """,
        expect={"2024-01": (1, 1), "2024-02": (0, 0)},
    )


def test_what_comes_in_on_the_last_day_is_open(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        request_id | received_on | closed_on | status
        -----------+-------------+-----------+-------
        last_day   | 2024-01-31  |           | open
        """,
        expect={"2024-01": (1, 1)},
    )


def test_withdrawn_requests_and_those_closed_on_an_unknown_day_are_never_open(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        request_id  | received_on | closed_on | status    | was_withdrawn
        ------------+-------------+-----------+-----------+--------------
        open        | 2024-01-10  |           | open      | no
        withdrawn   | 2024-01-10  |           | withdrawn | yes
        no_day      | 2024-01-10  |           | closed    | no
        no_status   | 2024-01-10  |           |           |
        """,
        expect={"2024-01": (2, 2)},
    )


def test_a_quiet_unit_is_followed_to_the_last_month_of_all_data(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        unit_code | received_on | closed_on  | status
        ----------+-------------+------------+-------
        D01       | 2024-01-10  |            | open
        D01       | 2024-01-10  | 2024-01-11 | closed
        D02       | 2024-02-10  | 2024-03-01 | closed
        """,
        expect={
            "2024-01": (1, 1),
            "2024-02": (1, 1),
            "2024-03": (1, 1),
            ("D02", "2024-02"): (1, 1),
            ("D02", "2024-03"): (0, 0),
        },
    )


def test_before_anything_was_closed_in_the_data_the_backlog_is_not_known(measure):
    measure(
        OPEN_BACKLOG,
        given="""
        request_id | received_on | closed_on  | status | remark
        -----------+-------------+------------+--------+-----------------------------------
        old        | 2024-01-10  | 2024-03-05 | closed | the register begins in March
        older      | 2024-01-10  |            | open   |
        """,
        expect={"2024-03": (1, 1)},
    )
