"""Eight connections to a real server send the same request at the same moment."""

import http.client
import json
import threading
from contextlib import closing
from typing import Any

import pytest
from tests.integration.conftest import PLAN
from tests.integration.test_killed_server import ledger, served, told_by, variables

__all__ = ["ledger", "variables"]  # fixtures, asked for by name
pytestmark = [pytest.mark.database, pytest.mark.slow]
CALLERS = 8
MAKES_A_TOKEN = """
import django; django.setup()
from datetime import timedelta
from django.utils.timezone import localdate, now
from dampak.accounts.access import Permission
from dampak.accounts.models import Role
from dampak.accounts.services import open_account
from dampak.api.services import Wish, make_token
sri, _ = open_account("sri", password="loket prima 9", role=Role.EVALUATOR, by="t", at=now())
rights = [Permission.PLAN_STUDIES, Permission.READ_EVIDENCE]
wish = Wish(name="race", scopes=rights, ends_on=localdate() + timedelta(days=1))
print(make_token(wish, holder=sri, by=sri, at=now())[1])
"""


def ask(port: int, secret: str, method: str, path: str, **headers: str) -> tuple[int, Any, Any]:
    sent = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"} | headers
    body = json.dumps({"text": PLAN}) if method == "POST" else None
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, f"/api/v1{path}", body, sent)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers


def test_of_eight_at_once_one_does_it_and_the_others_hear_its_answer(variables, tmp_path):
    with served(variables, tmp_path / "log") as (port, _process):
        secret = told_by(MAKES_A_TOKEN, variables)
        barrier, answers = threading.Barrier(CALLERS), []

        def one() -> None:
            barrier.wait()
            answers.append(
                ask(port, secret, "POST", "/plans", **{"Idempotency-Key": "rencana-2026"})
            )

        threads = [threading.Thread(target=one) for _each in range(CALLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [status for status, _told, _headers in answers] == [201] * CALLERS
        assert len({json.dumps(told, sort_keys=True) for _status, told, _headers in answers}) == 1
        replayed = [headers for _s, _t, headers in answers if "Idempotency-Replayed" in headers]
        assert len(replayed) == CALLERS - 1
        listed = ask(port, secret, "GET", "/plans")[1]["items"]
        assert len(listed) == 1
