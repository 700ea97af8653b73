"""Damage is found before it is read, told in words, and the last whole snapshot can be served."""

import gc
import json
from datetime import timedelta

import pytest
from tests.landed_files import landed
from tests.landed_files import units as landed_units
from tests.pieces import AT, promised, request, rows_of, terms, units

from dampak.language.saying import say
from dampak.warehouse import fingerprint
from dampak.warehouse.sentences import said
from dampak.warehouse.store import (
    CannotPublish,
    CannotRead,
    Store,
    build,
    compact,
    deliver,
    remove_old,
)


def bring(store, number, *, at=AT, more=0, **given):
    rows = [request(100 * number + each) for each in range(3 + more)]
    pieces = promised("service_requests", rows, name=f"{number}.parquet")
    first = units("D01") if store.head() is None else []
    return build(store, [*first, *pieces], terms(), at=at, by="sri", **given)


@pytest.fixture
def store(tmp_path):
    kept = Store(tmp_path)
    bring(kept, 1)
    bring(kept, 2)
    return kept


def flip_a_bit(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-7])


def newest_part(store):
    return store.objects / store.head().parts[-1].file


# -- damage -----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [flip_a_bit, cut_off, lambda path: path.unlink()])
def test_a_damaged_part_is_named_before_it_is_read(store, damage):
    rows_of(store.head(), "service_requests")
    path = newest_part(store)
    damage(path)

    with pytest.raises(CannotRead, match="dampak check") as refusal:
        store.head().connect()

    assert path.name in str(refusal.value)
    assert path.name in say(refusal.value.sentence, "id")
    health = store.check()
    assert (health.number, health.last_whole, len(health.faults)) == (2, 1, 1)
    assert path.name in said(health.faults[0])
    assert "Snapshot 1 is whole" in said(health.advice)


def test_a_part_that_is_whole_is_said_so(store):
    health = store.check()

    assert health.is_whole
    assert said(health.advice) == "Everything that is served is there and whole."


@pytest.mark.parametrize("damage", [flip_a_bit, cut_off])
def test_damage_in_a_table_of_an_office_is_named_too(tmp_path, damage):
    store = Store(tmp_path)
    office = [landed_units("D01"), landed("unit_months", "unit_code|month\nD01|2026-01")]
    snapshot = deliver(office, store, at=AT, by="sri")
    damage(snapshot.objects["unit_months"])

    with pytest.raises(CannotRead, match="is damaged"):
        snapshot.connect()
    with pytest.raises(CannotPublish, match="No whole snapshot is left"):
        store.fall_back(at=AT, by="sri")


def test_an_index_that_is_damaged_is_found_before_it_is_asked(store):
    flip_a_bit(store.objects / store.head().parts[0].keys)

    with pytest.raises(CannotRead, match=r"\.keys is damaged"):
        bring(store, 1, more=1)


def test_what_was_found_whole_is_not_read_through_again_until_it_changes(store, monkeypatch):
    read = []
    whole = fingerprint.sha256_of
    monkeypatch.setattr(fingerprint, "_seen", {})
    monkeypatch.setattr(fingerprint, "sha256_of", lambda path: (read.append(path), whole(path))[1])

    Store(store.home).head().connect()
    assert not read
    newest_part(store).touch()
    Store(store.home).head().connect()
    assert read == [newest_part(store)]
    (store.home / "whole.json").write_text("{")
    assert Store(store.home).check().is_whole


def test_falling_back_serves_the_last_whole_snapshot_as_a_new_one(store):
    was = store.snapshot(1)
    newest_part(store).unlink()

    again = store.fall_back(at=AT, by="sri")

    assert (again.number, again.id) == (3, was.id)
    assert store.head() == again
    assert len(rows_of(again, "service_requests")) == 3
    assert store.check().is_whole
    assert len(rows_of(bring(store, 2), "service_requests")) == 6  # delivered again


def test_nothing_falls_back_from_what_is_whole(store):
    with pytest.raises(CannotPublish, match="What is served is whole"):
        store.fall_back(at=AT, by="sri")


@pytest.mark.parametrize("damage", [flip_a_bit, cut_off, lambda path: path.unlink()])
def test_a_manifest_that_is_damaged_or_gone_is_named(store, damage):
    damage(store.manifests.path(2))

    with pytest.raises(CannotRead, match=r"00000002\.json cannot be read"):
        store.head()
    assert store.check().last_whole == 1
    assert store.fall_back(at=AT, by="sri").id == store.snapshot(1).id


def test_a_manifest_that_lost_its_fingerprint_is_damaged(store):
    path = store.manifests.path(2)
    manifest = json.loads(path.read_text())
    del manifest["fingerprint"]
    path.write_text(json.dumps(manifest))

    with pytest.raises(CannotRead, match="it is damaged"):
        store.head()


def test_what_stands_beside_the_manifests_is_none(store):
    (store.home / "manifests" / "notes.json").write_text("{}")

    assert store.manifests.numbers() == [1, 2]
    assert store.check().is_whole


def test_a_file_that_the_disk_does_not_give_back_is_named(store):
    path = newest_part(store)
    path.unlink()
    path.mkdir()  # as a bad sector, it cannot be read

    with pytest.raises(CannotRead, match="cannot be read from the disk"):
        store.head().connect()
    assert path.name in said(store.check().faults[0])


def test_a_head_that_says_nothing_is_told_and_mended(store):
    (store.home / "HEAD").write_bytes(b"\0\0")

    with pytest.raises(CannotRead, match="holds no number"):
        store.head()
    assert store.check().number is None
    assert store.fall_back(at=AT, by="sri").number == 3


def test_a_snapshot_half_deleted_is_told_file_by_file(store):
    part, *_ = (store.objects / part.file for part in store.head().parts)
    index = store.objects / store.head().parts[0].keys
    part.unlink()
    index.unlink()

    health = store.check()

    assert {said(fault) for fault in health.faults} == {
        f"{part} is missing.",
        f"{index} is missing.",
    }
    assert health.last_whole is None
    assert "Bring back a backup" in said(health.advice)


def test_a_manifest_of_a_newer_dampak_is_refused_in_words_and_left_alone(store):
    path = store.manifests.path(2)
    manifest = json.loads(path.read_text()) | {"format": "dampak-manifest/9"}
    path.write_text(json.dumps(manifest))
    before = path.read_bytes()

    for reads in (
        store.head,
        lambda: bring(store, 3),
        lambda: remove_old(store, keep=0),
        lambda: compact(store, terms(), at=AT, by="sri"),
        store.check,
        lambda: store.fall_back(at=AT, by="sri"),
    ):
        with pytest.raises(CannotRead, match="made by a newer dampak") as refusal:
            reads()
        assert "Upgrade dampak" in str(refusal.value)
    assert path.read_bytes() == before
    assert store.manifests.served_number() == 2


def test_manifests_of_the_first_format_are_read_as_before(tmp_path):
    store = Store(tmp_path)
    office = [landed_units("D01"), landed("unit_months", "unit_code|month\nD01|2026-01")]
    deliver(office, store, at=AT, by="sri")
    path = store.manifests.path(1)
    manifest = json.loads(path.read_text())
    del manifest["fingerprint"]  # as the first dampak wrote it
    path.write_text(json.dumps(manifest))

    assert manifest["format"] == "dampak-manifest/1"
    assert len(rows_of(store.head(), "unit_months")) == 1


# -- order, and what may go -------------------------------------------------------------------


def test_a_clock_set_back_changes_no_order(store):
    late = bring(store, 3, at=AT - timedelta(days=9000))

    assert store.head() == late
    assert late.number == 3
    assert remove_old(store, keep=0).snapshots == (1, 2)
    assert store.head() == late


def test_old_snapshots_go_and_files_that_nobody_names(store):
    bring(store, 3)
    compact(store, terms(), at=AT, by="sri")
    before = rows_of(store.head(), "service_requests")

    removed = remove_old(store, keep=1)

    assert removed.snapshots == (1, 2)
    assert store.manifests.numbers() == [3, 4]
    removed = remove_old(store, keep=0)
    assert removed.files >= 6  # three parts and their three indices
    assert removed.bytes > 0
    assert rows_of(store.head(), "service_requests") == before
    assert store.check().is_whole
    assert remove_old(store, keep=0).files == 0


def test_young_snapshots_stay_whatever_their_number(store):
    assert remove_old(store, keep=0, since=AT).snapshots == ()
    assert remove_old(store, keep=0, since=AT + timedelta(days=1)).snapshots == (1,)


def test_what_a_build_may_go_on_with_stays(tmp_path):
    store = Store(tmp_path)
    bring(store, 1)

    def broken_off(_progress):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(store, 2, told=broken_off)
    assert remove_old(store, keep=0).files == 0
    seen = []
    bring(store, 2, told=seen.append)
    assert [each.was_there for each in seen] == [True]


def test_a_damaged_manifest_does_not_keep_others_from_going(store):
    flip_a_bit(store.manifests.path(1))

    assert remove_old(store, keep=5).snapshots == (1,)


def test_a_reader_goes_on_undisturbed_while_all_that_is_old_is_removed(store):
    reader = store.head()
    connection = reader.connect()
    bring(store, 3)
    compact(store, terms(), at=AT, by="sri")

    removed = remove_old(store, keep=0)

    assert removed.held == (2,)
    assert removed.snapshots == (1, 3)
    assert connection.execute("SELECT count(*) FROM service_requests").fetchone() == (6,)
    assert len(rows_of(reader, "service_requests")) == 6
    connection.close()
    del reader, connection
    gc.collect()
    assert remove_old(store, keep=0).snapshots == (2,)


def test_a_reader_overtaken_between_head_and_manifest_looks_again(store, monkeypatch):
    overtaken = store.manifests.served_number
    seen = []

    def served_number():
        number = overtaken()
        if not seen:
            seen.append(number)
            monkeypatch.undo()
            bring(Store(store.home), 3)
            remove_old(Store(store.home), keep=0)
        return number

    monkeypatch.setattr(store.manifests, "served_number", served_number)

    assert store.head().number == 3
