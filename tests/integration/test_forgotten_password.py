"""A forgotten password: the same words for everybody, one link, one hour, every session over."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.message_servers import mail_server

from dampak.accounts.managing.inviting import (
    CannotAccept,
    accept_invitation,
    invitation_behind,
    renew_link,
)
from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.forgotten import (
    MOST_FROM_AN_ADDRESS,
    answer_requests,
    reset_password,
)
from dampak.accounts.signing_in.mailed_links import MOST_AN_HOUR, CannotOpen
from dampak.accounts.signing_in.models import GovernmentIdentity, MailedLink, ResetRequest
from dampak.api.models import Token
from dampak.audit.models import Change, Entry
from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules
from dampak.messaging.delivering import carry, take
from dampak.messaging.models import Message, State, Way
from dampak.organisations.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PASSWORD, NEW = "loket prima 9", "empat kata yang aneh"
MORNING = datetime(2026, 3, 2, 3, tzinfo=UTC)  # a Monday, 10.00 in Jakarta
NIGHT = MORNING + timedelta(hours=12)
FORM = "/masuk/lupa/"
LINK = re.compile(r"/masuk/sandi-baru/[\w-]+/")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


@pytest.fixture
def sri(people) -> User:
    User.objects.filter(username="sri").update(email="sri@contoh.go.id")
    return User.objects.get(username="sri")


def forget(typed="sri", browser=None, now=MORNING):
    """Somebody asks, and the worker answers."""
    answer = (browser or Client()).post(FORM, {"typed": typed})
    answer_requests(at=now)
    return answer


def link_mailed() -> str:
    """The path of the newest link that was written."""
    newest = Message.objects.filter(letter="signing-in.reset").latest("pk")
    return LINK.search(newest.body())[0]


def opened(link: str) -> Client:
    browser = Client()
    answer = browser.get(link)
    assert answer.status_code == 302
    assert answer["Location"] == "/masuk/sandi-baru/"
    assert answer["Referrer-Policy"] == "no-referrer"
    return browser


def set_new(browser: Client, password=NEW):
    return browser.post("/masuk/sandi-baru/", {"password": password, "again": password})


def sign_in(password, browser=None):
    return (browser or Client()).post("/masuk/", {"username": "sri", "password": password})


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


def test_a_forgotten_password_is_set_anew_by_mail(sri):
    assert forget().status_code == 302
    browser = opened(link_mailed())
    assert "<strong>sri</strong>" in browser.get("/masuk/sandi-baru/").content.decode()
    answer = set_new(browser)
    assert answer["Location"] == "/masuk/?next=%2Fakun%2F"
    assert "_auth_user_id" not in browser.session
    assert sign_in(PASSWORD).status_code == 422
    assert sign_in(NEW).status_code == 302


@pytest.mark.parametrize("typed", ["SRI", " sri ", "Sri@Contoh.go.id"])
def test_the_name_or_the_address_will_do(sri, typed):
    forget(typed)
    assert MailedLink.objects.filter(user=sri).count() == 1


@pytest.mark.parametrize("typed", ["nobody", "nobody@contoh.go.id", "budi", "x" * 254])
def test_the_answer_is_the_same_for_whom_nothing_is_sent(sri, typed):
    known, other = Client(), Client()
    answers = [forget("sri", known), forget(typed, other)]
    assert answers[0]["Location"] == answers[1]["Location"] == "/masuk/lupa/terkirim/"
    pages = [each.get("/masuk/lupa/terkirim/").content for each in (known, other)]
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub(b"", pages[0]) == strip.sub(b"", pages[1])
    assert MailedLink.objects.count() == 1


def test_the_page_asks_the_ledger_the_same_whoever_is_meant(sri):
    """Whether there is such an account is found out later: no clock can tell it from outside."""
    asked = []
    for typed in ("sri", "nobody"):
        with CaptureQueriesContext(connection) as found:
            Client().post(FORM, {"typed": typed})
        asked.append([each["sql"].split("VALUES")[0].split("SET")[0] for each in found])
        assert not any("accounts_user" in each["sql"] for each in found)
    assert len(asked[0]) == len(asked[1])


def test_what_was_typed_is_encrypted_and_forgotten_once_it_was_answered(people):
    Client().post(FORM, {"typed": PASSWORD})
    request = ResetRequest.objects.get()
    assert PASSWORD not in request.typed_secret
    assert request.typed_secret
    answer_requests(at=MORNING)
    request.refresh_from_db()
    assert request.typed_secret == ""
    assert request.answered_at == MORNING


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


def test_a_weak_password_is_refused_and_the_link_still_opens(sri):
    forget()
    browser = opened(link_mailed())
    assert set_new(browser, "1234567890123").status_code == 422
    assert set_new(browser).status_code == 302


def test_one_place_asks_so_often_and_no_more(sri):
    for _ in range(MOST_FROM_AN_ADDRESS):
        assert Client().post(FORM, {"typed": "nobody"}).status_code == 302
    answer = Client().post(FORM, {"typed": "sri"})
    assert answer.status_code == 429
    assert "administrator kantor Anda" in answer.content.decode()
    assert Client(REMOTE_ADDR="10.9.9.9").post(FORM, {"typed": "sri"}).status_code == 302


def test_a_line_that_chooses_another_address_each_time_is_one_place(sri):
    for number in range(MOST_FROM_AN_ADDRESS + 1):
        browser = Client(REMOTE_ADDR=f"2001:db8:1:2::{number}")
        answer = browser.post(FORM, {"typed": "nobody"})
    assert answer.status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").post(FORM, {"typed": "x"}).status_code == 302


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


def test_one_account_gets_so_many_links_within_an_hour(sri):
    for number in range(MOST_AN_HOUR + 2):
        Client(REMOTE_ADDR=f"10.0.0.{number}").post(FORM, {"typed": "sri"})
        answer_requests(at=MORNING + timedelta(seconds=number))
    assert MailedLink.objects.filter(user=sri).count() == MOST_AN_HOUR
    said = Entry.objects.filter(deed="password.forgotten").latest("pk")
    assert said.details == {"outcome": "too many"}


def test_it_leaves_at_once_by_night_too_and_lies_in_no_inbox(sri, clock):
    clock.move_to(NIGHT)
    forget(now=NIGHT)
    message = Message.objects.get(letter="signing-in.reset")
    assert (message.way, message.due_at, message.user) == (Way.EMAIL, NIGHT, None)


def test_an_address_of_the_staff_records_gets_no_link(people):
    """Whoever keeps the records could otherwise have the letter of anybody sent to themselves."""
    person = Person.objects.create(name="Budi", nip_key=b"1" * 32, email="budi@contoh.go.id")
    User.objects.filter(username="budi").update(person=person)
    forget("budi")
    assert not Message.objects.filter(letter="signing-in.reset").exists()
    assert Entry.objects.get(deed="password.forgotten").details == {"outcome": "no address"}


def test_who_signs_in_by_the_government_hears_so_by_mail_alone(sri, settings):
    settings.OIDC_ISSUER = "https://sso.contoh.go.id"
    GovernmentIdentity.objects.create(
        user=sri, issuer=settings.OIDC_ISSUER, subject="1", linked_at=MORNING
    )
    sri.set_unusable_password()
    sri.save()
    forget(), forget()
    letters = [each for each in Message.objects.all() if each.address == sri.email]
    assert [each.letter for each in letters] == ["signing-in.government-sign-in"]
    assert not MailedLink.objects.exists()


def test_an_account_that_never_had_a_password_is_sent_to_its_administrator(sri):
    sri.set_unusable_password()
    sri.save()
    forget()
    assert Message.objects.get().letter == "signing-in.no-password"


def test_the_book_tells_all_of_it_without_a_token(sri):
    forget()
    token = link_mailed().rsplit("/", 2)[1]
    set_new(opened(link_mailed()))
    deeds = [*Entry.objects.order_by("pk").values_list("deed", flat=True)]
    assert deeds.count("password.forgotten") == deeds.count("password.reset") == 1
    told = [f"{each.subject} {each.details}" for each in Entry.objects.all()]
    told += [f"{each.before} {each.after}" for each in Change.objects.all()]
    assert Change.objects.filter(table="signing_in_mailedlink").exists()
    assert not any(token in each or "sri@contoh" in each.split("email")[0] for each in told)


def test_the_token_is_in_no_log_and_no_metric(sri, caplog):
    caplog.set_level("DEBUG")
    forget()
    token = link_mailed().rsplit("/", 2)[1]
    set_new(opened(link_mailed()))
    assert token not in caplog.text
    metrics = Client().get("/metrik").content.decode()
    assert "open-reset" in metrics
    assert token not in metrics


def shown_to(role: Role) -> str:
    """What somebody of this role over everything reads of the newest message."""
    account, _ = open_account("mira", password=PASSWORD, role=role, by="test", at=MORNING)
    browser = Client()
    browser.force_login(account)
    number = Message.objects.get(letter="signing-in.reset").pk
    answer = browser.get(f"/pesan/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def deliver_all() -> None:
    for number in Message.objects.due(at=MORNING).values_list("pk", flat=True):
        if parcel := take(number, at=MORNING):
            carry(parcel, at=MORNING)


def test_the_outbox_of_the_demo_shows_the_link_to_who_could_make_one(sri):
    forget()
    assert not LINK.search(shown_to(Role.ADMINISTRATOR))  # it has not come to the outbox yet
    deliver_all()
    assert LINK.search(shown_to(Role.ADMINISTRATOR))


@pytest.mark.parametrize("role", [Role.STEWARD, Role.TRAINING_MANAGER])
def test_it_shows_it_to_nobody_else(sri, role):
    forget()
    deliver_all()
    page = shown_to(role)
    assert "Sandi baru untuk dampak" in page
    assert not LINK.search(page)


def test_a_link_that_left_by_mail_is_kept_nowhere(sri, settings):
    with mail_server() as heard:
        settings.MAIL_SERVER = {"host": "127.0.0.1", "port": heard.port}
        settings.MAIL_FROM = "dampak@contoh.go.id"
        forget()
        token = link_mailed().rsplit("/", 2)[1]
        deliver_all()
    message = Message.objects.get(letter="signing-in.reset")
    assert message.state == State.SENT
    assert message.address == ""
    assert token not in str(message.context)


def test_a_link_that_could_not_leave_is_kept_nowhere_and_not_sent_again(sri, settings):
    forget()
    message = Message.objects.get(letter="signing-in.reset")
    settings.MAIL_SERVER, settings.MAIL_FROM = (
        {"host": "127.0.0.1", "port": 9, "timeout": 1},
        "d@contoh.go.id",
    )
    Message.objects.filter(pk=message.pk).update(attempts=9)
    deliver_all()
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert "link" not in message.context
    assert not message.can_be_sent_again()


def test_the_worker_answers_by_itself(sri):
    set_schedules(at=MORNING)
    Client().post(FORM, {"typed": "sri"})
    ask_for_due(at=MORNING + timedelta(minutes=1))
    run_ready(clock=lambda: MORNING + timedelta(minutes=1))
    assert Message.objects.filter(letter="signing-in.reset").count() == 1


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


def test_own_api_tokens_end_with_a_reset_and_those_of_systems_stay(sri, people):
    own, of_budi = token_of(sri), token_of(people["budi"], maker=sri)
    forget()
    set_new(opened(link_mailed()))
    own.refresh_from_db(), of_budi.refresh_from_db()
    assert (own.ended_at, own.ended_by, of_budi.ended_at) == (MORNING, "sri", None)
    said = Entry.objects.get(deed="token.ended")
    assert said.details == {"holder": "sri", "because": "password reset by mail"}


def test_two_at_once_set_one_password(sri):
    forget()
    token = link_mailed().rsplit("/", 2)[1]
    reset_password(token, password=NEW, at=MORNING)
    with pytest.raises(CannotOpen):
        reset_password(token, password="lima kata yang lain", at=MORNING)


def test_the_letter_speaks_the_language_of_the_page(sri):
    browser = Client()
    browser.cookies["django_language"] = "en"
    forget("sri", browser)
    assert Message.objects.get().subject() == "A new password for dampak"


def test_who_asks_twice_before_the_worker_looks_gets_a_link_that_opens(sri):
    for typed in ("sri", "sri@contoh.go.id"):
        Client().post(FORM, {"typed": typed})
    answer_requests(at=MORNING)
    assert set_new(opened(link_mailed())).status_code == 302
    assert sign_in(NEW).status_code == 302
