"""Of every kind of file that a manifest names: one flipped bit is told before anything is read."""

import shutil
from datetime import timedelta

import pytest
from tests.landed_files import landed
from tests.landed_files import units as landed_units
from tests.pieces import AT, promised, request, rows_of, terms, units

from dampak.indicators.catalogue import CATALOGUE
from dampak.indicators.definition import PerStaffDay
from dampak.indicators.working_days import WEEK_ONLY
from dampak.language.saying import say
from dampak.warehouse.readings import readings
from dampak.warehouse.sentences import said
from dampak.warehouse.store import CannotRead, Store, build, compact, deliver, preview
from dampak.warehouse.store.manifest import files_named
from dampak.warehouse.tallies.counting import CountingByTallies, tallies_of
from dampak.warehouse.tallies.sheet import sheets_of

COUNTED = [each for each in CATALOGUE.values() if not isinstance(each, PerStaffDay)]


def the_terms():
    counting = CountingByTallies(COUNTED, units=("D01", "D02"), calendar=WEEK_ONLY)
    return terms(counting=counting)


def bring(store, rows, name):
    pieces = promised("service_requests", rows, name=name)
    first = units("D01", "D02") if store.head() is None else []
    return build(store, [*first, *pieces], the_terms(), at=AT, by="sri")


def closed(number, days):
    at = request(number)["received_at"] + timedelta(days=days)
    return request(number, status="closed", closed_at=at, closed_on=at.date())


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """Two snapshots; the second made rows of the first one dead."""
    home = tmp_path_factory.mktemp("nation")
    bring(Store(home), [closed(number, 1 + number % 5) for number in range(12)], "a.parquet")
    bring(Store(home), [closed(1, 9), closed(90, 2)], "b.parquet")
    return home


@pytest.fixture
def store(nation, tmp_path):
    shutil.copytree(nation, tmp_path / "home")
    return Store(tmp_path / "home")


def flip_a_bit(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def ask_for_rows(store):
    store.head().connect()


def ask_for_reasons(store):
    list(store.head().rejected())


def ask_the_cube(store):
    readings(store.head(), CATALOGUE["median-completion-time"])


def add_up(store):
    tallies_of(store.head(), sheets_of(COUNTED))


def correct(store):
    bring(store, [closed(1, 3), closed(2, 3)], "c.parquet")


def write_together(store):
    compact(store, the_terms(), at=AT, by="sri")


def with_dead_rows(snapshot):
    return next(part for part in snapshot.parts if part.dead)


KINDS = {
    "a part": (lambda served: served.folder / served.parts[0].file, (ask_for_rows, write_together)),
    "an index of keys": (lambda served: served.folder / served.parts[0].keys, (correct,)),
    "a tally": (lambda served: served.folder / served.parts[0].tally, (add_up,)),
    "dead rows": (
        lambda served: served.folder / with_dead_rows(served).dead,
        (ask_for_rows, correct, write_together),
    ),
    "a tally of dead rows": (
        lambda served: served.folder / with_dead_rows(served).dead_tally,
        (add_up,),
    ),
    "the numbers": (lambda served: served.numbers, (correct, write_together)),
    "the cube": (lambda served: served.cube, (ask_the_cube,)),
    "rows set aside": (lambda served: served.rejects, (ask_for_reasons,)),
    "rows set aside later": (lambda served: served.more_rejects[0], (ask_for_reasons,)),
    "working days": (lambda served: served.working_days, (ask_for_rows,)),
    "a whole table": (lambda served: served.objects["units"], (ask_for_rows,)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_flipped_bit_is_refused_in_words_by_all_who_read_it(store, kind):
    place, readers = KINDS[kind]
    path = place(store.head())
    before = readings(store.snapshot(1), CATALOGUE["median-completion-time"])
    flip_a_bit(path)

    for reads in readers:
        with pytest.raises(CannotRead, match="dampak check --fall-back") as refusal:
            reads(store)
        assert path.name in say(refusal.value.sentence, "id")

    assert path.name in said(store.check().faults[0])
    assert store.manifests.served_number() == 2
    if store.check().last_whole:  # the first snapshot does without this file
        assert readings(store.fall_back(at=AT, by="sri"), CATALOGUE["median-completion-time"]) == (
            before
        )


def test_every_file_that_the_manifest_names_is_of_one_of_these_kinds(store):
    served = store.head()
    places = {place(served).name for place, _ in KINDS.values()}
    sums = {path.name for path in served.sums.values()}
    others = {name for part in served.parts for name in part.files}

    named = files_named(store.manifests.served())

    assert places <= named
    assert named == places | sums | others


def test_sums_that_are_damaged_cost_a_recount_and_nothing_else(store, tmp_path):
    shutil.copytree(store.home, tmp_path / "whole")
    for path in store.head().sums.values():
        flip_a_bit(path)

    correct(store)
    correct(Store(tmp_path / "whole"))

    undisturbed = Store(tmp_path / "whole").head()
    assert store.head().id == undisturbed.id
    assert store.head().cube.read_bytes() == undisturbed.cube.read_bytes()
    assert store.check().is_whole


@pytest.mark.parametrize("kept", ["cells", "set_aside"])
def test_a_file_of_an_office_that_is_damaged_is_refused_before_the_next_import(tmp_path, kept):
    store = Store(tmp_path)
    office = [landed_units("D01"), landed("unit_months", "unit_code|month\nD01|2026-01")]
    deliver(office, store, at=AT, by="sri")
    entry = store.manifests.served()["files"][0]
    path = store.objects / f"{entry[kept]}.parquet"
    flip_a_bit(path)

    later = [landed("unit_months", "unit_code|month\nD01|2026-02")]
    for does in (preview, lambda files, home: deliver(files, home, at=AT, by="sri")):
        with pytest.raises(CannotRead, match=path.name):
            does(later, store)

    assert store.head().number == 1


def test_the_dead_of_this_nation_are_really_dead(store):
    assert len(rows_of(store.head(), "service_requests")) == 13
    assert with_dead_rows(store.head()).dead_rows == 1
