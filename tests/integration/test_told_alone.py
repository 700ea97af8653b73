"""What an agency is told of its delivery is the same to the byte, whatever others have."""

import re
import shutil

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import bad_files
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT, office, upload
from tests.integration.test_surveys import answer

from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.intake import previewing
from dampak.intake.models import Delivery
from dampak.intake.previewing import preview_for
from dampak.intake.services import CannotAccept, accept_delivery, receive_delivery
from dampak.intake.tasks import ask_to_accept, last_asked
from dampak.jobs.running import run_ready
from dampak.listening.collecting import collect_responses
from dampak.listening.models import Response
from dampak.organisations.models import Unit
from dampak.organisations.services import NewUnit, open_unit
from dampak.warehouse.store import preview

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ANSWERS = "response_id,unit_code,service,answered_on,persyaratan\n"
WEST = "BARAT,Dinas Barat,,2020-01-01"
BELOW = "BARAT-1,Loket Barat,BARAT,2020-01-01"
OF_OTHERS = tuple(f"K{number},Kecamatan {number},,2020-01-01" for number in range(1, 7))
NIP = "198501012010011901"
# Whatever changes at every showing of a page, whoever has what.
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


@pytest.fixture
def ani(served):
    west = open_unit(NewUnit(code="BARAT", name="Dinas Barat", parent=None), by="t", at=now())
    return open_account(
        "ani", password="loket prima 9", role=Role.TRAINING_MANAGER, by="t", at=AT, unit=west
    )[0]


@pytest.fixture
def page(ani):
    client = Client()
    client.force_login(ani)
    return client


def units_csv(*lines):
    return bad_files.UNITS + "\n".join(lines) + "\n"


def skm(*, good=0, bad=0, elsewhere=0):
    rows = [f"g{number},BARAT,KTP,2024-01-05,3" for number in range(good)]
    rows += [f"b{number},K9,KTP,2024-01-05,3" for number in range(bad)]
    rows += [f"e{number},K1,KTP,2024-01-05,3" for number in range(elsewhere)]
    return ANSWERS + "\n".join(rows) + "\n"


HER_ANSWERS = st.builds(
    skm, good=st.integers(1, 30), bad=st.integers(0, 8), elsewhere=st.integers(0, 3)
)
HER_UNITS = st.sets(st.sampled_from(OF_OTHERS)).map(lambda some: units_csv(WEST, *sorted(some)))


def handed_in(*files):
    west = Unit.objects.filter(code="BARAT")
    return receive_delivery([upload(*each) for each in files], by="ani", at=AT, units=west)


def all_told(caller, page, delivery):
    """Every word, file and status that she can get of it, worked out anew."""
    shutil.rmtree(delivery.folder().with_name(f"{delivery.pk}-preview"), ignore_errors=True)
    own = f"/deliveries/{delivery.pk}"
    asked = [
        page.get(delivery.get_absolute_url()),
        page.get(reverse("intake:deliveries")),
        page.get(reverse("intake:rejected", args=[delivery.pk])),
        page.get(reverse("home")),
        *(caller.get(f"{own}{part}") for part in ("", "/preview", "/receipt")),
        caller.get(f"{own}/refused-rows?limit=1"),
        caller.get("/jobs"),
    ]
    assert [each.status_code for each in asked] == [200] * len(asked)
    return [TOKENS.sub(b"", each.getvalue()) for each in asked]


def citizens_answer(survey, number):
    known = Response.objects.count()
    for fresh in range(known, known + number):
        answer(survey, f"{fresh:05}")
    collect_responses(by="sri", at=AT)


@settings(max_examples=8)
@given(content=HER_ANSWERS, listed=st.none() | HER_UNITS, answers=st.integers(1, 12))
def test_no_answer_of_a_citizen_elsewhere_changes_a_byte(
    survey, ani, page, content, listed, answers
):
    """However many rows she hands in, and whichever units of others her list names or omits."""
    files = [("skm.csv", content)] + ([] if listed is None else [("units.csv", listed)])
    delivery, caller = handed_in(*files), caller_of(ani, name=f"S{Delivery.objects.count()}")
    before = all_told(caller, page, delivery)
    citizens_answer(survey, answers)
    assert all_told(caller, page, delivery) == before


def refused_until(ask):
    """The least number of sound rows with which nothing is said against the answers."""
    low, high = 1, 200
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if ask(middle) else (low, middle)
    return low


def counted_by_asking(tell):
    """How many citizens answered K1, if what is told of a list without K1 gives it away.

    Where n answers lose their unit, at most a fifth of all rows may: 4 n sound ones let them pass.
    """

    def ask(good):
        told = tell(handed_in(("units.csv", units_csv(WEST)), ("skm.csv", skm(good=good))))
        return any("satisfaction" in fault["en"] for fault in told["faults"])

    return refused_until(ask) // 4


@pytest.mark.parametrize("answers", [2, 7])
def test_asking_again_and_again_counts_nobody(survey, ani, answers):
    caller = caller_of(ani)
    citizens_answer(survey, answers)
    assert counted_by_asking(lambda each: preview_for(each, everything=True)) == answers
    told = counted_by_asking(lambda each: caller.get(f"/deliveries/{each.pk}/preview").json())
    assert told == 0


def weak(landed, store, *, known):
    assert known
    return preview(landed, store)


def test_the_same_asking_finds_a_planted_preview_that_looks_at_what_stays(survey, ani, monkeypatch):
    monkeypatch.setattr(previewing, "preview_alone", weak)
    citizens_answer(survey, 5)
    caller = caller_of(ani)
    assert counted_by_asking(lambda each: caller.get(f"/deliveries/{each.pk}/preview").json()) == 5


def test_trying_to_accept_in_vain_changes_nothing_of_what_she_is_told(survey, ani, page):
    citizens_answer(survey, 5)
    delivery = handed_in(("units.csv", units_csv(WEST)), ("skm.csv", skm(good=3)))
    before = all_told(caller := caller_of(ani), page, delivery)
    ask_to_accept(delivery, by="sri", at=AT)
    assert all_told(caller, page, delivery) == before
    run_ready(clock=now)
    assert last_asked(delivery).state == "failed"
    assert all_told(caller, page, delivery) == before


def test_who_works_elsewhere_is_not_found_by_naming_them(served, ani, page):
    """A training that names only a person is given the unit of that person's post."""
    trained = (
        f"kode_unit,nip,nama_program,angkatan,tanggal_mulai\n,{NIP},Loket Prima,1,2024-02-01\n"
    )
    delivery = handed_in(("training.csv", trained))
    before = all_told(caller := caller_of(ani), page, delivery)
    posted = f"nip,kode_unit,jabatan,berlaku_sejak\n{NIP},K2,Analis,2020-01-01\n"
    everybody = receive_delivery([*office(), upload("people.csv", posted)], by="sri", at=AT)
    accept_delivery(everybody, by="sri", at=AT)
    assert all_told(caller, page, delivery) == before


def test_a_guess_at_the_file_of_others_is_not_told_to_be_right(served, ani):
    delivery = handed_in(("requests.csv", bad_files.requests()))
    told = caller_of(ani).get(f"/deliveries/{delivery.pk}/receipt").json()
    assert [each["is_served"] for each in told["tables"]] == [False]


def test_her_own_units_and_those_below_them_are_known_from_what_is_served(served, ani):
    listed = bad_files.units(WEST, BELOW)
    accept_delivery(receive_delivery(office(units__csv=listed), by="sri", at=AT), by="sri", at=AT)
    rows = skm(good=8) + "x,BARAT-1,KTP,2024-01-05,3\ny,K9,KTP,2024-01-05,3\n"
    told = preview_for(handed_in(("skm.csv", rows)), everything=False)
    assert told["can_be_accepted"]
    # eight answers about BARAT, one about the counter below it; one about a unit nobody knows
    assert (told["rows_kept"], told["rows_set_aside"]) == (9, 1)


def test_she_learns_everything_about_faults_of_her_own_rows(served, ani):
    delivery = handed_in(("units.csv", units_csv(WEST)), ("skm.csv", skm(good=2, bad=2)))
    told = preview_for(delivery, everything=False)
    assert not told["can_be_accepted"]
    [fault] = told["faults"]
    assert fault["en"].startswith("2 of 4 rows of the table satisfaction were refused")
    [reason] = next(each for each in told["files"] if each["file"] == "skm.csv")["reasons"]
    assert [each["row"] for each in reason["examples"]] == [4, 5]


def test_whose_unit_the_served_list_does_not_hold_is_told_whom_to_ask(served, ani):
    """Not to hand over a list of her own: accepted, it would take the place of everybody's."""
    told = preview_for(handed_in(("skm.csv", skm(good=2))), everything=False)
    [fault] = told["faults"]
    assert "holds none of yours (BARAT)" in fault["en"]
    assert "Ask whoever imports for all units" in fault["en"]


def test_a_new_code_of_her_unit_is_looked_for_at_once(served, ani):
    listed = receive_delivery([upload("units.csv", bad_files.units(WEST))], by="t", at=AT)
    accept_delivery(listed, by="t", at=AT)
    assert preview_for(handed_in(("skm.csv", skm(good=2))), everything=False)["can_be_accepted"]
    delivery = handed_in(("skm.csv", skm(good=2)))
    Unit.objects.filter(code="BARAT").update(code="BARAT2")
    [fault] = preview_for(delivery, everything=False)["faults"]
    assert "(BARAT2)" in fault["en"]


def test_what_she_is_told_against_her_rows_holds_though_many_sound_rows_stay(survey, ani):
    """Two of her four rows are faulty; with a hundred answers beside them it would be 2 of 104."""
    citizens_answer(survey, 100)
    listed = ("units.csv", bad_files.units(WEST))
    delivery = handed_in(listed, ("skm.csv", skm(good=2, bad=2)))
    assert not preview_for(delivery, everything=True)["can_be_accepted"]
    with pytest.raises(CannotAccept, match="rows of the table"):
        accept_delivery(delivery, by="sri", at=AT)


TRAINED = "kode_unit,nip,nama_program,angkatan,tanggal_mulai\n"
OWN_TRAINED = "".join(f"BARAT,P{n},Loket Prima,1,2024-02-{n:02}\n" for n in range(1, 25))


def posted_elsewhere():
    """Somebody works in K2, which is not hers; her own unit is in the list that is served."""
    posted = f"nip,kode_unit,jabatan,berlaku_sejak\n{NIP},K2,Analis,2010-01-01\n"
    everybody = [*office(units__csv=bad_files.units(WEST)), upload("people.csv", posted)]
    accept_delivery(receive_delivery(everybody, by="sri", at=AT), by="sri", at=AT)


def receipt_of(caller, delivery):
    own = f"/deliveries/{delivery.pk}"
    told = caller.get(f"{own}/receipt").json()
    counts = ("rows_in", "rows_kept", "rows_set_aside", "tables")
    return [told[name] for name in counts], caller.get(f"{own}/refused-rows").json()["items"]


@pytest.mark.parametrize("day", ["2015-02-01", "2024-02-01"])
@pytest.mark.parametrize("is_lost", [False, True])
def test_what_became_of_it_tells_no_more_of_who_works_elsewhere(served, ani, page, day, is_lost):
    """One day is before K2 existed, which refuses the row; on the other the post lets it pass."""
    posted_elsewhere()
    rows = TRAINED + f",{NIP},Loket Prima,1,{day}\n" + OWN_TRAINED
    delivery, caller = handed_in(("training.csv", rows)), caller_of(ani)
    before, refused = receipt_of(caller, delivery)
    accept_delivery(delivery, by="sri", at=AT)
    if is_lost:
        shutil.rmtree(delivery.folder().with_name(f"{delivery.pk}-receipt"))
    served_now = [[each | {"is_served": True} for each in before[-1]]]
    assert receipt_of(caller, delivery) == ([*before[:-1], *served_now], refused)
    told = all_told(caller, page, delivery)
    assert not any(b"K2" in each for each in told)
    # one of the 25 rows cannot be checked by itself; she is told nothing of what was taken of it
    assert "24 baris ini baik dengan sendirinya dan 1 tidak" in told[0].decode()


def test_who_imports_for_all_reads_what_was_really_taken(served, ani, people):
    posted_elsewhere()
    rows = TRAINED + f",{NIP},Loket Prima,1,2015-02-01\n" + OWN_TRAINED
    delivery = handed_in(("training.csv", rows))
    accept_delivery(delivery, by="sri", at=AT)
    _counts, refused = receipt_of(caller_of(people["sri"]), delivery)
    assert "unit K2" in refused[0]["reason"]["en"]


def test_a_receipt_that_nobody_kept_for_some_units_is_not_that_of_all(served, ani):
    """Of a delivery that was accepted before there were two, and whose snapshot is gone."""
    posted_elsewhere()
    delivery = accept_delivery(handed_in(("training.csv", TRAINED + OWN_TRAINED)), by="s", at=AT)
    shutil.rmtree(delivery.folder().with_name(f"{delivery.pk}-receipt") / "alone")
    Delivery.objects.filter(pk=delivery.pk).update(snapshot_number=70)
    told = caller_of(ani).get(f"/deliveries/{delivery.pk}/receipt").json()
    assert (told["state"], told["rows_in"], told["tables"]) == ("accepted", None, [])
    refused = caller_of(ani, name="Lain").get(f"/deliveries/{delivery.pk}/refused-rows")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_kept")
