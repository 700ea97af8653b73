"""Record accuracy."""

from dampak.indicators.catalogue.record_accuracy import RECORD_ACCURACY


def test_records_with_more_fields_weigh_more(measure):
    measure(
        RECORD_ACCURACY,
        given="""
        record_id | checked_on | fields_checked | fields_correct
        ----------+------------+----------------+---------------
        short     | 2024-03-04 | 2              | 1
        long      | 2024-03-05 | 18             | 18
        """,
        # 19 of 20, and not the mean of 0.5 and 1
        expect={"2024-03": (19, 20)},
    )


def test_a_check_without_fields_or_with_too_many_correct_is_not_counted(measure):
    measure(
        RECORD_ACCURACY,
        given="""
        record_id  | checked_on | fields_checked | fields_correct
        -----------+------------+----------------+---------------
        good       | 2024-03-04 | 10             | 9
        nothing    | 2024-03-04 | 0              | 0
        unknown    | 2024-03-04 | 10             |
        impossible | 2024-03-04 | 10             | 11
        undated    |            | 10             | 10
        """,
        expect={"2024-03": (9, 10)},
    )


def test_a_record_belongs_to_the_month_in_which_it_was_checked(measure):
    measure(
        RECORD_ACCURACY,
        given="""
        record_id | checked_on | fields_checked | fields_correct
        ----------+------------+----------------+---------------
        march     | 2024-03-31 | 4              | 4
        april     | 2024-04-01 | 4              | 0
        """,
        expect={"2024-03": (4, 4), "2024-04": (0, 4)},
    )
