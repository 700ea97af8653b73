"""How much somebody may still ask within this minute, told with every answer but 503."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from dampak.api.addresses import address_of
from dampak.api.models import Token
from dampak.listening.limits import seconds_to_wait, times_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The most of one minute, how often was asked in it, and the seconds until the next."""

    most: int
    asked: int
    seconds: int

    def is_overdrawn(self) -> bool:
        return self.asked > self.most

    def headers(self) -> Mapping[str, str]:
        """So that a system slows down by itself before it is refused."""
        return {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(max(self.most - self.asked, 0)),
            "RateLimit-Reset": str(self.seconds),
        }


def allowance_of(request: HttpRequest, token: Token | None, *, at: datetime) -> Allowance:
    """Strangers, and those who guess tokens, are counted by address; others by token."""
    if token is None:
        who, most = f"address {address_of(request)}", settings.MOST_STRANGE_REQUESTS_A_MINUTE
    else:
        who, most = f"token {token.pk}", settings.MOST_API_REQUESTS_A_MINUTE
    asked = times_asked(who, at=at, home=settings.DAMPAK_HOME)
    return Allowance(most=most, asked=asked, seconds=seconds_to_wait(at=at))
