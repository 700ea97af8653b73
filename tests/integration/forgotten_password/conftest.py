"""Sri, who has an address, on a Monday morning."""

import pytest
import time_machine
from tests.integration.forgotten_password.steps import MORNING

from dampak.accounts.models import User


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False) as standing:
        yield standing


@pytest.fixture
def sri(people) -> User:
    User.objects.filter(username="sri").update(email="sri@contoh.go.id")
    return User.objects.get(username="sri")
