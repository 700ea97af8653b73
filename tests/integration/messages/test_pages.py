"""The inbox and the list of messages: whose they are, and who sees them."""

import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import written

from dampak.accounts.models import Assignment, Role, User
from dampak.messaging.models import Message, Wish
from dampak.messaging.notices import TRIAL
from dampak.messaging.selectors import n_unread
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_sri_opens_her_inbox_and_nobody_elses(browser_of, people, news):
    sri = browser_of("sri")
    written(people["sri"], news())
    written(people["hasan"], news(), "two")
    mine, other = (Message.objects.get(user=people[name]) for name in ("sri", "hasan"))
    assert "1<span" in sri.get("/kotak-masuk/").content.decode()  # the count in the layout
    assert sri.get(f"/kotak-masuk/{mine.pk}/").status_code == 200
    assert sri.get(f"/kotak-masuk/{other.pk}/").status_code == 404
    assert n_unread(people["sri"]) == 0
    assert n_unread(people["hasan"]) == 1


def test_messages_are_seen_by_those_of_the_units_alone(browser_of, people, person, news):
    other = Unit.objects.create(code="Z9", path="0009", name="Lain")
    written(person, news())
    message = Message.objects.get()
    Assignment.objects.filter(user=people["sri"]).delete()
    given = {"valid_from": AT.date(), "given_by": "test", "given_at": AT}
    given["role"] = Role.TRAINING_MANAGER
    here = Assignment.objects.create(user=people["sri"], unit=other, **given)
    sri = browser_of("sri")
    assert "Budi" not in sri.get("/pesan/").content.decode()
    assert sri.get(f"/pesan/{message.pk}/").status_code == 404
    assert sri.post(f"/pesan/{message.pk}/ulang/").status_code == 404
    here.unit = Unit.objects.get(code="P1")
    here.save()
    assert "Budi" in sri.get("/pesan/").content.decode()
    assert sri.get(f"/pesan/{message.pk}/").status_code == 200


def test_an_administrator_writes_to_herself_and_declines_and_takes_it_back(browser_of, people):
    admin = browser_of("admin")
    User.objects.filter(username="admin").update(email="admin@dinas.example")
    assert admin.post("/pesan/coba/").status_code == 302
    assert {each.letter for each in Message.objects.all()} == {TRIAL.name}
    assert Message.objects.count() == 2
    admin.post("/kotak-masuk/pilihan/", {"keluar": "tidak"})
    assert Wish.objects.get().recipient == f"user:{people['admin'].pk}"
    admin.post("/kotak-masuk/pilihan/", {"keluar": "ya"})
    assert not Wish.objects.exists()
