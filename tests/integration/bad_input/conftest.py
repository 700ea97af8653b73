"""An office that works already: what bad input must leave as it is."""

import pytest
from tests.integration.conftest import AT, PLAN

from dampak.impact.services import keep_answer, seal_plan, write_plan


@pytest.fixture
def office(served, home, monkeypatch):
    """Served data, a sealed plan and its answer; what the site and the terminal both look at."""
    monkeypatch.setenv("DAMPAK_HOME", str(home))
    plan = seal_plan(write_plan(PLAN, by="sri", at=AT), by="sri", at=AT)
    snapshot = {"id": served.snapshot_id, "number": served.snapshot_number}
    keep_answer(plan, {"snapshot": snapshot, "studies": [], "figures": {}}, by="sri", at=AT)
    return home
