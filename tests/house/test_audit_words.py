"""Whatever stands in the audit book has its everyday words, in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import gettext, override

import dampak
from dampak.audit.tables import TABLES
from dampak.audit.watching.tables import watched_models
from dampak.audit_book.vocabulary import ACTORS, COLUMNS, DEEDS, VALUES
from dampak.organisations.services.succeeding import DEEDS as SUCCEEDING

HOUSE = Path(dampak.__file__).parent
RECORDS, OWN = {"record", "_note"}, {"by", "at", "subject"}
# Deeds that are put together: each is read otherwise (`_note`, `incidents`, `SUCCEEDING`).
READ_OTHERWISE = {"deed", "f'incident.{deed}'", "f'unit.{DEEDS[kind]}'"}
# Words that Indonesian has taken over as they are.
SAME = {"Token", "Unit", "API", "data", "Demo", "unit", "token", "dampak"}


def calls() -> Iterator[ast.Call]:
    """Every place that writes a deed into the book, of whatever room."""
    for file in HOUSE.rglob("*.py"):
        text = file.read_text()
        if "audit.services import record" not in text and "def record(" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORDS:
                yield node


def deeds_in(node: ast.AST) -> set[str]:
    """The deeds that a first argument may be."""
    match node:
        case ast.Constant(value=str(deed)):
            return {deed}
        case ast.IfExp(body=one, orelse=other):
            return deeds_in(one) | deeds_in(other)
        case _:
            return set()


def recorded() -> set[str]:
    plain = {deed for call in calls() for deed in deeds_in(call.args[0])}
    return plain | {f"unit.{deed}" for deed in SUCCEEDING.values()} | set(incidents())


def incidents() -> Iterator[str]:
    """The deeds of the register of incidents, which are put together in `note`."""
    for file in (HOUSE / "privacy").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note":
                yield from (f"incident.{deed}" for deed in deeds_in(node.args[1]))


def test_every_deed_that_is_recorded_has_its_words():
    found = recorded()
    assert {"sign-in.done", "role.lent", "unit.merged", "account.renewed"} <= found
    assert found - set(DEEDS) == set()


def test_no_deed_is_recorded_under_a_name_that_is_not_read_here():
    unread = {ast.unparse(call.args[0]) for call in calls() if not deeds_in(call.args[0])}
    assert unread == READ_OTHERWISE


def test_every_particular_of_a_deed_has_its_words():
    particulars = {each.arg for call in calls() for each in call.keywords if each.arg}
    assert particulars - OWN - set(COLUMNS) == set()


def test_every_table_has_its_words_and_no_other_has():
    tables = {each._meta.label for each in apps.get_models(include_auto_created=True)}
    assert {label for label in tables if not label.startswith("tests.")} == set(TABLES)


def test_every_column_that_is_watched_has_its_words():
    columns = {each.column for model in watched_models() for each in model._meta.local_fields}
    assert columns - set(COLUMNS) == set()


@pytest.mark.parametrize("words", [DEEDS, TABLES, COLUMNS, VALUES, ACTORS])
def test_each_has_its_indonesian(words):
    with override("id"):
        english = {each for each in words.values() if gettext(each) == each}
    assert english - SAME == set()
