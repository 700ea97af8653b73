"""The API keeps what its document promises: requests made up from it, always the same ones."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as rules
from schemathesis import GenerationMode
from tests.integration.api_callers import caller_of

from dampak.accounts.access import Permission
from dampak.api.views.manual import document_made

pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.slow]
EXAMPLES, SEED = 3, 20261122


def test_every_operation_answers_as_its_document_says(people, survey, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.MOST_API_REQUESTS_A_MINUTE = settings.MOST_STRANGE_REQUESTS_A_MINUTE = 100_000
    secret = caller_of(people["admin"], *Permission).secret
    sent = {"app": get_wsgi_application(), "headers": {"Authorization": f"Bearer {secret}"}}
    n_asked = 0
    for found in schemathesis.openapi.from_dict(document_made()).get_all_operations():
        operation = found.ok()
        for mode in _modes(operation):
            n_asked += _asked(operation, mode, sent)
    assert n_asked > 100


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
