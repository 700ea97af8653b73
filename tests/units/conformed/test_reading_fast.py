"""Reading a million cells by their bytes gives what reading each of them gives."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.landed_files import SECRET, landed_rows, units

from dampak.datapack.mapping import DateStyle, Mapping
from dampak.warehouse.conformed import conform_at_any_loss, keyed
from dampak.warehouse.conformed.cells import rows_with_digits
from dampak.warehouse.conformed.emptied import without_blanks
from dampak.warehouse.conformed.parsing.plain_moments import plain_moments

BLANKS = " \t\r\n\u00a0\ufeff"
MARKS = {"", "-", "--", "na", "n/a", "#n/a", "null", "nan", "none"}
TEXTS = st.text(alphabet=f"{BLANKS}-nNaA/#ulLé0", max_size=7)


def column(cells):
    """The cells as landing hands them on: in chunks that need not begin at a first byte."""
    whole, cut = pa.array(["before", *cells], pa.string()).slice(1), len(cells) // 2
    return pa.chunked_array([whole.slice(0, cut), whole.slice(cut)], pa.string())


def moment(day, month, *clock):
    """The moment that these figures name, if there is one."""
    try:
        return datetime(2026, month, day, *clock, tzinfo=UTC)
    except ValueError:
        return None


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 35)] * 2, *[st.integers(0, 61)] * 3), max_size=8))
def test_figures_in_their_places_are_read_as_the_calendar_reads_them(figures):
    cells = [f"{d:02d}/{m:02d}/2026 {h:02d}:{n:02d}:{s:02d}" for d, m, h, n, s in figures]
    found = plain_moments(column(cells), writes_month_first=False)
    read = [
        datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at) if is_read else None
        for at, is_read in zip(found.moments.tolist(), found.is_read, strict=True)
    ]
    assert read == [moment(*each) for each in figures]


PLAIN = st.sampled_from(
    [
        *("31/03/2026", "2026-03-31", "03-04-2026", "12.11.2026", "29/02/2026", "05/13/2026"),
        *("31/03/2026 08:15", "2026-03-31T23:59:59", "04/03/2026 24:00", "2026/03/31 08.15.30"),
        *("04/05/2026 8:15", "0999-01-01", "0099-01-01", "9999-12-31", "31/03/2026 08:15 "),
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PLAIN, min_size=1, max_size=8), st.booleans())
def test_a_plain_moment_is_read_as_one_written_at_length(cells, month_first):
    """``Senin, 31/03/2026`` is read by the parser of all forms, and says the same."""
    dates = DateStyle.MONTH_FIRST if month_first else None
    mapping = Mapping(table="service_requests", dates=dates)
    both = []
    for beginning in ("", "Senin, "):
        rows = [[f"R{place}", "K01", beginning + cell] for place, cell in enumerate(cells)]
        fields = ["request_id", "unit_code", "received_at"]
        file = landed_rows("service_requests", fields, rows, mapping=mapping)
        conformed = conform_at_any_loss(
            [keyed(each, secret=SECRET) for each in (units("K01"), file)]
        )
        table = conformed.tables["service_requests"].drop_columns(["source_file"])
        both.append((table, [(row.row_number, row.reason.message) for row in conformed.rejected]))

    assert both[0] == both[1]


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=8))
def test_a_cell_is_bared_as_a_plain_loop_bares_it(cells):
    bare = [cell.strip(BLANKS) for cell in cells]
    meant = [None if cell.lower() in MARKS else cell for cell in bare]

    assert without_blanks(column(cells)).to_pylist() == meant


@settings(deadline=None)
@given(st.lists(st.text(alphabet="0129 x٣", max_size=6), max_size=8), st.integers(1, 4))
def test_digits_are_counted_in_every_cell(cells, at_least):
    chunk = pa.array(["77", *cells], pa.string()).slice(1)
    counted = [sum(letter in "0129" for letter in cell) for cell in cells]

    found = rows_with_digits(chunk, at_least=at_least)

    assert found.tolist() == [row for row, count in enumerate(counted) if count >= at_least]
