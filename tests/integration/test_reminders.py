"""Reminders after a training: planned, moved with its last day, cancelled when answered."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.integration.conftest import AT

from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules
from dampak.messaging import letters
from dampak.messaging.letters import letter
from dampak.messaging.models import Message, Reminder, ReminderState, State
from dampak.messaging.reminding import (
    Plan,
    cancel_reminders,
    move_reminders,
    plan_reminders,
    send_due_reminders,
)
from dampak.organisations.models import Person, Unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]
JAYAPURA = ZoneInfo("Asia/Jayapura")
ENDED_ON = date(2026, 3, 6)  # a Friday; `AT` is the Monday before it


@pytest.fixture
def plan():
    before = set(letters.LETTERS)
    what = letter(
        "test.wave", version=1, subject="Files", body="Dear %(name)s, about %(training)s: %(link)s"
    )
    yield Plan(
        occasion="cohort:17",
        ended_on=ENDED_ON,
        letter=what,
        context={"training": "Loket Prima", "link": "/isi/17/"},
    )
    for name in set(letters.LETTERS) - before:
        del letters._KNOWN[name]


@pytest.fixture
def crew() -> list[Person]:
    """Budi in Jakarta's time and Ani in Jayapura's."""
    Unit.objects.create(code="J1", path="0001", name="Jawa 1", time_zone="Asia/Jakarta")
    Unit.objects.create(code="P1", path="0002", name="Papua 1", time_zone="Asia/Jayapura")
    return [
        Person.objects.create(
            name=name,
            nip_key=name.encode().ljust(32, b"."),
            nip_masked="1985",
            employment="PNS",
            unit_path=path,
            email=f"{name.lower()}@dinas.example",
        )
        for name, path in (("Budi", "0001"), ("Ani", "0002"))
    ]


def planned(plan: Plan, people: list[Person], at: datetime = AT) -> int:
    return plan_reminders(plan, people, by="sri", at=at)


def days_of(person: Person, **more: Any) -> list[date]:
    found = Reminder.objects.filter(person=person, **more).order_by("months")
    return [each.due_at.astimezone(JAYAPURA).date() for each in found]


def test_five_waves_come_at_nine_of_the_units_clock_on_working_days(plan, crew):
    assert planned(plan, crew) == 10
    for person, hour_in_utc in zip(crew, (2, 0), strict=True):
        assert days_of(person) == [
            date(2026, 3, 6),
            date(2026, 4, 6),
            date(2026, 6, 8),  # 6 June is a Saturday
            date(2026, 9, 7),  # 6 September is a Sunday
            date(2027, 3, 16),  # 6 March 2027: weekend, Nyepi, Idul Fitri with its leave
        ]
        hours = {each.due_at.hour for each in Reminder.objects.filter(person=person)}
        assert hours == {hour_in_utc}


def test_planning_again_adds_who_is_new_and_nothing_else(plan, crew):
    assert planned(plan, crew[:1]) == 5
    cancel_reminders("cohort:17", because="answered", by="sri", at=AT, person=crew[0], months=3)
    assert planned(plan, crew) == 5
    assert planned(plan, crew) == 0
    assert Reminder.objects.filter(state=ReminderState.CANCELLED).count() == 1


def test_waves_whose_time_has_passed_are_not_planned(plan, crew):
    assert planned(plan, crew[:1], at=AT + timedelta(days=100)) == 2  # +6 and +12 are left


def test_a_wave_is_sent_once_and_only_when_it_is_due(plan, crew):
    planned(plan, crew)
    day = datetime(2026, 3, 6, 1, tzinfo=ZoneInfo("UTC"))  # 10.00 in Jayapura, 8.00 in Jakarta
    assert send_due_reminders(at=day) == 1
    assert send_due_reminders(at=day) == 0
    assert send_due_reminders(at=day + timedelta(hours=1)) == 1
    assert Message.objects.count() == 2
    assert "Loket Prima" in Message.objects.get(person=crew[1]).body("en")


def test_the_worker_sends_them_by_itself(plan, crew):
    planned(plan, crew)
    at = datetime(2026, 3, 6, 3, tzinfo=ZoneInfo("UTC"))
    set_schedules(at=at - timedelta(minutes=5))
    for minute in range(3):
        ask_for_due(at=at + timedelta(minutes=minute))
        run_ready(clock=lambda now=at + timedelta(minutes=minute): now)
    assert Message.objects.filter(state=State.SHOWN).count() == 2


def test_what_was_not_sent_moves_with_the_last_day_and_what_was_sent_stays(plan, crew):
    planned(plan, crew)
    send_due_reminders(at=datetime(2026, 3, 6, 3, tzinfo=ZoneInfo("UTC")))
    moved = move_reminders("cohort:17", ended_on=date(2026, 3, 13), by="sri", at=AT)
    assert moved == 8
    assert days_of(crew[0], state=ReminderState.SENT) == [date(2026, 3, 6)]
    assert days_of(crew[0], state=ReminderState.PLANNED) == [
        date(2026, 4, 13),
        date(2026, 6, 15),  # 13 June is a Saturday
        date(2026, 9, 14),  # 13 September is a Sunday
        date(2027, 3, 16),  # 13 March 2027: weekend, then leave
    ]
    assert move_reminders("cohort:17", ended_on=date(2026, 3, 13), by="sri", at=AT) == 0


def test_a_day_moved_far_back_sends_nothing_afterwards(plan, crew):
    planned(plan, crew[:1])
    move_reminders("cohort:17", ended_on=date(2025, 6, 2), by="sri", at=AT)
    assert days_of(crew[0], state=ReminderState.PLANNED) == [date(2026, 6, 2)]
    assert send_due_reminders(at=AT) == 0


@pytest.mark.parametrize(
    ("whom", "left"),
    [({"months": 3}, 8), ({"person": True}, 5), ({"person": True, "months": 3}, 9), ({}, 0)],
)
def test_who_answered_or_withdrew_is_not_reminded(plan, crew, whom, left):
    planned(plan, crew)
    meant = {**whom, **({"person": crew[0]} if "person" in whom else {})}
    cancel_reminders("cohort:17", because="answered", by="sri", at=AT, **meant)
    assert Reminder.objects.filter(state=ReminderState.PLANNED).count() == left


def test_a_reminder_that_was_written_but_has_not_left_is_taken_back(plan, crew):
    planned(plan, crew[:1])
    send_due_reminders(at=datetime(2026, 3, 6, 3, tzinfo=ZoneInfo("UTC")))
    cancel_reminders("cohort:17", because="withdrawn", by="sri", at=AT)
    assert Message.objects.get().state == State.WITHDRAWN
