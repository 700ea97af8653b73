"""Requests finished by the promised day."""

from dampak.indicators.catalogue.finished_by_promised_day import FINISHED_BY_PROMISED_DAY


def test_the_promised_day_itself_is_on_time(measure):
    measure(
        FINISHED_BY_PROMISED_DAY,
        given="""
        request_id | promised_on | closed_on
        -----------+-------------+-----------
        early      | 2024-03-14  | 2024-03-13
        the_day    | 2024-03-14  | 2024-03-14
        late       | 2024-03-14  | 2024-03-15
        """,
        expect={"2024-03": (2, 3)},
    )


def test_open_and_withdrawn_requests_are_in_neither_count(measure):
    measure(
        FINISHED_BY_PROMISED_DAY,
        given="""
        request_id | promised_on | closed_on  | was_withdrawn
        -----------+-------------+------------+--------------
        answered   | 2024-03-14  | 2024-03-13 | no
        unsaid     | 2024-03-14  | 2024-03-13 |
        withdrawn  | 2024-03-14  | 2024-03-13 | yes
        open       | 2024-03-14  |            | no
        """,
        expect={"2024-03": (2, 2)},
    )


def test_a_request_without_a_promise_cannot_keep_it(measure):
    measure(
        FINISHED_BY_PROMISED_DAY,
        given="""
        request_id | promised_on | closed_on
        -----------+-------------+-----------
        promised   | 2024-03-14  | 2024-03-13
        unpromised |             | 2024-03-13
        """,
        expect={"2024-03": (1, 1)},
    )


def test_a_request_belongs_to_the_month_in_which_it_was_closed(measure):
    measure(
        FINISHED_BY_PROMISED_DAY,
        given="""
        request_id | promised_on | closed_on
        -----------+-------------+-----------
        march      | 2024-03-29  | 2024-03-29
        april      | 2024-03-29  | 2024-04-01
        """,
        expect={"2024-03": (1, 1), "2024-04": (0, 1)},
    )


def test_a_month_in_which_nothing_was_closed_has_no_reading(measure):
    measure(
        FINISHED_BY_PROMISED_DAY,
        given="""
        request_id | promised_on | closed_on
        -----------+-------------+-----------
        march      | 2024-03-29  | 2024-03-29
        may        | 2024-03-29  | 2024-05-02
        """,
        expect={"2024-03": (1, 1), "2024-05": (0, 1)},
    )
