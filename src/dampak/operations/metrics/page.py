"""All numbers as one page, and who may read it."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from ipaddress import IPv4Network, IPv6Network, ip_address

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from dampak.operations.metrics.requests import counted
from dampak.operations.metrics.state import registry_of

CONTENT_TYPE = CONTENT_TYPE_LATEST
Network = IPv4Network | IPv6Network


def numbers_page(*, at: datetime) -> bytes:
    """What Prometheus reads."""
    return generate_latest(counted()) + generate_latest(registry_of(at=at))


def may_read_numbers(
    *, address: str, was_forwarded: bool, bearer: str, networks: Sequence[Network], secret: str
) -> bool:
    """Whoever knows the secret; or who asks from an allowed network, without a proxy between.

    A proxy on the same machine makes everybody on the internet look like that machine.
    """
    if secret and compare_digest(bearer.encode(), f"Bearer {secret}".encode()):
        return True
    return not was_forwarded and _is_within(address, networks)


def _is_within(address: str, networks: Sequence[Network]) -> bool:
    try:
        asking = ip_address(address)
    except ValueError:
        return False
    asking = getattr(asking, "ipv4_mapped", None) or asking
    return any(asking in network for network in networks if network.version == asking.version)
