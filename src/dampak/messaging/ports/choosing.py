"""Which port stands behind which way: what the environment names, or else the outbox."""

from django.conf import settings

from dampak.messaging.models import Way
from dampak.messaging.ports.gateway import Gateway
from dampak.messaging.ports.mail import Mail
from dampak.messaging.ports.outbox import Outbox
from dampak.messaging.ports.port import Port


def port_for(way: Way | str) -> Port:
    """The port of a way; the outbox keeps what has no server to go to."""
    if way == Way.EMAIL and settings.MAIL_SERVER:
        return Mail(sender=settings.MAIL_FROM, **settings.MAIL_SERVER)
    if way == Way.PHONE and settings.GATEWAY_ADDRESS:
        return Gateway(address=settings.GATEWAY_ADDRESS, secret=settings.GATEWAY_SECRET)
    return Outbox()


def ways_out() -> tuple[Way, ...]:
    """The ways in the order in which they are tried: those that really leave come first."""
    return tuple(sorted((Way.EMAIL, Way.PHONE), key=lambda way: isinstance(port_for(way), Outbox)))
