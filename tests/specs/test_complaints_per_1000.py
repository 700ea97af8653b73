"""Complaints per 1,000 requests."""

from dampak.indicators.catalogue.complaints_per_1000 import COMPLAINTS_PER_1000

FOUR_REQUESTS = """
request_id | received_on | was_withdrawn
-----------+-------------+--------------
1          | 2024-02-05  | no
2          | 2024-03-04  | no
3          | 2024-03-04  | yes
4          | 2024-04-01  | no
"""


def test_complaints_and_requests_count_in_the_month_they_came_in(measure):
    measure(
        COMPLAINTS_PER_1000,
        given={
            "service_requests": FOUR_REQUESTS,
            "complaints": """
            complaint_id | received_on | resolved_on | status
            -------------+-------------+-------------+-------
            1            | 2024-03-29  | 2024-04-19  | closed
            """,
        },
        # one complaint to two requests of March, one of them withdrawn: 500 per 1,000
        expect={"2024-03": (1, 2)},
    )


def test_a_month_between_complaints_without_one_is_nought(measure):
    measure(
        COMPLAINTS_PER_1000,
        given={
            "service_requests": FOUR_REQUESTS,
            "complaints": """
            complaint_id | received_on
            -------------+------------
            first        | 2024-02-06
            last         | 2024-04-30
            """,
        },
        expect={"2024-02": (1, 1), "2024-03": (0, 2), "2024-04": (1, 1)},
    )


def test_where_no_complaint_was_handed_over_nobody_knows(measure):
    measure(COMPLAINTS_PER_1000, given={"service_requests": FOUR_REQUESTS}, expect={})


def test_a_complaint_without_any_request_has_nothing_to_stand_against(measure):
    measure(
        COMPLAINTS_PER_1000,
        given={
            "service_requests": FOUR_REQUESTS,
            "complaints": """
            complaint_id | received_on
            -------------+------------
            1            | 2024-05-06
            """,
        },
        expect={},
    )


def test_the_complaints_of_one_unit_show_that_another_had_none(measure):
    measure(
        COMPLAINTS_PER_1000,
        given={
            "service_requests": """
            unit_code | received_on
            ----------+------------
            D01       | 2024-03-04
            D02       | 2024-03-04
            """,
            "complaints": """
            unit_code | received_on
            ----------+------------
            D01       | 2024-03-29
            """,
        },
        expect={"2024-03": (1, 1), ("D02", "2024-03"): (0, 1)},
    )
