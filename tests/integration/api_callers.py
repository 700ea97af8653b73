"""Other systems, as they call the API in the tests."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.timezone import localdate, now

from dampak.accounts.access import GRANTED, Permission, held_by
from dampak.api.services import Wish, make_token
from dampak.organisations.services import NewUnit, open_unit

API = "/api/v1"


def token_for(user: Any, *scopes: Permission, name: str = "SIMPEG", unit: Any = None) -> Any:
    """A token of somebody's with these rights, or with all that they have; and its secret."""
    theirs = {each for held in held_by(user) for each in GRANTED[held.role]}
    wish = Wish(
        name=name,
        scopes=list(scopes or theirs),
        ends_on=localdate() + timedelta(days=30),
        unit=unit,
    )
    return make_token(wish, holder=user, by=user, at=now())


@dataclass(slots=True)
class Caller:
    """A system with a token, or without one."""

    secret: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{API}{path}", headers=self._headers(headers))

    def post(self, path: str, sent: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"{API}{path}",
            data=json.dumps(sent),
            content_type="application/json",
            headers=self._headers(headers),
        )

    def hand_in(self, files: list[Any], to: str = "/deliveries", **headers: str) -> Any:
        return self.client.post(f"{API}{to}", {"files": files}, headers=self._headers(headers))

    def _headers(self, named: dict[str, str]) -> dict[str, str]:
        headers = {name.replace("_", "-"): value for name, value in named.items()}
        if self.secret:
            headers.setdefault("Authorization", f"Bearer {self.secret}")
        return headers


def caller_of(user: Any, *scopes: Permission, **wish: Any) -> Caller:
    return Caller(secret=token_for(user, *scopes, **wish)[1])


def two_agencies() -> tuple[Any, Any]:
    """West and east, each with an agency of its own."""
    made = (
        open_unit(NewUnit(code=code, name=name, parent=None), by="test", at=now())
        for code, name in (("BARAT", "Dinas Barat"), ("TIMUR", "Dinas Timur"))
    )
    west, east = made
    return west, east
