"""A ledger of the last release becomes one of today, and nothing that was in it is lost."""

import json

import pytest
from tests.integration.operations.conftest import Site

pytestmark = [pytest.mark.database, pytest.mark.slow]
# The last migrations of the release before this one (commit 59d640c); never to be moved forward.
LAST_RELEASE = {
    "accounts": "0001",
    "audit": "0002",
    "impact": "0002",
    "intake": "0001",
    "listening": "0002",
    "sessions": "0001",
}
OLD_LEDGER = """
import json, sys
from datetime import UTC, date, datetime, timedelta
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

targets = json.loads(sys.argv[1])
executor = MigrationExecutor(connection)
nodes = [executor.loader.get_migration_by_prefix(app, name) for app, name in targets.items()]
nodes = [(node.app_label, node.name) for node in nodes]
state = executor.migrate(nodes)
apps = state.apps
at, day = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), date(2026, 1, 2)

def value_of(field, number):
    kind = field.get_internal_type()
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    if kind in {"CharField", "TextField", "SlugField"}:
        return f"{field.name} \\u00e9 {number}"[: field.max_length or 60]
    if kind == "EmailField":
        return f"orang{number}@contoh.go.id"
    if kind == "DateTimeField":
        return at + timedelta(days=number)
    if kind == "DateField":
        return day + timedelta(days=number)
    if kind == "BooleanField":
        return True
    if kind == "JSONField":
        return {"number": number, "word": "\\u00e9"}
    return 1 + number % 4

GIVEN = json.loads(sys.argv[2])
made = {}
for label in GIVEN["order"]:
    model = apps.get_model(label)
    for number in range(3):
        values = {}
        for field in model._meta.fields:
            if field.primary_key and field.get_internal_type().endswith("AutoField"):
                continue
            if field.is_relation:
                if not field.null:
                    values[field.name] = made[field.related_model._meta.label][number]
            elif not field.null:
                values[field.name] = value_of(field, number)
        values |= GIVEN["values"].get(label, {})
        values = {
            name: value.replace("{n}", str(number)) if isinstance(value, str) else value
            for name, value in values.items()
        }
        made.setdefault(model._meta.label, []).append(model.objects.create(**values))
user = made["accounts.User"][0]
user.groups.add(made["auth.Group"][0])
"""
TOLD = """
import json
import django; django.setup()
from django.db import connection
told = {}
with connection.cursor() as cursor:
    for name in sorted(connection.introspection.table_names(cursor)):
        if name.startswith("sqlite_") or name == "django_migrations":
            continue
        cursor.execute(f'SELECT * FROM "{name}"')
        columns = [each[0] for each in cursor.description]
        told[name] = [dict(zip(columns, map(str, row))) for row in cursor.fetchall()]
print(json.dumps(told))
"""
GIVEN = {
    "order": [
        "auth.Group", "accounts.User", "sessions.Session", "audit.Entry", "impact.Plan",
        "impact.Answer", "impact.Finding", "intake.Delivery", "intake.DeliveredFile",
        "intake.SavedMapping", "listening.Survey", "listening.Response", "listening.Collection",
    ],
    "values": {
        "impact.Plan": {
            "seal": "seal {n}",
            "sha256": "{n}" * 64,
            "sealed_by": "hasan",
            "sealed_at": "2026-01-02T03:04:05+00:00",
        },
        "intake.Delivery": {"accepted_by": "", "snapshot_id": "", "discarded_by": ""},
        "intake.DeliveredFile": {"name": "units-{n}.csv"},
        "listening.Survey": {"closed_by": ""},
    },
}  # fmt: skip


@pytest.fixture
def old(tmp_path, address) -> Site:
    """Three rows in every table of the last release."""
    made = Site(tmp_path / "old", address)
    made.home.mkdir()
    made.ran(OLD_LEDGER, json.dumps(LAST_RELEASE), json.dumps(GIVEN))
    return made


def test_every_row_of_the_last_release_is_there_after_the_upgrade(old):
    before = json.loads(old.ran(TOLD))
    empty = {name for name, rows in before.items() if not rows}
    assert not empty - MADE_BY_OTHERS
    old.dampak("account", "new", "--role", "observer", "--password", "loket prima 9")
    after = json.loads(old.ran(TOLD))

    for table, rows in before.items():
        now = after[table]
        kept = [{name: row[name] for name in rows[0] if name in row} for row in now] if rows else []
        for row in rows:
            shared = {name: value for name, value in row.items() if name in now[0]}
            assert shared in kept, (table, row)
    told = old.dampak("doctor", "--quick", "--json", code=1)  # the uploads are nowhere
    states = {each["code"]: each["state"] for each in json.loads(told[told.index("[") :])}
    assert {states[name] for name in states if name.startswith("ledger")} == {"good"}
    assert states["uploads.whole"] == "bad"


MADE_BY_OTHERS = {
    "django_content_type",
    "auth_permission",
    "accounts_user_user_permissions",
    "auth_group_permissions",
}


def test_whoever_had_a_role_has_one_after_the_upgrade(old):
    old.dampak("account", "new", "--role", "observer", "--password", "loket prima 9")
    after = json.loads(old.ran(TOLD))
    holders = {row["user_id"] for row in after["accounts_assignment"]}
    assert {row["id"] for row in after["accounts_user"]} <= holders


def test_a_ledger_of_a_newer_dampak_is_not_served(old):
    old.ran(
        "import django; django.setup()\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "from django.db import connection\n"
        "MigrationRecorder(connection).record_applied('audit', '9999_of_the_future')"
    )
    for verb in (["run", "--port", "8999"], ["worker", "--once"]):
        assert "newer dampak" in old.dampak(*verb, code=3)
