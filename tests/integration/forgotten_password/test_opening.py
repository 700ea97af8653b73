"""Opening the link: once, within an hour, and only as long as the account is as it was."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.integration.forgotten_password.steps import (
    MORNING,
    NEW,
    PASSWORD,
    forget,
    link_mailed,
    opened,
    set_new,
    sign_in,
)

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.forgotten import reset_password
from dampak.accounts.signing_in.mailed_links import CannotOpen
from dampak.accounts.signing_in.models import MailedLink

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_a_forgotten_password_is_set_anew_by_mail(sri):
    assert forget().status_code == 302
    browser = opened(link_mailed())
    assert "<strong>sri</strong>" in browser.get("/masuk/sandi-baru/").content.decode()
    answer = set_new(browser)
    assert answer["Location"] == "/masuk/?next=%2Fakun%2F"
    assert "_auth_user_id" not in browser.session
    assert sign_in(PASSWORD).status_code == 422
    assert sign_in(NEW).status_code == 302


def test_the_link_opens_once(sri):
    forget()
    link = link_mailed()
    first, second = opened(link), opened(link)
    assert set_new(first).status_code == 302
    answer = set_new(second, "lima kata yang lain")
    assert answer.status_code == 410
    assert "Tautan ini tidak berlaku" in answer.content.decode()
    assert sign_in(NEW).status_code == 302


def test_the_link_runs_out_after_an_hour(sri, clock):
    forget()
    browser = opened(link_mailed())
    clock.shift(timedelta(minutes=59, seconds=59))
    assert browser.get("/masuk/sandi-baru/").status_code == 200
    clock.shift(timedelta(seconds=1))
    assert browser.get("/masuk/sandi-baru/").status_code == 410
    assert set_new(browser).status_code == 410
    assert sign_in(PASSWORD).status_code == 302


def test_a_second_request_ends_the_first_link(sri, clock):
    forget()
    first = link_mailed()
    clock.shift(timedelta(minutes=1))
    forget(now=MORNING + timedelta(minutes=1))
    assert first != link_mailed()
    assert opened(first).get("/masuk/sandi-baru/").status_code == 410
    assert opened(link_mailed()).get("/masuk/sandi-baru/").status_code == 200


def test_a_password_changed_by_whatever_road_ends_the_link(sri):
    forget()
    open_account("sri", password="kata dari server", role=Role.HEAD, by="server", at=MORNING)
    assert opened(link_mailed()).get("/masuk/sandi-baru/").status_code == 410


def test_another_address_ends_the_link(sri):
    forget()
    User.objects.filter(pk=sri.pk).update(email="lain@contoh.go.id")
    assert opened(link_mailed()).get("/masuk/sandi-baru/").status_code == 410


def test_a_closed_account_gets_no_link_and_opens_by_none(sri):
    forget()
    link = link_mailed()
    User.objects.filter(pk=sri.pk).update(is_active=False)
    assert opened(link).get("/masuk/sandi-baru/").status_code == 410
    forget()
    assert MailedLink.objects.count() == 1


def test_a_forged_token_opens_nothing(sri):
    forget()
    for token in ("x", "a" * 43, "é" * 5):
        browser = Client()
        assert browser.get(f"/masuk/sandi-baru/{token}/").status_code == 302
        assert browser.get("/masuk/sandi-baru/").status_code == 410
    assert Client().get("/masuk/sandi-baru/").status_code == 410


def test_a_weak_password_is_refused_and_the_link_still_opens(sri):
    forget()
    browser = opened(link_mailed())
    assert set_new(browser, "1234567890123").status_code == 422
    assert set_new(browser).status_code == 302


def test_two_at_once_set_one_password(sri):
    forget()
    token = link_mailed().rsplit("/", 2)[1]
    reset_password(token, password=NEW, at=MORNING)
    with pytest.raises(CannotOpen):
        reset_password(token, password="lima kata yang lain", at=MORNING)
