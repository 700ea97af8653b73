"""A token over some units reads the jobs about these units, whatever else its holder may read."""

from types import SimpleNamespace

import pytest
from django.utils.timezone import now
from tests.integration.api_callers import caller_of, two_agencies
from tests.integration.conftest import AT, upload

from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.models import Token
from dampak.intake.tasks import take_in
from dampak.jobs.models import Attempt, Job
from dampak.jobs.running import run_ready
from dampak.jobs.services import enqueue
from dampak.language.saying import in_both

pytestmark = [pytest.mark.database, pytest.mark.django_db]
COUNTED = "216 rows of the table service_requests"
PART = "unit_code,unit_name,parent_code\nLOKET,Loket Barat,BARAT\n"
WHOLE = "unit_code,unit_name\nBARAT,Dinas Barat\nTIMUR,Dinas Timur\n"


@pytest.fixture
def nation(db):
    """Sri administers everything; one of her tokens is for the west, one is not narrowed."""
    west, east = two_agencies()
    sri = opened("sri")
    return SimpleNamespace(
        west=west,
        east=east,
        sri=sri,
        of_west=caller_of(sri, name="SIMPEG Barat", unit=west),
        of_all=caller_of(sri, name="SIMPEG"),
    )


def opened(name, unit=None):
    return open_account(
        name, password="loket prima 9", role=Role.ADMINISTRATOR, by="t", at=AT, unit=unit
    )[0]


def asked(key, *, by, unit=None):
    """A job that has come half-way, with a word that counts."""
    path = unit.path if unit else ""
    job = enqueue(take_in, key=key, by=by, at=AT, unit_path=path, delivery=4711)
    Attempt.objects.create(job=job, worker="w", started_at=AT, leased_until=AT, done=216, of=432)
    Job.objects.filter(pk=job.pk).update(told=in_both(COUNTED), result={"rows": 216})
    return job.pk


def listed(caller, query=""):
    return {each["number"] for each in caller.get(f"/jobs?limit=200{query}").json()["items"]}


def lists_of(caller, text):
    to = "/staff-lists?listed_on=2026-01-05"
    return caller.hand_in([upload("units.csv", text)], to=to).json()["number"]


def test_words_of_jobs_that_its_holder_asked_for_over_everything_are_not_told(nation):
    number = asked("accept-delivery:1:0", by="sri")
    assert nation.of_all.get(f"/jobs/{number}").json()["told"]["en"] == COUNTED
    assert number in listed(nation.of_all)
    assert nation.of_west.get(f"/jobs/{number}").status_code == 404
    assert listed(nation.of_west) == listed(nation.of_west, "&state=waiting") == set()


def test_jobs_about_its_units_are_told_in_full_whoever_asked_for_them(nation):
    here, there = asked("a", by="agus", unit=nation.west), asked("b", by="sri", unit=nation.east)
    told = nation.of_west.get(f"/jobs/{here}").json()
    assert (told["told"]["en"], told["done"], told["result"]) == (COUNTED, 216, {"rows": 216})
    assert nation.of_west.get(f"/jobs/{there}").status_code == 404
    assert listed(nation.of_west) == {here}
    assert listed(nation.of_all) == {here, there}


def test_what_a_token_asked_for_within_its_units_it_can_follow_to_the_end(nation):
    number = lists_of(nation.of_west, PART)
    run_ready(clock=now)
    taken = nation.of_west.post(f"/staff-lists/{number}/accept")
    assert taken.status_code == 202
    run_ready(clock=now)
    job = nation.of_west.get(f"/jobs/{taken.json()['number']}").json()
    assert (job["task"], job["state"]) == ("staff.take", "done")
    assert nation.of_west.get(f"/staff-lists/{number}").json()["state"] == "accepted"
    assert len(listed(nation.of_west, "&state=done")) == 2


def test_lists_of_the_whole_country_by_the_same_holder_are_not_among_them(nation):
    number = lists_of(nation.of_all, WHOLE)
    (job,) = Job.objects.values_list("pk", flat=True)
    assert nation.of_west.get(f"/staff-lists/{number}").status_code == 404
    assert nation.of_west.get(f"/jobs/{job}").status_code == 404
    assert listed(nation.of_west) == set()
    assert listed(nation.of_all) == {job}


def test_lists_of_others_are_not_followed_even_within_its_units(nation):
    """Their jobs name no unit, and were never this holder's."""
    agus = caller_of(opened("agus", nation.west))
    lists_of(agus, PART)
    assert len(listed(agus)) == 1
    assert listed(nation.of_west) == set()


def test_a_right_that_its_maker_has_over_a_part_only_narrows_it_as_well(nation):
    number = asked("accept-delivery:1:0", by="sri")
    Token.objects.filter(name="SIMPEG").update(made_by=opened("agus", nation.west))
    assert nation.of_all.get(f"/jobs/{number}").status_code == 404
    assert listed(nation.of_all) == set()


def test_the_document_says_which_jobs_a_token_over_some_units_reads(nation):
    document = nation.of_all.client.get("/api/schema.json").json()
    told = document["paths"]["/api/v1/jobs"]["get"]["description"]
    assert "A token over some units reads those about these units" in told
