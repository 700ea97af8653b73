"""The people of every test, a home of its own for each, and a small office with data."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import bad_files
from tests.emptying import book_can_be_emptied

AT = datetime(2026, 3, 2, 3, tzinfo=UTC)
PLAN = """
[plan]
programme = "Loket Prima"

[[study]]
slug = "waktu-loket"
outcome = "median-completion-time"
smallest_effect = 1.0
title = { id = "Waktu penyelesaian", en = "Completion time" }

[[study]]
slug = "loket-daring"
outcome = "digital-share"
role = "secondary"
smallest_effect = 0.05
title = { id = "Permohonan digital", en = "Digital requests" }
"""


@pytest.fixture(autouse=True, scope="session")
def emptied() -> Iterator[None]:
    """The book can be emptied, between tests and nowhere else."""
    with book_can_be_emptied():
        yield


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A home that nobody else uses."""
    settings.DAMPAK_HOME = tmp_path / "home"
    settings.DAMPAK_HOME.mkdir()
    settings.SECRET_KEY = "for-tests-only-" * 5
    settings.ALLOWED_HOSTS = ["testserver"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    settings.WHITENOISE_AUTOREFRESH = True
    # A weak hash: these tests sign in hundreds of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.DAMPAK_HOME


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log takes down, with all that is told beside the words, at its most talkative."""
    from dampak.operations.logs.telling import formatter

    text, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(text)
    handler.setFormatter(formatter("json"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    """Sri manages and evaluates, Hasan heads the office, Budi reads; Clara has no account."""
    from dampak.accounts.models import Role
    from dampak.accounts.services import open_account

    roles = {
        "sri": [Role.TRAINING_MANAGER, Role.EVALUATOR],
        "hasan": [Role.HEAD],
        "budi": [Role.CIVIL_SERVANT],
        "admin": [Role.ADMINISTRATOR],
    }
    return {
        name: open_account(name, password="loket prima 9", role=held, by="test", at=AT)[0]
        for name, held in roles.items()
    }


@pytest.fixture
def browser_of(people: dict[str, Any]) -> Callable[[str], Client]:
    """The browser of somebody; Clara's is signed in nowhere."""

    def of(name: str) -> Client:
        client = Client()
        if name in people:
            client.force_login(people[name])
        return client

    return of


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data)


def office(**files: str | bytes) -> list[SimpleUploadedFile]:
    """A small office's files: units and requests, and what else is named (`__` is a dot)."""
    given = {"units__csv": bad_files.units(), "service_requests__csv": bad_files.requests()}
    return [upload(name.replace("__", "."), content) for name, content in (given | files).items()]


@pytest.fixture
def hand_in(people: dict[str, Any]) -> Callable[..., Any]:
    """Receive files as a delivery of Sri's."""
    from dampak.intake.services import receive_delivery

    return lambda files: receive_delivery(files, by="sri", at=AT)


@pytest.fixture
def served(hand_in: Callable[..., Any]) -> Any:
    """The small office's data, accepted."""
    from dampak.intake.services import accept_delivery

    return accept_delivery(hand_in(office()), by="sri", at=AT)


@pytest.fixture
def survey(served: Any) -> Any:
    """The survey of a service of the small office, open at present and past the coming midnight."""
    from datetime import timedelta

    from django.utils.timezone import localdate, now

    from dampak.listening.services import open_survey
    from dampak.warehouse.roster import UnitOnRoll

    unit = UnitOnRoll(code="K1", name="Kecamatan 1", parent_code=None)
    today = localdate(now())
    tomorrow = today + timedelta(days=1)
    return open_survey(
        unit, service="KTP", opens_on=today, closes_on=tomorrow, words="Halo", by="sri", at=AT
    )


@pytest.fixture
def answered(served: Any) -> Any:
    """A sealed plan with an answer; the document is one that the evaluation wrote."""
    from dampak.impact.services import keep_answer, seal_plan, write_plan
    from dampak.intake.selectors import served_snapshot

    plan = seal_plan(write_plan(PLAN, by="sri", at=AT), by="sri", at=AT)
    snapshot = served_snapshot()
    document = document_for(plan, snapshot)
    return keep_answer(plan, document, by="sri", at=AT)


DOCUMENTS: dict[tuple[str, str], str] = {}


def document_for(plan: Any, snapshot: Any) -> dict[str, Any]:
    """The evaluation of a plan, computed once: the same plan and data give the same document."""
    from dampak.impact.evaluating import evaluate
    from dampak.publication.document import document_of

    key = (plan.text, snapshot.id)
    if key not in DOCUMENTS:
        evaluation = evaluate(snapshot, plan.studies(), seal=plan.sealing(), at=AT, by="sri")
        DOCUMENTS[key] = json.dumps(document_of(evaluation))
    document: dict[str, Any] = json.loads(DOCUMENTS[key])
    return document
