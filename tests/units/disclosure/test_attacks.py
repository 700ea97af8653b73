"""What leaves through the door is attacked by somebody with paper, patience and every old table."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.disclosure.attacker import recovered

from dampak.disclosure.over_time import Showing, batches_of, kept_back
from dampak.disclosure.withholding import withheld

UNITS = ["A", "B", "C", "D", "E"]
counts = st.integers(0, 14)
smallests = st.sampled_from([3, 5, 10])


def office_table(people):
    """Each unit, both districts, and all together."""
    units = {unit: {unit} for unit in UNITS}
    return units | {"west": {"A", "B"}, "east": {"C", "D", "E"}, "all": set(UNITS)}


def filtered_table(people):
    """Units by channel: every margin of two filters."""
    atoms = {(unit, channel) for unit in UNITS[:3] for channel in ("online", "counter")}
    cells = {f"{unit} {channel}": {(unit, channel)} for unit, channel in atoms}
    cells |= {unit: {each for each in atoms if each[0] == unit} for unit in UNITS[:3]}
    cells |= {
        channel: {each for each in atoms if each[1] == channel} for channel in ("online", "counter")
    }
    return cells | {"all": atoms}


def left_out(cells, gone):
    return [atoms for name, atoms in cells.items() if name not in gone]


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(UNITS, counts)), smallests)
def test_nobody_finds_a_small_group_by_subtracting_units_from_their_districts(people, smallest):
    cells = office_table(people)
    gone = withheld(cells, people, smallest=smallest)
    assert recovered(left_out(cells, gone), people, smallest) == []


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {(unit, channel): counts for unit in UNITS[:3] for channel in ("online", "counter")}
    ),
    smallests,
)
def test_nobody_finds_a_small_group_by_setting_filters_against_each_other(people, smallest):
    cells = filtered_table(people)
    gone = withheld(cells, people, smallest=smallest)
    assert recovered(left_out(cells, gone), people, smallest) == []


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.frozensets(st.sampled_from(UNITS), min_size=1), st.just(None), min_size=1, max_size=7
    ),
    st.fixed_dictionaries(dict.fromkeys(UNITS, counts)),
    smallests,
)
def test_nobody_finds_a_small_group_whatever_is_asked(asked, people, smallest):
    cells = {",".join(sorted(each)): each for each in asked}
    gone = withheld(cells, people, smallest=smallest)
    assert recovered(left_out(cells, gone), people, smallest) == []


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(UNITS, st.integers(0, 6))), st.sampled_from([3, 4]))
def test_who_knows_that_somebody_is_hidden_cannot_count_them_either(people, smallest):
    cells = office_table(people)
    gone = withheld(cells, people, smallest=smallest)
    hidden = {unit for unit in UNITS if unit in gone}
    known = {unit: people[unit] for unit in UNITS if unit not in gone}
    sums = {name: sum(people[a] for a in cells[name]) for name in cells if name not in gone}
    for unit in hidden:
        assert len(counts_that_fit(unit, hidden, known, cells, sums)) > 1


def counts_that_fit(unit, hidden, known, cells, sums):
    """What a hidden unit may hold, if each hidden one holds somebody and all sums are right."""
    most = max([6, *sums.values()])
    others = sorted(hidden - {unit})
    fits = set()
    for count in range(1, most + 1):
        for rest in product(range(1, most + 1), repeat=min(len(others), 3)):
            people = known | {unit: count} | dict(zip(others, rest, strict=False))
            told = [n for n in sums if set(cells[n]) <= set(people)]
            if all(sum(people[a] for a in cells[name]) == sums[name] for name in told):
                fits.add(count)
                break
        if len(fits) > 1:
            break
    return fits


def shown_over_time(weeks, smallest, *, door):
    """What an attacker has after all weeks: sums over batches of people, and how large they are."""
    cells = {unit: {unit} for unit in UNITS[:3]} | {"all": set(UNITS[:3])}
    history = []
    for now in weeks:
        gone = door(cells, now, history, smallest=smallest)
        history.append(Showing(people=now, shown=frozenset(set(cells) - gone)))
    batches = {
        (unit, number): batch
        for unit in UNITS[:3]
        for number, batch in enumerate(batches_of([week[unit] for week in weeks]))
    }
    sums = [
        {key for key, each in batches.items() if key[0] in cells[name] and each.was_there(week)}
        for week, showing in enumerate(history)
        for name in showing.shown
    ]
    return sums, {key: each.people for key, each in batches.items()}


weeks = st.lists(st.fixed_dictionaries(dict.fromkeys(UNITS[:3], counts)), min_size=2, max_size=4)


@settings(max_examples=100, deadline=None)
@given(weeks, smallests)
def test_nobody_finds_those_who_came_between_two_tables(weeks, smallest):
    sums, people = shown_over_time(weeks, smallest, door=kept_back)
    assert recovered(sums, people, smallest) == []


def only_small_cells(cells, people, _history=(), *, smallest):
    """The weak rule: a cell below the smallest number stays in, and that is all."""
    return frozenset(
        n for n, atoms in cells.items() if 0 < sum(people[a] for a in atoms) < smallest
    )


def test_the_weak_rule_is_broken_by_subtracting():
    people = {"A": 2, "B": 12, "C": 20, "D": 30, "E": 11}
    cells = office_table(people)
    weak = only_small_cells(cells, people, smallest=5)
    assert frozenset({"A"}) in recovered(left_out(cells, weak), people, 5)


def test_the_weak_rule_is_broken_by_waiting_a_week():
    last_week, this_week = {"A": 12, "B": 20, "C": 20}, {"A": 13, "B": 20, "C": 20}
    sums, people = shown_over_time([last_week, this_week], 5, door=only_small_cells)
    assert recovered(sums, people, 5) == [frozenset({("A", 1)})]


def test_a_rule_that_hides_one_more_cell_is_broken_by_two_margins():
    people = {
        ("A", "online"): 2, ("A", "counter"): 9, ("B", "online"): 9, ("B", "counter"): 9,
        ("C", "online"): 9, ("C", "counter"): 9,
    }  # fmt: skip
    cells = filtered_table(people)
    one_more = {"A online", "A counter"}
    assert frozenset({("A", "online")}) in recovered(left_out(cells, one_more), people, 5)
    assert recovered(left_out(cells, withheld(cells, people, smallest=5)), people, 5) == []
