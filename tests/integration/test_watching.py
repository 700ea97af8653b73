"""Every change of a row leaves a line in the book, whichever road it takes."""

import json
import sqlite3

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, connection, models, transaction

from dampak.accounts.models import User
from dampak.audit.actors import acting, announce
from dampak.audit.models import Change
from dampak.audit.watching import install, missing, take_off
from dampak.audit.watching.exceptions import NOT_WATCHED, QUIET, SECRET
from dampak.audit.watching.tables import Shown, watched_models, watched_tables
from dampak.organisations.models import Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
is_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'")
is_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'")


def unit(code: str, **given) -> Unit:
    return Unit(code=code, path=f"{int(code[1:]):04d}", name=f"Kantor {code}", **given)


def lines(table: str = "organisations_unit") -> list[Change]:
    return list(Change.objects.filter(table=table).order_by("pk"))


def test_a_row_that_is_made_leaves_a_line_with_who_when_and_what():
    with acting(by="sri", reason="mutasi massal"):
        made = Unit.objects.create(code="K1", path="0001", name="Kantor 1")
    (line,) = lines()
    assert (line.actor, line.reason, line.kind) == ("sri", "mutasi massal", "insert")
    assert line.row_id == str(made.pk)
    assert line.before is None
    assert json.loads(line.after)["name"] == "Kantor 1"
    assert line.at is not None


def test_of_an_update_only_the_columns_that_changed_are_told():
    unit("K1").save()
    with acting(by="sri"):
        Unit.objects.update(name="Kantor Baru", kind="")
    line = lines()[-1]
    assert (line.kind, line.actor) == ("update", "sri")
    assert json.loads(line.before) == {"name": "Kantor K1"}
    assert json.loads(line.after) == {"name": "Kantor Baru"}


def test_an_update_that_changes_nothing_leaves_no_line():
    unit("K1").save()
    Unit.objects.update(name="Kantor K1")
    assert len(lines()) == 1


def test_a_value_that_becomes_empty_is_told_by_its_absence():
    unit("K1", began_on="2026-01-01").save()
    Unit.objects.update(began_on=None)
    line = lines()[-1]
    assert json.loads(line.before) == {"began_on": "2026-01-01"}
    assert json.loads(line.after) == {}


def test_a_row_that_is_removed_is_told_whole():
    unit("K1").save()
    with acting(by="hasan"):
        Unit.objects.all()._raw_delete("default")
    line = lines()[-1]
    assert (line.kind, line.actor, line.after) == ("delete", "hasan", None)
    assert json.loads(line.before)["code"] == "K1"


def test_rows_made_in_bulk_leave_a_line_each():
    with acting(by="import"):
        Unit.objects.bulk_create([unit(f"K{n}") for n in range(1, 251)])
    assert [line.actor for line in lines()] == ["import"] * 250


def test_executemany_and_update_from_and_upsert_leave_lines():
    Unit.objects.bulk_create([unit(f"K{n}") for n in range(1, 4)])
    with acting(by="sql"), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE organisations_unit SET kind = %s WHERE code = %s", [("a", "K1"), ("b", "K2")]
        )
        cursor.execute(
            "UPDATE organisations_unit SET kind = other.code FROM (SELECT code FROM "
            "organisations_unit WHERE code = 'K1') AS other WHERE organisations_unit.code = 'K3'"
        )
    with acting(by="upsert"):
        Unit.objects.bulk_create(
            [unit("K1", kind="c"), unit("K9")],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["kind"],
        )
    told = [(line.kind, line.actor) for line in lines()[3:]]
    assert told[:3] == [("update", "sql")] * 3
    assert sorted(told[3:]) == [("insert", "upsert"), ("update", "upsert")]


def test_a_key_that_changes_is_told_as_one_row_gone_and_one_made():
    made = Unit.objects.create(code="K1", path="0001", name="Kantor 1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_unit SET id = 900 WHERE id = %s", [made.pk])
    told = {(line.kind, line.row_id) for line in lines()[1:]}
    if connection.vendor == "postgresql":
        assert told == {("delete", str(made.pk)), ("insert", "900")}
    else:
        assert told == {("update", "900")}


def test_what_a_rolled_back_savepoint_changed_is_told_neither_nor_forgotten_who_acts():
    with acting(by="sri"), transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.bulk_create([unit("K1"), unit("K1")])
        unit("K2").save()
    (line,) = lines()
    assert line.actor == "sri"


def test_after_somebody_acted_nobody_acts():
    with acting(by="sri"):
        unit("K1").save()
    unit("K2").save()
    assert lines()[0].actor == "sri"
    assert lines()[1].actor.startswith("(")


def test_relations_of_many_with_many_are_watched():
    from django.contrib.auth.models import Group

    with acting(by="sri"):
        User.objects.create(username="budi").groups.add(Group.objects.create(name="g"))
    (line,) = lines("accounts_user_groups")
    assert line.actor == "sri"


def test_a_password_never_enters_the_book():
    user = User.objects.create(username="budi", password="argon2$first")
    User.objects.update(password="argon2$second")
    made, changed = lines("accounts_user")
    assert json.loads(changed.before) == json.loads(changed.after) == {"password": "***"}
    assert "argon2" not in made.after
    assert user.pk


def test_no_column_that_is_called_a_secret_is_shown():
    suspicious = ("password", "secret", "hash", "token", "nonce", "session_key", "nip_key")
    for table in watched_tables(connection):
        for column in table.columns:
            if any(word in column.name for word in suspicious) and not column.name.endswith("_id"):
                assert column.shown is Shown.HIDDEN, (table.name, column.name)


def test_of_a_very_long_text_the_book_keeps_the_beginning():
    from dampak.impact.models import Plan

    Plan.objects.create(
        programme="P", text="x" * 20_000, written_at="2026-01-01T00:00Z", written_by="sri"
    )
    told = json.loads(lines("impact_plan")[-1].after)["text"]
    assert told == "x" * 200 + "… (20000)"


@is_postgresql
def test_rows_copied_in_leave_lines():
    with acting(by="import"):
        announce()
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY organisations_unit (code, path, name, kind, region_code, time_zone) "
                "FROM STDIN"
            ) as copy,
        ):
            for n in range(1, 4):
                copy.write_row((f"K{n}", f"000{n}", "Kantor", "", "", ""))
    assert [line.actor for line in lines()] == ["import"] * 3


@is_postgresql
def test_a_client_that_says_nothing_is_told_by_its_role():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL dampak.actor = ''")
        connection.connection.execute(
            "INSERT INTO organisations_unit (code, path, name, kind, region_code, time_zone) "
            "VALUES ('K1', '0001', 'Kantor', '', '', '')"
        )
        cursor.execute("SELECT '(' || session_user || ')'")
        (role,) = cursor.fetchone()
    assert [line.actor for line in lines()] == [role]


@is_postgresql
def test_a_table_with_rows_cannot_be_truncated():
    unit("K1").save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(Error, match="use DELETE"):
            cursor.execute("TRUNCATE organisations_unit CASCADE")


@is_postgresql
def test_a_temporary_table_of_the_books_name_catches_no_lines():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE audit_change (LIKE public.audit_change)")
        unit("K1").save()
        cursor.execute("SELECT count(*) FROM public.audit_change WHERE row_id <> ''")
        assert cursor.fetchone()[0] > 0


@is_sqlite
def test_a_foreign_program_that_does_not_know_who_acts_is_refused(tmp_path):
    foreign = sqlite3.connect(tmp_path / "copy.db")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND tbl_name IN ('organisations_unit', 'audit_change') ORDER BY type = 'trigger'"
        )
        for (sql,) in cursor.fetchall():
            foreign.execute(sql)
    with pytest.raises(sqlite3.OperationalError, match="dampak_actor"):
        foreign.execute(
            "INSERT INTO organisations_unit (code, path, name, kind, region_code, time_zone) "
            "VALUES ('K1', '0001', 'Kantor', '', '', '')"
        )
    foreign.close()


@is_sqlite
def test_insert_or_replace_tells_what_it_replaced():
    unit("K1").save()
    with connection.cursor() as cursor:
        cursor.execute(
            "REPLACE INTO organisations_unit (code, path, name, kind, region_code, time_zone) "
            "VALUES ('K1', '0001', 'Kantor', '', '', '')"
        )
    assert [line.kind for line in lines()] == ["insert", "delete", "insert"]


def test_every_model_is_watched_or_a_named_exception():
    labels = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    ours = {model._meta.label for model in watched_models()}
    assert labels - ours <= set(NOT_WATCHED)
    assert all(reason.endswith(".") for reason in NOT_WATCHED.values())


def test_names_of_exceptions_and_secrets_are_names_of_models_and_columns():
    known = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    apps_there = {config.label for config in apps.get_app_configs()}
    for label in NOT_WATCHED:
        assert label in known or label.split(".")[0] not in apps_there, label
    for label, columns in {**QUIET, **SECRET}.items():
        if label in known:
            there = {field.column for field in known[label]._meta.local_concrete_fields}
            assert columns <= there, label


def test_nothing_is_missing_and_renewing_renews_nothing():
    assert missing() == {}
    assert install() == 0


def test_a_trigger_that_was_taken_off_is_missed_and_put_on_again():
    take_off()
    assert "organisations_unit" in str(sorted(missing()))
    unit("K1").save()
    assert lines() == []
    assert install() > 0
    unit("K2").save()
    assert len(lines()) == 1


def test_a_column_added_by_a_migration_enters_the_book(monkeypatch):
    field = models.CharField(max_length=9, null=True)
    field.set_attributes_from_name("nickname")
    field.model = Unit
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_unit ADD COLUMN nickname varchar(9) NULL")
    monkeypatch.setattr(
        Unit._meta, "local_concrete_fields", [*Unit._meta.local_concrete_fields, field]
    )
    assert missing()
    install()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_unit (code, path, name, kind, region_code, time_zone, "
            "nickname) VALUES ('K1', '0001', 'Kantor', '', '', '', 'Loket')"
        )
    assert json.loads(lines()[-1].after)["nickname"] == "Loket"
