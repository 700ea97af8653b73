"""How long what is kept, and what would go now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dampak.accounts.access import Permission, authorised, signed_in
from dampak.audit.tables import table_named
from dampak.jobs.models import Schedule
from dampak.jobs.services import enqueue
from dampak.language.numbers import number
from dampak.privacy.retention.applying import MOST_COUNTED, PEOPLE, look, people_signing_in
from dampak.privacy.retention.files import GOING, STAYING
from dampak.privacy.retention.rules import KEPT, LIMIT, PERSON_KEPT, RULES, SINCE
from dampak.privacy.tasks import let_go

RIGHT = Permission.ANSWER_PRIVACY_REQUESTS


@require_safe
@authorised(RIGHT, everywhere=True)
def retention(request: HttpRequest) -> HttpResponse:
    """Every table with its rule or its reason; what would go now only if it is asked for."""
    due = {each.label: each.rows for each in look(at=now())} if "hitung" in request.GET else {}
    rules: list[dict[str, Any]] = [
        {
            "name": table_named(rule.label),
            "days": rule.after.days,
            "since": _field(rule.since),
            "basis": rule.basis,
            "due": due.get(rule.label),
        }
        for rule in RULES
    ]
    person = {
        "name": table_named(PEOPLE),
        "days": PERSON_KEPT.days,
        "since": _("last posting ended"),
        "basis": f"{_(LIMIT)} {_of_open_accounts(is_counted=bool(due))}",
        "due": due.get(PEOPLE),
    }
    context = {
        "rules": [person, *rules],
        "kept": [{"name": table_named(label), "reason": reason} for label, reason in KEPT.items()],
        "files": [(rule, due.get(rule.code)) for rule in GOING],
        "files_kept": STAYING,
        "was_counted": bool(due),
        "schedule": Schedule.objects.filter(task=let_go.name).select_related("last_job").first(),
    }
    return render(request, "privacy/retention.html", context)


@require_POST
@authorised(RIGHT, everywhere=True)
def run(request: HttpRequest) -> HttpResponse:
    """Let go now what would go in the night; asked twice within a minute it runs once."""
    at = now()
    key = f"privacy.retention:{at:%Y-%m-%dT%H:%M}"
    job = enqueue(let_go, key=key, by=signed_in(request).username, at=at)
    messages.success(request, _("It runs in the background."))
    return redirect(job)


def _of_open_accounts(*, is_counted: bool) -> str:
    """That a record stays while its account is in use; and how many do, if that was counted."""
    rule = _(
        "Whoever still has an open account stays until an administrator closes it, and whoever "
        "signed in stays as long after that as after a last post."
    )
    if not is_counted:
        return rule
    n = people_signing_in(at=now())[:MOST_COUNTED].count()
    return f"{rule} {_('At present such people: %(n)s.') % {'n': number(n)}}"


def _field(name: str) -> str:
    return _(SINCE[name])
