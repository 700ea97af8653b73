"""The demo's outbox: a message is shown on the page and goes nowhere."""

from dampak.messaging.ports.port import Outgoing, Receipt


class Outbox:
    """What stands here as long as nobody has named a mail server or a gateway."""

    name = "outbox"
    is_repeatable = True

    def deliver(self, outgoing: Outgoing) -> Receipt:  # noqa: ARG002 - it stays where it is
        return Receipt(left=False)
