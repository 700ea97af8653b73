"""What the token itself is."""

from datetime import date

from django.http import HttpRequest
from ninja import Schema

from dampak.api.declaring import Room
from dampak.api.gate import token_behind

room = Room(tags=["token"])


class TokenTold(Schema):
    """What a token may do at most, and until when; its people may have lost a right since."""

    name: str
    holder: str
    scopes: list[str]
    unit_code: str
    ends_on: date


@room.ask("/token", TokenTold, permission=None)
def read_token(request: HttpRequest) -> dict[str, object]:
    """The token that was sent."""
    token = token_behind(request)
    return {
        "name": token.name,
        "holder": token.holder.username,
        "scopes": token.scopes,
        "unit_code": token.unit_code,
        "ends_on": token.ends_on,
    }
