"""The API keeps what its document promises: requests made up from it, always the same ones."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as rules
from schemathesis import GenerationMode
from tests.integration.api_callers import caller_of

from dampak.accounts.access import Permission
from dampak.api.views.manual import document_made

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.slow]
EXAMPLES, SEED = 3, 20261122


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """A request ends without closing the connection that the test itself stands in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_answers_as_its_document_says(people, survey, settings, one_connection):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MOST_API_REQUESTS_A_MINUTE = settings.MOST_STRANGE_REQUESTS_A_MINUTE = 100_000
    secret = caller_of(people["admin"], *Permission).secret
    sent = {"app": _site(), "headers": {"Authorization": f"Bearer {secret}"}}
    n_asked = 0
    promised = schemathesis.openapi.from_dict(document_made())
    promised.app = sent["app"]
    for found in promised.get_all_operations():
        operation = found.ok()
        for mode in _modes(operation):
            n_asked += _asked(operation, mode, sent)
    assert n_asked > 100


def _site() -> Callable[..., list[bytes]]:
    """The site as a server runs it: an answer that was sent is closed, with the files it read."""
    application = get_wsgi_application()

    def serve(environ: Any, start_response: Any) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return serve


def _modes(operation: Any) -> list[GenerationMode]:
    """What takes nothing cannot be asked wrongly."""
    takes = operation.query or operation.body
    return [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if takes else [])]


def _asked(operation: Any, mode: GenerationMode, sent: dict[str, Any]) -> int:
    cases = []

    @seed(SEED)
    @rules(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        cases.append(case)
        answer = case.call(**sent)
        case.validate_response(
            answer, headers=sent["headers"], transport_kwargs={"app": sent["app"]}
        )

    ask()
    return len(cases)
