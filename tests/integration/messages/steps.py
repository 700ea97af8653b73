"""What happens to a message: it is written, and what is due leaves."""

from datetime import datetime, timedelta
from typing import Any

from tests.integration.conftest import AT

from dampak.messaging.delivering import carry, take
from dampak.messaging.letters import Letter
from dampak.messaging.models import Message, Way
from dampak.messaging.services import send

NIGHT = AT + timedelta(hours=12)  # `AT` is a Monday, 10.00 in Jakarta
NEXT_MORNING = AT + timedelta(hours=21)


def written(to: Any, what: Letter, key: str = "one", at: datetime = AT) -> list[Message]:
    return send(to, what, {"link": "/kajian/"}, key=key, at=at)


def carried(at: datetime = AT) -> list[Message]:
    """Let everything that is due leave, and give all that went outward."""
    for number in Message.objects.due(at=at).values_list("pk", flat=True):
        if parcel := take(number, at=at):
            carry(parcel, at=at)
    return list(Message.objects.exclude(way=Way.INBOX).order_by("pk"))
