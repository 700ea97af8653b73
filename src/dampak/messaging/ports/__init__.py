"""The one opening through which a message leaves, and what may stand behind it."""

from dampak.messaging.ports.choosing import port_for, ways_out
from dampak.messaging.ports.outbox import Outbox
from dampak.messaging.ports.port import NotNow, Outgoing, Perhaps, Port, Receipt, Refused

__all__ = [
    "NotNow",
    "Outbox",
    "Outgoing",
    "Perhaps",
    "Port",
    "Receipt",
    "Refused",
    "port_for",
    "ways_out",
]
