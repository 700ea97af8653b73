"""What a row may not say, each rule tried by breaking it."""

import pytest
from tests.landed_files import SECRET, landed, units

from dampak.datapack.mapping import Mapping
from dampak.warehouse.conformed import TooManyRefused, conform, conform_at_any_loss, keyed


def conformed(*files):
    return conform_at_any_loss([keyed(file, secret=SECRET) for file in files])


def reasons(*files):
    """The reasons by row, without those of the first file."""
    last = files[-1].table
    told = {}
    for row in conformed(*files).rejected:
        if row.table == last:
            told.setdefault(row.row_number, []).append(row.reason.message % dict(row.reason.values))
    return told


def test_all_reasons_of_a_row_are_told_and_the_row_is_counted_once():
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at | closed_at
                   | K99       | 31/02/2026  | 03/31/2026
        R2         | K01       | 01/03/2026  | 28/02/2026
        R3         | K01       | 01/03/2026  | 01/03/2026
        """,
    )
    told = reasons(units("K01"), requests)

    assert len(told[2]) == 4
    assert len(told[3]) == 1
    assert "closed (28/02/2026) before it was received (01/03/2026)" in told[3][0]
    account = conformed(units("K01"), requests).accounts[1]
    assert (account.records_in, account.kept, account.set_aside) == (3, 1, 2)


def test_a_bare_day_is_not_midnight():
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at      | closed_at
        R1         | K01       | 2026-03-02 09:00 | 2026-03-02
        R2         | K01       | 2026-03-02 09:00 | 2026-03-02 08:59
        """,
    )
    assert list(reasons(units("K01"), requests)) == [3]


def test_a_closed_request_has_a_day_and_an_open_one_has_none():
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at | closed_at  | status
        R1         | K01       | 2026-03-02  |            | selesai
        R2         | K01       | 2026-03-02  | 2026-03-03 | diproses
        R3         | K01       | 2026-03-02  |            | dicabut
        """,
    )
    assert list(reasons(units("K01"), requests)) == [2, 3]


def test_what_is_not_told_follows_from_what_is():
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at | closed_at
        R1         | K01       | 2026-03-02  | 2026-03-05
        R2         | K01       | 2026-03-02  |
        """,
    )
    table = conformed(units("K01"), requests).tables["service_requests"]
    assert table["status"].to_pylist() == ["closed", "open"]
    assert table["was_withdrawn"].to_pylist() == [False, False]


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ("A | A", {"A"}),  # its own parent
        ("A | B\nB | C\nC | A", {"A", "B", "C"}),  # a circle
        ("A | B\nB | A\nC | A\nD | ", {"A", "B", "C"}),  # below a circle
        ("A | Z\nB | A", {"A", "B"}),  # an unknown parent, and its child
        ("A | \nB | A\nC | B", set()),
    ],
)
def test_every_unit_stands_under_a_known_line_of_parents(rows, refused):
    lines = "\n".join(f"{line} | Kantor" for line in rows.splitlines())
    table = landed("units", f"code | parent_code | name\n{lines}")
    kept = set(conformed(table).tables["units"]["code"].to_pylist())
    delivered = {line.split(" ")[0] for line in rows.splitlines()}
    assert kept == delivered - refused


def test_a_unit_does_not_end_before_it_begins():
    table = landed(
        "units",
        """
        code | name | valid_from | valid_to
        A    | A    | 2020-01-01 | 2019-12-31
        B    | B    | 2020-01-01 | 9999-12-31
        """,
    )
    assert list(reasons(table)) == [2]
    assert conformed(table).tables["units"]["valid_to"].to_pylist() == [None]


def test_nobody_is_trained_before_the_birth_of_the_unit_or_after_its_end():
    offices = landed(
        "units", "code | name | valid_from | valid_to\nK01 | K | 2024-01-01 | 2025-12-31"
    )
    training = landed(
        "training",
        """
        unit_code | programme | started_on | ended_on
        K01       | Loket     | 2023-12-31 |
        K01       | Arsip     | 2024-01-01 | 2024-01-05
        K01       | Surat     | 2026-01-01 |
        K01       | Pos       | 2025-01-05 | 2025-01-01
        """,
    )
    told = reasons(offices, training)
    assert list(told) == [2, 4, 5]
    assert "before unit K01 existed (2024-01-01)" in told[2][0]
    assert "after unit K01 had ended (2025-12-31)" in told[4][0]


def test_a_person_brings_the_unit_of_the_post_held_that_day():
    people = landed(
        "people",
        """
        person_key | unit_code | from_on    | to_on
        P1         | K01       | 2020-01-01 | 2023-12-31
        P1         | K02       | 2024-01-01 |
        """,
    )
    training = landed(
        "training",
        """
        person_key | programme | started_on
        P1         | Loket     | 2023-06-01
        P1         | Arsip     | 2024-06-01
        P1         | Surat     | 2019-06-01
        """,
    )
    done = conformed(units("K01", "K02"), people, training)
    assert done.tables["training"]["unit_code"].to_pylist() == ["K01", "K02"]
    assert [row.row_number for row in done.rejected] == [4]


def test_no_more_fields_are_correct_than_were_checked():
    checks = landed(
        "accuracy_checks",
        """
        unit_code | checked_on | fields_checked | fields_correct
        K01       | 2026-03-02 | 10             | 11
        K01       | 2026-03-02 | 10             | 10
        K01       | 2026-03-02 | 10             | 10
        K01       | 2026-03-02 | -1             | -2
        """,
    )
    # two checks that look alike are two checks: nothing tells them apart
    assert list(reasons(units("K01"), checks)) == [2, 5]


def test_a_response_needs_at_least_one_answer():
    answers = landed(
        "satisfaction",
        """
        unit_code | answered_on | waktu | biaya
        K01       | 2026-03-02  |       |
        K01       | 2026-03-02  | 4     |
        """,
    )
    table = {"persyaratan", "sarpras"}
    told = reasons(units("K01"), answers)
    assert list(told) == [2]
    assert all(name in told[2][0] for name in table)


def test_the_same_row_twice_counts_once_and_a_later_row_speaks_for_its_key():
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at
        R1         | K01       | 2026-03-02
        R1         | K01       | 02/03/2026
        R2         | K01       | 2026-03-02
        R2         | K01       | 2026-03-04
        """,
    )
    told = reasons(units("K01"), requests)
    done = conformed(units("K01"), requests)

    assert told[3][0].startswith("The row says the same as row 2 of service_requests.csv")
    assert told[4][0].startswith("Row 5 of service_requests.csv says something else")
    assert done.tables["service_requests"]["source_row"].to_pylist() == [2, 5]
    assert (done.accounts[1].duplicates, done.accounts[1].superseded) == (1, 1)


def test_a_later_file_speaks_for_an_earlier_one():
    first = landed("unit_months", "unit_code|month|volume\nK01|2026-01|7\nK01|2026-02|8")
    later = landed("unit_months", "unit_code|month|volume\nK01|2026-02|9", name="later.csv")
    done = conformed(units("K01"), first, later)

    assert done.tables["unit_months"]["volume"].to_pylist() == [7.0, 9.0]
    assert [account.superseded for account in done.accounts] == [0, 1, 0]


def test_numbers_of_the_offices_own_stay_beside_the_known_ones():
    months = landed("unit_months", "unit_code|month|Scrap rate\nK01|1987|7,5\nK01|1988|")
    table = conformed(units("K01"), months).tables["unit_months"]
    assert table.column_names == [
        *("unit_code", "month", "volume", "Scrap rate", "source_file", "source_row")
    ]
    assert table["Scrap rate"].to_pylist() == [7.5, None]


def test_too_many_refused_rows_stop_the_load_with_the_first_twenty_explained():
    rows = (
        "\n".join(f"K01 | 2026-{month:02d} | x" for month in range(1, 13)) + "\nK01 | 2027-01 | 1"
    )
    months = landed("unit_months", f"unit_code|month|volume\n{rows}")

    with pytest.raises(TooManyRefused) as refused:
        conform([keyed(file, secret=SECRET) for file in (units("K01"), months)])

    assert refused.value.table == "unit_months"
    assert refused.value.share == 12 / 13
    assert len(refused.value.first) == 12
    assert refused.value.sentence.values["refused"] == 12


def test_all_rows_refused_says_so():
    months = landed("unit_months", "unit_code|month|volume\nK09|2026-01|1")
    with pytest.raises(TooManyRefused, match="All 1 rows of the table unit_months were refused"):
        conform([keyed(file, secret=SECRET) for file in (units("K01"), months)])


def test_without_units_nobody_knows_whose_numbers_these_are():
    months = landed("unit_months", "unit_code|month|volume\nK09|2026-01|1")
    with pytest.raises(TooManyRefused, match="There is no table of units"):
        conform([keyed(months, secret=SECRET)])


def test_a_mapping_tells_how_it_read_the_words_of_the_office():
    mapping = Mapping(
        table="service_requests", values={"status": {"CANCEL": "withdrawn", "*": "open"}}
    )
    requests = landed(
        "service_requests",
        """
        request_id | unit_code | received_at | status
        R1         | K01       | 2026-03-02  | CANCEL
        R2         | K01       | 2026-03-02  | Disptch
        R3         | K01       | 2026-03-02  | Disptch
        """,
        mapping=mapping,
    )
    (notice,) = keyed(requests, secret=SECRET).notices
    assert notice.values["words"] == ("Disptch (2) → open", "CANCEL (1) → withdrawn")
    statuses = conformed(units("K01"), requests).tables["service_requests"]["status"]
    assert statuses.to_pylist() == ["withdrawn", "open", "open"]
