"""Where the links in messages lead, and whether people can follow them there."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from dampak.foundation.text import Sentence


def why_nowhere() -> Sentence | None:
    """Links that lead to this machine, though the site is for others too."""
    names = _names_for_others()
    if not (names and leads_to_this_machine()):
        return None
    return Sentence(
        "They lead to %(address)s, which is this machine alone, while others ask for the site as "
        "%(names)s.",
        {"address": settings.SITE_ADDRESS, "names": ", ".join(names)},
    )


def why_perhaps_nowhere() -> Sentence | None:
    """Links to a name that the site does not answer to, unless what stands in front changes it."""
    if leads_to_this_machine() or validate_host(_host(), settings.ALLOWED_HOSTS):
        return None
    return Sentence(
        "They lead to %(address)s, and the site answers only to %(names)s (DAMPAK_HOSTS).",
        {"address": settings.SITE_ADDRESS, "names": ", ".join(settings.ALLOWED_HOSTS)},
    )


def what_to_set() -> Sentence:
    """So that they lead to the site."""
    named = next((name.lstrip(".") for name in _names_for_others() if name != "*"), "")
    return Sentence(
        "Set DAMPAK_ADDRESS to where people reach the site, such as https://%(name)s, for the site "
        "and for every worker, and start them again.",
        {"name": named or "dampak.example.go.id"},
    )


def leads_to_this_machine() -> bool:
    """Nobody on another machine could follow it."""
    return _is_this_machine(_host())


def _names_for_others() -> list[str]:
    return [name for name in settings.ALLOWED_HOSTS if not _is_this_machine(name)]


def _host() -> str:
    """As browsers name it in their question, without the port."""
    name = urlsplit(settings.SITE_ADDRESS).hostname or ""
    return f"[{name}]" if ":" in name else name


def _is_this_machine(name: str) -> bool:
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name.lower() == "localhost"
