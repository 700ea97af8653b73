"""Requests closed per staff-day."""

from dampak.indicators.catalogue.productivity import PRODUCTIVITY

FOUR_REQUESTS = """
request_id | received_on | closed_on  | was_withdrawn
-----------+-------------+------------+--------------
1          | 2024-03-04  | 2024-03-05 | no
2          | 2024-03-04  | 2024-03-15 | no
3          | 2024-03-04  | 2024-03-15 | yes
4          | 2024-03-04  |            | no
"""


def test_a_staff_day_is_one_official_on_one_working_day(measure):
    measure(
        PRODUCTIVITY,
        given={
            "service_requests": FOUR_REQUESTS,
            "people": """
            person_key | from_on    | to_on
            -----------+------------+-----------
            sri        | 2020-01-01 |
            budi       |            |
            """,
        },
        # March 2024: 21 weekdays less Nyepi (11, 12) and Good Friday (29) = 18; two officials
        expect={"2024-03": (2, 36)},
    )


def test_an_official_counts_from_the_first_to_the_last_day_of_the_posting(measure):
    measure(
        PRODUCTIVITY,
        given={
            "service_requests": FOUR_REQUESTS,
            "people": """
            person_key | from_on    | to_on
            -----------+------------+-----------
            sri        | 2024-03-25 | 2024-03-26
            """,
        },
        expect={"2024-03": (2, 2)},
    )


def test_an_official_posted_twice_at_a_time_is_one(measure):
    measure(
        PRODUCTIVITY,
        given={
            "service_requests": FOUR_REQUESTS,
            "people": """
            person_key | position | from_on    | to_on
            -----------+----------+------------+-----------
            sri        | staf     | 2024-03-25 | 2024-03-26
            sri        | plt      | 2024-03-26 | 2024-03-27
            """,
        },
        expect={"2024-03": (2, 3)},
    )


def test_a_month_in_which_nothing_was_closed_is_nought_between_two_that_closed(measure):
    measure(
        PRODUCTIVITY,
        given={
            "service_requests": """
            received_on | closed_on
            ------------+-----------
            2024-05-02  | 2024-05-31
            2024-05-02  | 2024-07-01
            """,
            "people": """
            person_key | from_on
            -----------+-----------
            sri        | 2024-05-31
            """,
        },
        # June 2024: 20 weekdays less Eid al-Adha (17) and its leave (18) = 18; July has 23
        expect={"2024-05": (1, 1), "2024-06": (0, 18), "2024-07": (1, 23)},
    )


def test_without_postings_there_is_no_reading(measure):
    measure(PRODUCTIVITY, given={"service_requests": FOUR_REQUESTS}, expect={})
