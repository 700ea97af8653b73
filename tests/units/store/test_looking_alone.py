"""What may be said of files by themselves rests on nothing that others have."""

from datetime import UTC, datetime

import pytest
from tests.landed_files import landed

from dampak.warehouse.conformed import TooManyRefused
from dampak.warehouse.store import Store, deliver, known_about, preview, preview_alone

AT = datetime(2026, 4, 1, 8, tzinfo=UTC)
LISTED = "code|name|parent_code\nW|West|\nW1|Counter|W\nE|East|"
NIP = "198501012010011901"


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "warehouse")
    serve(store, landed("units", LISTED), posts("W1", "E"))
    return store


def serve(store, *files):
    return deliver(files, store, at=AT, by="sri")


def posts(*units):
    rows = [f"{NIP[:-1]}{number}|{unit}|2020-01-01" for number, unit in enumerate(units)]
    return landed("people", "\n".join(["person_key|unit_code|from_on", *rows]))


def answers(*units, is_collected=False):
    rows = [f"{'C' * is_collected}{n}|{unit}|2026-01-05|4" for n, unit in enumerate(units)]
    text = "\n".join(["response_id|unit_code|answered_on|waktu", *rows])
    return landed("satisfaction", text, name=f"{is_collected}.csv", is_collected=is_collected)


def known_of_west(store):
    return known_about(["W"], store.head())


def test_units_and_people_at_and_below_the_codes_are_known_and_no_others(store):
    tables = known_of_west(store).tables
    assert tables["units"]["code"].to_pylist() == ["W", "W1"]
    assert tables["people"]["unit_code"].to_pylist() == ["W1"]


def test_of_a_unit_that_nobody_serves_nothing_is_known(store, tmp_path):
    assert known_about(["Z"], store.head()).tables == {}
    assert known_about(["W"], Store(tmp_path / "empty").head()).tables == {}


def test_the_fingerprint_changes_with_what_is_known_and_with_nothing_else(store):
    before = known_of_west(store).fingerprint()
    serve(store, landed("units", f"{LISTED}\nE1|Far|E"), posts("W1", "E", "E"), answers("E"))
    assert known_of_west(store).fingerprint() == before
    serve(store, landed("units", f"{LISTED}\nW2|New|W"))
    assert known_of_west(store).fingerprint() != before


def test_rows_are_checked_against_own_units_only(store):
    seen = preview_alone([answers("W", "W1", "E")], store, known=known_of_west(store))
    [account] = seen.accounts
    assert (account.kept, account.set_aside) == (2, 1)
    assert [row.value for row in seen.rejected] == ["E"]


def test_a_list_that_comes_along_takes_the_place_of_what_is_known(store):
    files = [landed("units", "code|name\nW9|Ninth"), answers("W9", "W1")]
    seen = preview_alone(files, store, known=known_of_west(store))
    assert [row.value for row in seen.rejected] == ["W1"]


def test_what_stays_of_others_keeps_nothing_from_being_accepted_here(store):
    serve(store, answers("E", "E", "E", is_collected=True))
    files = [landed("units", "code|name\nW|West"), answers("W")]
    assert preview(files, store).refusals
    alone = preview_alone(files, store, known=known_of_west(store))
    assert (alone.refusals, alone.replaced, alone.is_unchanged) == ((), (), False)


def test_sound_rows_that_stay_do_not_carry_a_faulty_file(store):
    """Two of four rows are faulty, where one in five may be; of 44 rows eight might."""
    serve(store, answers(*["E"] * 40, is_collected=True))
    files = [answers("W", "W", "X", "X")]
    [alone] = preview_alone(files, store, known=known_of_west(store)).refusals
    assert preview(files, store).refusals == (alone,)
    with pytest.raises(TooManyRefused, match="2 of 4 rows"):
        serve(store, *files)


def test_collected_answers_are_judged_together_with_what_the_office_delivered(store):
    """A unit may be closed while citizens answer; one of 41 rows keeps nobody from counting."""
    serve(store, answers(*["E"] * 40))
    assert serve(store, answers("X", is_collected=True)).number == 3
