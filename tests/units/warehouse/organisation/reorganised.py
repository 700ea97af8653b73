"""Random reorganisations, and where rows are by the plain way: lists, dictionaries, one row each.

A row of units has ``code, parent_code, valid_from, valid_to, successor_code``, as in the table.
"""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import strategies as st

CODES = ("D01", "D02", "D03", "D04", "D05")
NEVER_LISTED = "D99"
MONTHS = tuple(date(2024, month, 1) for month in range(2, 9))
CHANGES = tuple(sorted([*MONTHS, date(2024, 3, 15), date(2024, 6, 30), date(2024, 6, 11)]))
EVER, ALWAYS = date.min, date.max


@st.composite
def reorganisations(draw, codes=CODES):
    """Units that are founded, renamed, moved, merged, divided, closed and opened again.

    Each stands below one before it in the alphabet, so that no two stand below each other.
    """
    rows = []
    for place, code in enumerate(codes):
        begins = sorted(draw(st.sets(st.sampled_from(CHANGES), max_size=2)))
        if not begins or draw(st.booleans()):
            begins = [None, *begins]
        for nth, begin in enumerate(begins):
            following = begins[nth + 1] if nth + 1 < len(begins) else None
            rows.append(draw(rows_of(code, codes[:place], codes, begin, following)))
    return rows


@st.composite
def rows_of(draw, code, before, codes, begin, following):
    ends = [each - timedelta(1) for each in CHANGES]
    ends = [end for end in ends if (begin or EVER) <= end < (following or ALWAYS)]
    valid_to = draw(st.none() | st.sampled_from(ends)) if ends else None
    heirs = draw(st.lists(st.sampled_from([*codes, NEVER_LISTED]), max_size=2, unique=True))
    return {
        "code": code,
        "parent_code": draw(st.sampled_from([None, *before])),
        "valid_from": begin,
        "valid_to": valid_to,
        "successor_code": "; ".join(heirs) or None,
    }


def last_day(month):
    return month.replace(day=monthrange(month.year, month.month)[1])


def begin_of(row):
    return row["valid_from"] or EVER


def end_of(rows, row):
    """The last day, by the row itself or by the next of its unit."""
    if row["valid_to"]:
        return row["valid_to"]
    later = [begin_of(each) for each in rows if each["code"] == row["code"]]
    later = [begin for begin in later if begin > begin_of(row)]
    return min(later) - timedelta(1) if later else ALWAYS


def row_on(rows, code, day):
    """The row of a unit that holds on a day; None if none does."""
    for row in rows:
        if row["code"] == code and begin_of(row) <= day <= end_of(rows, row):
            return row
    return None


def row_for(rows, code, month):
    """The row that a month of a unit belongs to."""
    mine = sorted((row for row in rows if row["code"] == code), key=begin_of)
    begun = [row for row in mine if begin_of(row) <= last_day(month)]
    return begun[-1] if begun else mine[0]


def heirs_of(rows, row):
    """The rows that the work of a row goes on to."""
    end, found = end_of(rows, row), []
    waiting = (row["successor_code"] or row["code"]).split("; ")
    for code in waiting:
        mine = sorted((each for each in rows if each["code"] == code), key=begin_of)
        later = [each for each in mine if end_of(rows, each) > end]
        if later:
            found.append(later[0])
        elif mine and end_of(rows, mine[-1]) == end and row["successor_code"]:
            more = (mine[-1]["successor_code"] or "").split("; ")
            waiting += [each for each in more if each and each not in waiting]
    return found


def whereabouts(rows, row, day):
    """The row that all the work of this one came to, seen from a day."""
    if begin_of(row) <= day <= end_of(rows, row):
        return row
    if end_of(rows, row) < day:
        ahead = [heir for heir in heirs_of(rows, row) if begin_of(heir) <= day]
    else:
        ahead = [each for each in rows if row in heirs_of(rows, each)]
        ahead = [each for each in ahead if end_of(rows, each) >= day]
    ends = []
    for each in ahead:
        found = whereabouts(rows, each, day)
        if found not in ends:
            ends.append(found)
    return ends[0] if len(ends) == 1 else row


def counts_for(rows, code, month, day):
    """The unit that a row of this unit and month counts for on a day; None if for none."""
    found = whereabouts(rows, row_for(rows, code, month), day)
    return found["code"] if begin_of(found) <= day <= end_of(rows, found) else None


def parent_in(rows, code, month):
    """Who stood above a unit in a month."""
    parent = row_for(rows, code, month)["parent_code"]
    return parent if parent in {row["code"] for row in rows} else None


def below_in(rows, top, month):
    """A unit and all that stood below it in a month."""
    codes = {row["code"] for row in rows}
    found = {top}
    for _ in codes:
        found |= {code for code in codes if parent_in(rows, code, month) in found}
    return found


def node_of(view, code, month):
    """What a view says: the node of the last run of the unit that has begun."""
    runs = [run for run in view.runs if run.code == code]
    begun = [run for run in runs if (run.from_month or EVER) <= month]
    return begun[-1].node


def line_of(view, node):
    """A node and everybody above it in a view."""
    line = []
    while node is not None:
        line.append(node)
        node = view.above[node]
    return line
