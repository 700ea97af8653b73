"""A gateway to telephones (WhatsApp, SMS) that speaks HTTP and JSON."""

from datetime import timedelta

import httpx

from dampak.foundation.text import Sentence
from dampak.messaging.ports.port import NotNow, Outgoing, Receipt, Refused

TIMEOUTS = httpx.Timeout(15, connect=5)
LATER = frozenset({408, 425, 429})
KNOWN_ALREADY = 409

GATEWAY_AWAY = Sentence("The gateway did not answer. It will be tried again.")
GATEWAY_BUSY = Sentence("The gateway cannot take it now. It will be tried again.")
GATEWAY_REFUSES = Sentence(
    "The gateway refuses this number or this text; it answered with %(code)s."
)


class Gateway:
    """POST of ``{"to", "text", "reference"}`` with a key: what comes twice is taken once.

    An answer of the class 2xx is a receipt, and so is 409, for then it has it already. 408, 425,
    429 and 5xx ask for another time, which ``Retry-After`` may name. All else is a refusal.
    """

    name = "gateway"
    is_repeatable = True

    def __init__(self, *, address: str, secret: str, timeouts: httpx.Timeout | None = None) -> None:
        self.address, self.secret = address, secret
        self.timeouts = timeouts or TIMEOUTS

    def deliver(self, outgoing: Outgoing) -> Receipt:
        content = {"to": outgoing.address, "text": outgoing.text, "reference": outgoing.key}
        headers = {"Idempotency-Key": outgoing.key}
        if self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        try:
            answer = httpx.post(self.address, json=content, headers=headers, timeout=self.timeouts)
        except httpx.HTTPError as fault:
            raise NotNow(GATEWAY_AWAY) from fault
        return _receipt(answer)


def _receipt(answer: httpx.Response) -> Receipt:
    if answer.is_success or answer.status_code == KNOWN_ALREADY:
        return Receipt(port_id=_id_in(answer))
    if answer.is_server_error or answer.status_code in LATER:
        raise NotNow(GATEWAY_BUSY, after=_pause_in(answer))
    raise Refused(Sentence(GATEWAY_REFUSES.message, {"code": str(answer.status_code)}))


def _id_in(answer: httpx.Response) -> str:
    """What the gateway calls the message, if it says so at all."""
    try:
        content = answer.json()
    except ValueError:
        return ""
    return str(content.get("id", ""))[:200] if isinstance(content, dict) else ""


def _pause_in(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isdecimal() else None
