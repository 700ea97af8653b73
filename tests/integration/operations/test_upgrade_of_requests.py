"""Requests of before it was written down which proof they rest on, once the ledger is upgraded."""

import pytest
from tests.integration.operations.conftest import Site

pytestmark = [pytest.mark.database, pytest.mark.slow]
IDENTIFIED = """
import django; django.setup()
from datetime import UTC, datetime
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] in ("audit", "accounts")]
state = executor.migrate([("privacy", "0003_remember_what_was_restricted"), *leaves])
model = state.apps.get_model
early, asked, late = (datetime(2026, 3, day, 3, tzinfo=UTC) for day in (1, 2, 3))

def identified(name, *tyings, by="", tied=False):
    person = model("organisations", "Person").objects.create(nip_key=name.encode())
    user = model("accounts", "User").objects.create(username=name, person=person if tied else None)
    for deed, at in tyings:
        model("audit", "Entry").objects.create(
            at=at, by="dewi", deed=deed, subject_kind="accounts.User", subject_id=str(user.pk)
        )
    return model("privacy", "PrivacyRequest").objects.create(
        nonce=name, asked="deletion", language="id", received_at=asked, identified_at=late,
        identified_by=by, person=person, user=user,
    )

TIE, UNTIE = "account.tied", "account.untied"
identified("always-tied", tied=True)
identified("tied-before", (UNTIE, early), (TIE, early), tied=True)
identified("tied-and-checked", (TIE, late), tied=True, by="ratna")
identified("freely-checked", (TIE, early), (UNTIE, early), by="ratna")
identified("signed-in-while-tied", (TIE, early), (UNTIE, late))
identified("checked-while-tied", (TIE, late), (UNTIE, late), by="ratna")
identified("tied-again", (TIE, early), (UNTIE, late), (TIE, late), tied=True)
done = identified("checked-and-done", (TIE, early), (UNTIE, late), by="ratna")
done.answered_at, done.outcome, done.answer = late, "granted", "Ya"
done.save()
alone = identified("stranger", by="ratna")
alone.user = None
alone.save()
"""
ASKED_ANEW = """
import django; django.setup()
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.proving import doubt_about
found = {each.nonce: doubt_about(each) for each in PrivacyRequest.objects.all()}
assert {name for name, doubt in found.items() if doubt is None} == {
    "always-tied", "tied-before", "tied-and-checked", "freely-checked", "stranger"
}, found
by_card_alone = PrivacyRequest.objects.filter(rests_on_tie=None).values_list("nonce", flat=True)
assert set(by_card_alone) == {"freely-checked", "stranger"}
done = PrivacyRequest.objects.get(nonce="checked-and-done")
assert (done.identified_by, done.outcome) == ("ratna", "granted")
"""


def test_a_proof_of_before_counts_only_where_the_book_knows_of_no_untying_since(tmp_path, address):
    old = Site(tmp_path / "old", address)
    old.home.mkdir()
    old.ran(IDENTIFIED)
    old.dampak("account", "baru", "--role", "observer", "--password", "loket prima 9")
    old.ran(ASKED_ANEW)
