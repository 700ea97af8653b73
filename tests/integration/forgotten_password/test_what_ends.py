"""After a new password: what ends with it, what stays, and what the person is told to look at."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
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

from dampak.accounts.managing.inviting import (
    CannotAccept,
    accept_invitation,
    invitation_behind,
    renew_link,
)
from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.api.models import Token
from dampak.audit.models import Entry
from dampak.messaging.models import Message

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def words_of(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def token_of(holder: User, maker: User | None = None) -> Token:
    return Token.objects.create(
        name="aplikasi",
        secret_hash=f"hash of {holder.username}",
        holder=holder,
        made_by=maker or holder,
        scopes=[],
        made_at=MORNING,
        ends_on=MORNING.date(),
    )


def test_every_session_ends(sri):
    elsewhere = Client()
    sign_in(PASSWORD, elsewhere)
    assert elsewhere.get("/akun/").status_code == 200
    forget()
    set_new(opened(link_mailed()))
    assert elsewhere.get("/akun/").status_code == 302


def test_the_second_step_is_still_asked_for(sri):
    TOTP.activate(sri, generate_totp_secret())
    forget()
    set_new(opened(link_mailed()))
    answer = sign_in(NEW)
    assert answer["Location"].startswith("/masuk/faktor-kedua/")


def test_a_link_of_the_administrator_opens_nothing_after_the_new_password(sri):
    root, _ = open_account(
        "root", password=PASSWORD, role=Role.ADMINISTRATOR, by="test", at=MORNING
    )
    handed = renew_link(sri, by=root, at=MORNING)
    assert invitation_behind(handed, at=MORNING).user == sri
    forget()
    set_new(opened(link_mailed()))
    with pytest.raises(CannotAccept):
        accept_invitation(handed, password="kata lain yang aneh", at=MORNING)


def test_own_api_tokens_end_with_a_reset_and_those_of_systems_stay(sri, people):
    own, of_budi = token_of(sri), token_of(people["budi"], maker=sri)
    forget()
    set_new(opened(link_mailed()))
    own.refresh_from_db(), of_budi.refresh_from_db()
    assert (own.ended_at, own.ended_by, of_budi.ended_at) == (MORNING, "sri", None)
    said = Entry.objects.get(deed="token.ended")
    assert said.details == {"holder": "sri", "because": "password reset by mail"}


def test_after_a_reset_the_person_is_led_to_what_else_opens_the_account(sri):
    forget()
    browser = opened(link_mailed())
    answer = set_new(browser)
    door = browser.get(answer["Location"])
    assert "orang lain mungkin telah menambahkan aplikasi atau kunci sandi" in words_of(door)
    fields = {"username": "sri", "password": NEW, "next": door.context["next"]}
    assert browser.post("/masuk/", fields)["Location"] == "/akun/"
    account = words_of(browser.get("/akun/"))
    assert "Periksa sekali apa lagi yang membuka akun ini" in account
    assert 'href="/token/"' in account.partition("Periksa sekali")[2].partition("</div>")[0]
    assert "Periksa sekali" not in words_of(browser.get("/akun/"))  # said once


def test_the_letter_after_a_reset_says_where_to_look(sri):
    forget()
    set_new(opened(link_mailed()))
    letter = Message.objects.filter(letter="signing-in.password-reset").first()
    assert "Cabut setiap aplikasi dan kunci sandi yang tidak Anda kenal" in letter.body()
    assert "/akun/" in letter.body()
