"""The letter with the link: to whom it goes, and where the link can be read afterwards."""

import pytest
from django.test import Client
from tests.integration.forgotten_password.steps import (
    LINK,
    MORNING,
    NIGHT,
    PASSWORD,
    deliver_all,
    forget,
    link_mailed,
    opened,
    set_new,
)
from tests.message_servers import mail_server

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.models import GovernmentIdentity, MailedLink
from dampak.audit.models import Change, Entry
from dampak.messaging.models import Message, State, Way
from dampak.organisations.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def shown_to(role: Role) -> str:
    """What somebody of this role over everything reads of the newest message."""
    account, _ = open_account("mira", password=PASSWORD, role=role, by="test", at=MORNING)
    browser = Client()
    browser.force_login(account)
    number = Message.objects.get(letter="signing-in.reset").pk
    answer = browser.get(f"/pesan/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_leaves_at_once_by_night_too_and_lies_in_no_inbox(sri, clock):
    clock.move_to(NIGHT)
    forget(now=NIGHT)
    message = Message.objects.get(letter="signing-in.reset")
    assert (message.way, message.due_at, message.user) == (Way.EMAIL, NIGHT, None)


def test_the_letter_speaks_the_language_of_the_page(sri):
    browser = Client()
    browser.cookies["django_language"] = "en"
    forget("sri", browser)
    assert Message.objects.get().subject() == "A new password for dampak"


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
