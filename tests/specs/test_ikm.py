"""SKM value (IKM) by PermenPANRB 14/2017."""

from dampak.indicators.catalogue.ikm import IKM


def test_all_fours_are_one_hundred_and_all_ones_twenty_five(measure):
    measure(
        IKM,
        given="""
        answered_on | persyaratan | prosedur | waktu | biaya | produk | kompetensi | perilaku | pengaduan | sarpras
        ------------+-------------+----------+-------+-------+--------+------------+----------+-----------+--------
        2024-03-04  | 4           | 4        | 4     | 4     | 4      | 4          | 4        | 4         | 4
        2024-04-04  | 1           | 1        | 1     | 1     | 1      | 1          | 1        | 1         | 1
        """,  # noqa: E501 - a table is read across
        expect={"2024-03": (100, 1), "2024-04": (25, 1)},
    )


def test_an_element_is_averaged_over_those_who_answered_it(measure):
    measure(
        IKM,
        given="""
        answered_on | persyaratan | prosedur | waktu | biaya | produk | kompetensi | perilaku | pengaduan | sarpras
        ------------+-------------+----------+-------+-------+--------+------------+----------+-----------+--------
        2024-03-04  | 3           | 3        | 3     | 4     | 3      | 3          | 3        | 3         | 3
        2024-03-05  | 3           | 3        | 3     |       | 3      | 3          | 3        | 3         | 3
        """,  # noqa: E501 - a table is read across
        # the cost is 4 of one who answered, not 2 of two: 25 x (8 x 3 + 4) / 9 = 77.78
        expect={"2024-03": (77.777777778, 2)},
    )


def test_an_element_that_nobody_answered_is_left_out(measure):
    measure(
        IKM,
        given="""
        answered_on | persyaratan | waktu
        ------------+-------------+------
        2024-03-04  | 4           | 3
        """,
        # two elements of one half each: 25 x 3.5
        expect={"2024-03": (87.5, 1)},
    )


def test_a_response_without_any_answer_is_nobody(measure):
    measure(
        IKM,
        given="""
        answered_on | waktu | comment
        ------------+-------+--------
        2024-03-04  |       | Bagus!
        """,
        expect={},
    )
