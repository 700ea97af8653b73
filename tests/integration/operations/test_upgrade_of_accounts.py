"""Ledgers of before: what they come to by themselves, and what people have to put right first."""

import pytest
from tests.integration.operations.conftest import Site

pytestmark = [pytest.mark.database, pytest.mark.slow]
TWO_OF_ONE = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "organisations"]
state = executor.migrate([("accounts", "0006_keep_restrictions_of_accounts"), *leaves])
person = state.apps.get_model("organisations", "Person").objects.create()
users = state.apps.get_model("accounts", "User").objects
for name in ("satu", "dua"):
    users.create(username=name, person=person)
users.create(username="tutup", person=person, is_active=False)
users.create(username="lain")
print(*users.filter(username__in=["satu", "dua"]).order_by("pk").values_list("pk", flat=True))
"""
CLOSE_ONE = """
import django; django.setup()
from dampak.accounts.models import User
User.objects.filter(username="dua").update(is_active=False)
"""
RESTRICTED = """
import django; django.setup()
from datetime import UTC, date, datetime
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "organisations"]
state = executor.migrate([("accounts", "0007_give_a_record_one_open_account"), *leaves])
person = state.apps.get_model("organisations", "Person").objects.create()
users = state.apps.get_model("accounts", "User").objects
tied, loose = users.create(username="satu", person=person), users.create(username="dua")
restrictions = state.apps.get_model("accounts", "AccountRestriction").objects
at = datetime(2026, 3, 2, 3, tzinfo=UTC)
told = {"kind": "objection", "since": at, "until": date(2099, 12, 31), "set_by": "ratna"}
lifted = {"lifted_at": at, "lifted_by": "ratna", "lifted_because": "x"}
for user, more in ((tied, {}), (tied, lifted), (loose, {})):
    restrictions.create(user=user, **told, **more)
"""
OF_RECORDS = """
import django; django.setup()
from dampak.accounts.models import AccountRestriction
from dampak.organisations.models import Restriction
(made,) = Restriction.objects.all()
assert made.person.accounts.get().username == "satu"
assert (made.kind, str(made.until), made.set_by) == ("objection", "2099-12-31", "ratna")
assert AccountRestriction.objects.get(on_record=made).lifted_at is None
"""
NEW = ("account", "baru", "--role", "observer", "--password", "loket prima 9")


def test_two_open_accounts_of_a_record_are_named_by_number_and_the_ledger_stays(tmp_path, address):
    old = Site(tmp_path / "old", address)
    old.home.mkdir()
    numbers = old.ran(TWO_OF_ONE).strip().replace(" ", ", ")
    told = old.dampak(*NEW, code=3)
    assert f"numbers of the accounts: {numbers})" in " ".join(told.split())
    assert "Traceback" not in told
    old.ran(CLOSE_ONE)
    old.dampak(*NEW)


def test_what_was_restricted_of_a_tied_account_holds_for_its_record_once_upgraded(
    tmp_path, address
):
    old = Site(tmp_path / "old", address)
    old.home.mkdir()
    old.ran(RESTRICTED)
    old.dampak(*NEW)
    old.ran(OF_RECORDS)
