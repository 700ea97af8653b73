"""Completion time (median)."""

from dampak.indicators.catalogue.median_completion_time import MEDIAN_COMPLETION_TIME


def test_the_day_of_receipt_is_day_nought(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        same_day   | 2024-03-04  | 2024-03-04
        next_day   | 2024-03-04  | 2024-03-05
        in_a_week  | 2024-03-18  | 2024-03-25
        """,
        # 0, 1 and 5 working days: the middle one is 1
        expect={"2024-03": (1, 3)},
    )


def test_a_weekend_takes_no_time(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id    | received_on | closed_on  | remark
        --------------+-------------+------------+------------------------
        over_weekend  | 2024-03-01  | 2024-03-04 | Friday to Monday
        """,
        expect={"2024-03": (1, 1)},
    )


def test_a_request_of_a_saturday_waits_from_monday_on(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on  | remark
        -----------+-------------+------------+-------------------
        online     | 2024-03-02  | 2024-03-04 | Saturday to Monday
        """,
        expect={"2024-03": (1, 1)},
    )


def test_holidays_and_collective_leave_take_no_time(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on  | remark
        -----------+-------------+------------+----------------------------------------------
        lebaran    | 2024-04-05  | 2024-04-16 | Friday; 8 to 12 and 15 April are Lebaran
        """,
        # the next working day after Friday 5 April is Tuesday 16 April
        expect={"2024-04": (1, 1)},
    )


def test_between_two_requests_the_median_lies_half_way(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        fast       | 2024-03-18  | 2024-03-19
        slow       | 2024-03-18  | 2024-03-22
        """,
        # 1 and 4 working days
        expect={"2024-03": (2.5, 2)},
    )


def test_open_and_withdrawn_requests_are_not_counted_and_refused_ones_are(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on  | status    | was_withdrawn
        -----------+-------------+------------+-----------+--------------
        answered   | 2024-03-18  | 2024-03-19 | closed    | no
        refused    | 2024-03-18  | 2024-03-20 | refused   | no
        withdrawn  | 2024-03-18  | 2024-03-28 | withdrawn | yes
        open       | 2024-03-18  |            | open      | no
        """,
        # 1 and 2 working days
        expect={"2024-03": (1.5, 2)},
    )


def test_a_request_belongs_to_the_month_in_which_it_was_closed(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        january    | 2024-01-30  | 2024-01-31
        february   | 2024-01-30  | 2024-02-01
        """,
        expect={"2024-01": (1, 1), "2024-02": (2, 1)},
    )


def test_a_request_closed_before_it_came_is_not_counted(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        request_id | received_on | closed_on
        -----------+-------------+-----------
        backwards  | 2024-03-19  | 2024-03-18
        """,
        expect={},
    )


def test_every_unit_has_its_own_median(measure):
    measure(
        MEDIAN_COMPLETION_TIME,
        given="""
        unit_code | received_on | closed_on
        ----------+-------------+-----------
        D01       | 2024-03-18  | 2024-03-19
        D02       | 2024-03-18  | 2024-03-21
        """,
        expect={"2024-03": (1, 1), ("D02", "2024-03"): (3, 1)},
    )
