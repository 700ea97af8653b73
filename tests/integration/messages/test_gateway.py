"""Messages to a telephone: what the gateway gets, and what its answers mean."""

from datetime import timedelta

import httpx
import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import carried, written
from tests.message_servers import Heard

from dampak.messaging.models import State
from dampak.messaging.ports.gateway import Gateway
from dampak.messaging.ports.port import NotNow, Outgoing
from dampak.messaging.tokens import token_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_the_gateway_gets_number_text_key_and_secret(called, news, phones: Heard):
    written(called, news())
    (message,) = carried()
    (request,) = phones.requests
    assert (message.state, message.port_id) == (State.SENT, f"wa-{request['key'][:6]}")
    assert request["to"] == "+628110000001"
    assert request["Authorization"] == "Bearer secret-of-the-gateway"
    assert request["key"] == request["reference"] == token_of(message)


@pytest.mark.parametrize(
    ("does", "state", "pause"),
    [
        ("is busy", State.WAITING, 1),
        ("breaks", State.WAITING, 1),
        ("asks to wait", State.WAITING, 30),  # Retry-After: 1800
        ("refuses", State.FAILED, 0),
        ("takes", State.SENT, 0),
    ],
)
def test_the_class_of_an_answer_decides(called, news, phones, does, state, pause):
    phones.behaviour = [does]
    written(called, news())
    (message,) = carried()
    assert message.state == state
    assert message.due_at - AT == timedelta(minutes=pause)


def test_a_gateway_that_takes_it_and_answers_too_late_takes_it_once(phones):
    phones.behaviour = ["takes and is slow", "takes"]
    port = Gateway(
        address=f"http://127.0.0.1:{phones.port}/", secret="", timeouts=httpx.Timeout(0.4)
    )
    outgoing = Outgoing(key="k" * 20, address="+62", subject="", text="Halo")
    with pytest.raises(NotNow):
        port.deliver(outgoing)
    receipt = port.deliver(outgoing)  # 409: it has that key already
    assert (receipt.left, len(phones.requests), len(phones.taken)) == (True, 2, 1)
