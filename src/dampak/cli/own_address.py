"""Under which address the site is found that `dampak run` serves, told to all that it starts."""

from collections.abc import Iterable, MutableMapping

from django.conf import settings

from dampak.cli.speaking import tell
from dampak.foundation.text import Sentence, gettext_noop

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}


def address_of(host: str, port: int) -> str:
    """As a browser on this machine asks for it."""
    name = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{name}:{port}"


def name_among(hosts: Iterable[str]) -> str:
    """A name that the site answers to; a star or a dot in front of one means many."""
    names = (each.removeprefix(".") for each in hosts)
    return next((name for name in names if name not in {"", "*"}), "localhost")


def name_address(host: str, port: int, *, variables: MutableMapping[str, str]) -> None:
    """Let links in messages lead to where this machine alone is served, unless told where.

    Said in the environment, so that the web server and the worker, which inherit it, agree.
    """
    if host in LOOPBACK and not variables.get("DAMPAK_ADDRESS"):
        settings.SITE_ADDRESS = variables["DAMPAK_ADDRESS"] = address_of(host, port)


def tell_where_links_lead(*, is_apart: bool = False) -> None:
    """Say at the start, to whoever reads the journal, what readers of messages would find.

    A worker that was started apart has no site beside it that names the address.
    """
    from dampak.messaging import site_address

    doubt = site_address.why_nowhere() or site_address.why_perhaps_nowhere()
    if doubt:
        told = {"found": doubt, "advice": site_address.what_to_set()}
        tell(Sentence("Links in messages: %(found)s %(advice)s", told), on_stderr=True)
    elif is_apart and site_address.leads_to_this_machine():
        address = {"address": settings.SITE_ADDRESS}
        tell(Sentence(_LED_TO_THIS_MACHINE, address), on_stderr=True)


_LED_TO_THIS_MACHINE = gettext_noop(
    "Links in messages of this worker lead to %(address)s, on this machine alone. Where the site "
    "is served under another address or port, set DAMPAK_ADDRESS for this worker, too."
)
