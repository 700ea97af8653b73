"""Long work of many transactions lets others write in between, also where there is one pen."""

import subprocess
import sys

import pytest
from tests.worker_processes import HERE, own_ledger, told_by

pytestmark = [pytest.mark.database, pytest.mark.slow]
LINES = 40
FILLS = """
from django.core.management import call_command
from django.utils.timezone import now
from dampak.audit.services import record
from dampak.jobs.scheduling import set_schedules
call_command("migrate", verbosity=0)
set_schedules(at=now())
for number in range({lines}):
    record("line", by="sri", at=now(), number=number)
"""
# A transaction for each page, and each takes the tenth of a second that thousands of lines take.
SEALS = """
import time
from django.utils.timezone import now
from dampak.cli.main import prepare
prepare()
from dampak.audit.chain import sealing
def slowly(*given, of=sealing._next_pages):
    time.sleep(0.1)
    return of(*given)
sealing._next_pages, sealing.LINES_OF_A_PAGE, sealing.PAGES_AT_ONCE = slowly, 1, 1
"""
BY_JOB = """
from dampak.jobs.running import run_ready
from dampak.jobs.services import enqueue
from dampak.jobs.tasks import TASKS
enqueue(TASKS["audit.seal"], key="one", by="(schedule)", at=now())
run_ready(clock=now)
"""
BY_COMMAND = """
from dampak.cli.check_book import check_book
check_book.main([], standalone_mode=False)
"""
WRITES = """
import time
from django.utils.timezone import now
from dampak.audit.models import Page
from dampak.audit.services import record
while Page.objects.count() < 2:
    time.sleep(0.01)
record("other", by="budi", at=now())
print(Page.objects.count())
"""


@pytest.mark.parametrize("seals", [BY_JOB, BY_COMMAND], ids=["job", "command"])
def test_who_wants_to_write_need_not_wait_until_the_whole_book_is_sealed(home, seals):
    with own_ledger(home) as variables:
        told_by(FILLS.format(lines=LINES), variables)
        sealing = subprocess.Popen([sys.executable, "-c", SEALS + seals], env=variables, cwd=HERE)
        try:
            pages = int(told_by(WRITES, variables))
            assert sealing.wait(timeout=60) == 0
        finally:
            sealing.kill()
            sealing.wait()
    assert pages < LINES
