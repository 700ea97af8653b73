"""Random dirty rows: nothing is lost, and a plain loop keeps the same ones."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.landed_files import SECRET, landed_rows, units

from dampak.warehouse.conformed import conform_at_any_loss, keyed

FIELDS = ["request_id", "unit_code", "received_at", "closed_at", "record_correct"]
MEANING = {
    "2026-03-02": date(2026, 3, 2),
    "03/03/2026": date(2026, 3, 3),
    "4 Maret 2026": date(2026, 3, 4),
    "31/02/2026": None,
    "besok": None,
}
DAYS = st.sampled_from([*MEANING, ""])
ROWS = st.tuples(
    st.sampled_from(["R1", "R2", "R3", ""]),
    st.sampled_from(["K01", "K02", "K09", ""]),
    DAYS,
    DAYS,
    st.sampled_from(["ya", "no", "", "entah"]),
)
YES_NO = {"ya": True, "no": False}
YES, NO = (("R1", "K01", "2026-03-02", "2026-03-02", word) for word in YES_NO)


def typed(row):
    """The values of a row that may count; None for one that may not."""
    request, unit, received, closed, correct = row
    if not request or unit not in {"K01", "K02"} or MEANING.get(received) is None:
        return None
    if (closed and MEANING[closed] is None) or (correct and correct not in YES_NO):
        return None
    if closed and MEANING[closed] < MEANING[received]:
        return None
    return (request, unit, MEANING[received], MEANING.get(closed), YES_NO.get(correct))


def kept_by_a_plain_loop(rows):
    said = {}
    for number, row in enumerate(rows, start=2):
        values = typed(row)
        if values and said.get(values[0], (None, 0))[0] != values:  # it says something else
            said[values[0]] = values, number
    return sorted(number for _, number in said.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=12), st.lists(ROWS, max_size=3))
@example([], [YES, YES, NO])  # yes, yes, no, and the same once more: the last "no" is kept
def test_a_plain_loop_keeps_the_same_rows(rows, doubled):
    rows = [*rows, *doubled, *doubled]
    file = landed_rows("service_requests", FIELDS, rows)
    files = [keyed(each, secret=SECRET) for each in (units("K01", "K02"), file)]
    conformed = conform_at_any_loss(files)
    account = conformed.accounts[1]
    table = conformed.tables["service_requests"]
    refused = {row.row_number for row in conformed.rejected}

    assert table["source_row"].to_pylist() == kept_by_a_plain_loop(rows)
    assert account.kept + account.set_aside == account.records_in == len(rows)
    assert len(refused) == account.set_aside
    assert refused.isdisjoint(table["source_row"].to_pylist())
