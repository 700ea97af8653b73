"""When messages leave: by day where the reader is, not too many a week, and when they are due."""

from datetime import datetime, timedelta

import pytest
from tests.integration.conftest import AT
from tests.integration.messages.steps import NEXT_MORNING, NIGHT, carried, written

from dampak.jobs.models import Schedule
from dampak.jobs.running import run_ready
from dampak.jobs.scheduling import ask_for_due, set_schedules
from dampak.messaging.models import Message, State
from dampak.messaging.services import DELIVERING

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_at_night_a_message_waits_for_the_morning_of_the_unit_and_an_urgent_one_does_not(
    person, news
):
    written(person, news(), at=NIGHT)
    # 22.00 in Jakarta is midnight in Jayapura; 7.00 there is 22.00 UTC
    assert Message.objects.get().due_at == datetime.fromisoformat("2026-03-02T22:00+00:00")
    written(person, news("test.urgent", is_urgent=True), "two", at=NIGHT)
    assert Message.objects.get(key="two").due_at == NIGHT


def test_a_message_that_was_kept_from_leaving_by_day_does_not_leave_by_night(person, news):
    written(person, news())
    (message,) = carried(NIGHT)
    assert (message.state, message.due_at > NIGHT) == (State.WAITING, True)


def test_nobody_gets_more_than_two_a_week_and_all_arrive_in_the_end(person, news, settings):
    assert settings.MOST_MESSAGES_A_WEEK == 2
    what = news()
    for number in range(5):
        written(person, what, str(number))
    written(person, news("test.urgent", is_urgent=True), "urgent")
    sent: list[datetime] = []
    for hour in range(24 * 21):
        carried(AT + timedelta(hours=hour))
    ordinary = Message.objects.filter(is_urgent=False).order_by("sent_at")
    sent = [each.sent_at for each in ordinary]
    assert None not in sent
    weeks = [sum(each - timedelta(days=7) < other <= each for other in sent) for each in sent]
    assert max(weeks) == 2
    assert Message.objects.get(key="urgent").sent_at == AT


def test_a_worker_delivers_what_is_due_and_makes_no_job_when_nothing_is(person, news):
    written(person, news(), at=NIGHT)
    set_schedules(at=NIGHT)
    Schedule.objects.exclude(task=DELIVERING).update(is_on=False)
    assert ask_for_due(at=NIGHT + timedelta(minutes=1)) == 0
    assert ask_for_due(at=NEXT_MORNING) == 1
    run_ready(clock=lambda: NEXT_MORNING)
    assert Message.objects.get().state == State.SHOWN
