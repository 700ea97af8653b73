"""Tokens: who can make which, what they open, and what a wrong one hears."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate, now
from tests.integration.api_callers import API, Caller, caller_of, token_for, two_agencies
from tests.integration.conftest import AT

from dampak.accounts.access import Permission
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.models import Token
from dampak.api.secrets import LETTERS, new_secret
from dampak.api.services import CannotMakeToken, Wish, end_token, make_token
from dampak.audit.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def filled(**changed):
    day = localdate() + timedelta(days=30)
    return {"name": "SIMPEG", "scopes": ["see_units"], "ends_on": day.isoformat()} | changed


def make_on_page(browser, user, **changed):
    return browser.post("/token/baru/", filled(holder=str(user.pk), **changed))


def secret_in(page) -> str:
    return re.search(rf"dampak_[{LETTERS}]{{40}}", page.content.decode()).group()


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(browser_of, people):
    made = make_on_page(browser_of("budi"), people["budi"])
    secret = secret_in(made)
    assert made.status_code == 201
    assert "no-store" in made["Cache-Control"]
    assert Caller(secret=secret).get("/token").json()["holder"] == "budi"
    assert secret not in browser_of("budi").get("/token/").content.decode()
    token = Token.objects.get()
    assert secret not in str(token.__dict__)
    assert not Entry.objects.filter(details__icontains=secret[-10:]).exists()


def test_pressing_twice_makes_one_token(browser_of, people):
    budi = browser_of("budi")
    assert make_on_page(budi, people["budi"]).status_code == 201
    assert make_on_page(budi, people["budi"]).status_code == 422
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"scopes": ["read_audit_book"]},
        {"scopes": ["see_units", "manage_accounts"]},
        {"scopes": []},
        {"ends_on": "2020-01-01"},
        {"ends_on": "2090-01-01"},
        {"unit": "nowhere"},
        {"name": ""},
    ],
)
def test_nobody_makes_a_token_that_may_do_more_than_they_may(browser_of, people, changed):
    refused = make_on_page(browser_of("budi"), people["budi"], **changed)
    assert refused.status_code == 422
    assert not Token.objects.exists()


def test_nobody_but_who_manages_tokens_makes_one_in_anothers_name(browser_of, people):
    assert make_on_page(browser_of("sri"), people["admin"]).status_code == 422
    wish = Wish(name="x", scopes=[Permission.SEE_UNITS], ends_on=localdate())
    with pytest.raises(CannotMakeToken):
        make_token(wish, holder=people["admin"], by=people["sri"], at=now())


def test_a_system_gets_an_account_that_nobody_signs_in_with(browser_of, people):
    from dampak.accounts.models import Assignment, User

    admin = browser_of("admin")
    admin.post("/token/akun-sistem/", {"username": "simpeg"})
    system = User.objects.get(username="simpeg")
    assert not system.has_usable_password()
    assert make_on_page(admin, system).status_code == 422  # it has no role yet
    Assignment.objects.create(
        user=system, role=Role.OBSERVER, valid_from=AT.date(), given_at=AT, given_by="admin"
    )
    made = make_on_page(admin, system)
    assert Caller(secret=secret_in(made)).get("/units").status_code == 200
    assert browser_of("sri").post("/token/akun-sistem/", {"username": "y"}).status_code == 403


def test_a_token_loses_the_right_that_its_maker_loses(people):
    system, secret = token_for(people["sri"], Permission.IMPORT_DATA)
    caller = Caller(secret=secret)
    assert caller.get("/deliveries").status_code == 200
    people["sri"].assignments.update(ended_at=now(), ended_by="admin")
    refused = caller.get("/deliveries")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_granted")
    assert system.scopes == ["import_data"]


def test_who_may_sign_in_no_more_has_tokens_that_open_nothing(people):
    caller = caller_of(people["sri"])
    people["sri"].is_active = False
    people["sri"].save()
    assert caller.get("/token").status_code == 401


def test_forged_ended_expired_and_missing_tokens_hear_the_same(people):
    ended, secret_of_ended = token_for(people["sri"], name="a")
    end_token(ended, by=people["sri"], at=now())
    _expired, secret_of_expired = token_for(people["sri"], name="b")
    Token.objects.filter(name="b").update(ends_on=localdate() - timedelta(days=1))
    heard = set()
    for secret in ("", new_secret(), secret_of_ended, secret_of_expired, "x", "dampak_\u2603"):
        answer = Caller(secret=secret).get("/deliveries")
        assert answer["WWW-Authenticate"].startswith("Bearer")
        heard.add((answer.status_code, answer.content))
    assert len(heard) == 1
    assert next(iter(heard))[0] == 401


def test_the_last_day_itself_is_still_good(people):
    caller = caller_of(people["sri"])
    last = Token.objects.get().ends_on
    with time_machine.travel(f"{last}T12:00:00+07:00", tick=False):
        assert caller.get("/token").status_code == 200
    with time_machine.travel(f"{last + timedelta(days=1)}T12:00:00+07:00", tick=False):
        assert caller.get("/token").status_code == 401


def test_a_session_opens_nothing_and_a_token_in_the_address_neither(browser_of, people):
    assert browser_of("sri").get(f"{API}/deliveries").status_code == 401
    secret = token_for(people["sri"])[1]
    assert Caller().get(f"/deliveries?token={secret}").status_code == 401


def test_an_end_is_ones_own_to_make(browser_of, people):
    token, secret = token_for(people["sri"])
    assert browser_of("budi").post(f"/token/{token.pk}/akhiri/").status_code == 404
    assert browser_of("sri").post(f"/token/{token.pk}/akhiri/").status_code == 302
    assert Caller(secret=secret).get("/token").status_code == 401
    token.refresh_from_db()
    assert token.ended_by == "sri"


def test_the_last_day_of_use_is_remembered(people):
    caller = caller_of(people["sri"])
    assert Token.objects.get().last_used_on is None
    caller.get("/token")
    assert Token.objects.get().last_used_on == localdate()


def test_no_line_of_the_log_holds_a_secret(people, caplog, capsys):
    caplog.set_level("DEBUG")
    secret = token_for(people["sri"])[1]
    Caller(secret=secret).get("/deliveries?wrong=1")
    Caller(secret=secret + "b").get("/deliveries")
    told = caplog.text + "".join(capsys.readouterr())
    assert "request" in told
    assert secret[7:] not in told


def test_a_narrower_token_of_a_part_of_the_tree_is_narrower(people):
    west, east = two_agencies()
    caller = caller_of(people["sri"], Permission.SEE_UNITS, unit=west)
    assert [each["code"] for each in caller.get("/units").json()["items"]] == ["BARAT"]
    assert caller.get("/units/TIMUR").status_code == 404
    caller_of_all = caller_of(people["sri"], Permission.SEE_UNITS, name="all")
    assert len(caller_of_all.get("/units").json()["items"]) == 2
    assert east.code == "TIMUR"


def test_a_token_cannot_reach_beyond_its_maker(people):
    west, east = two_agencies()
    dewi, _new = open_account(
        "dewi", password="loket prima 9", role=Role.HEAD, by="test", at=AT, unit=west
    )
    wish = Wish(name="x", scopes=[Permission.SEE_PEOPLE], ends_on=localdate(), unit=east)
    with pytest.raises(CannotMakeToken):
        make_token(wish, holder=dewi, by=dewi, at=now())
