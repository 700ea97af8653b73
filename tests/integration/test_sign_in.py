"""The door."""

import pytest
from click.testing import CliRunner

from dampak.accounts.models import User
from dampak.cli.account import account

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def try_door(browser, password, username="sri"):
    return browser.post("/masuk/", {"username": username, "password": password})


def test_name_and_password_open_the_page_that_was_asked_for(browser_of):
    response = browser_of("clara").post(
        "/masuk/", {"username": "sri", "password": "loket prima 9", "next": "/kajian/"}
    )
    assert response["Location"] == "/kajian/"


def test_a_wrong_password_is_refused_without_telling_whether_the_name_exists(browser_of):
    clara = browser_of("clara")
    known, unknown = try_door(clara, "wrong"), try_door(clara, "wrong", username="nobody")
    assert known.status_code == unknown.status_code == 422
    refusal = "Nama pengguna dan sandi ini tidak cocok"
    assert refusal in known.content.decode()
    assert refusal in unknown.content.decode()


def test_after_ten_failures_the_name_rests_even_for_the_right_password(browser_of):
    clara = browser_of("clara")
    for _ in range(10):
        try_door(clara, "wrong")
    refused = try_door(clara, "loket prima 9")
    assert refused.status_code == 429
    assert 'value="sri"' in refused.content.decode()  # which name rests
    assert try_door(clara, "loket prima 9", username="budi").status_code == 302


def test_the_door_leads_to_no_other_site(browser_of):
    response = browser_of("clara").post(
        "/masuk/", {"username": "sri", "password": "loket prima 9", "next": "https://example.org/"}
    )
    assert response["Location"] == "/"


def test_the_password_is_kept_by_argon2(settings):
    from dampak.accounts.hashers import TunedArgon2

    kept = TunedArgon2().encode("loket prima 9", "some salt of ours")
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_an_account_is_opened_and_renewed_from_the_terminal(browser_of):
    for password, told in (("kunci gudang 1", "may now sign in"), ("kunci gudang 2", "has a new")):
        result = CliRunner().invoke(
            account,
            ["clara", "--role", "head", "--password", password],
            env={"DAMPAK_LANGUAGE": "en"},
        )
        assert result.exit_code == 0, result.output
        assert told in result.output
    clara = browser_of("clara")
    assert try_door(clara, "kunci gudang 1", username="clara").status_code == 422
    assert try_door(clara, "kunci gudang 2", username="clara").status_code == 302


def test_a_weak_password_is_refused_in_words(people):
    result = CliRunner().invoke(account, ["clara", "--password", "12345"])
    assert result.exit_code == 3
    assert not User.objects.filter(username="clara").exists()
