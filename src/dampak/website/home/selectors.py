"""What the home page knows."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dampak.accounts.access import Permission, Scope, may, scope_of
from dampak.accounts.models import User
from dampak.impact.models import Finding, Plan
from dampak.intake.access import deliveries_within
from dampak.intake.models import Delivery
from dampak.intake.selectors import served_snapshot
from dampak.listening.selectors import gathered
from dampak.website.home.need import Need
from dampak.website.home.running_out import running_out_for


def released_verdict() -> Finding | None:
    """The newest answer that somebody released to everybody."""
    return Finding.objects.released().order_by("-released_at", "position").first()


def needs_of(user: User, *, at: datetime) -> list[Need]:
    """What this person is waited for with, most pressing first: what the law has set a clock on."""
    needs: list[Need | None] = [*running_out_for(user, at=at)]
    if may(user, Permission.IMPORT_DATA):
        needs += [_first_import(), *_open_deliveries(scope_of(user, Permission.IMPORT_DATA))]
    if scope_of(user, Permission.RUN_SURVEYS).everything:
        needs.append(_uncounted())
    if scope_of(user, Permission.PLAN_STUDIES).everything:
        needs += [_first_plan(), *_drafts(), _unanswered()]
    if scope_of(user, Permission.RELEASE_ANSWERS).everything:
        needs.append(_unreleased())
    return [need for need in needs if need]


def _first_import() -> Need | None:
    if served_snapshot() or Delivery.objects.exists():
        return None
    return Need(
        sign="upload",
        title=_("Import the first data"),
        why=_("Units and one table of outcomes are enough to begin. Nothing is kept unseen."),
        url=reverse("intake:new"),
    )


def _open_deliveries(scope: Scope) -> list[Need]:
    return [
        Need(
            sign="inbox",
            title=_("Decide about delivery %(number)s") % {"number": delivery.pk},
            why=_("It was read but not accepted; what it would change is shown on its page."),
            url=delivery.get_absolute_url(),
        )
        for delivery in deliveries_within(scope).waiting()[:5]
    ]


def _uncounted() -> Need | None:
    waiting = gathered().waiting
    if waiting <= 0:
        return None
    told = ngettext(
        "Count %(count)s response of citizens", "Count %(count)s responses of citizens", waiting
    )
    return Need(
        sign="message-circle",
        title=told % {"count": waiting},
        why=_("They came through your surveys and are not in the satisfaction value yet."),
        url=reverse("listening:surveys"),
    )


def _first_plan() -> Need | None:
    if Plan.objects.exists() or not served_snapshot():
        return None
    return Need(
        sign="target",
        title=_("Plan the first study"),
        why=_("Say before the training what would count as success; then nobody can bend it."),
        url=reverse("studies:new"),
    )


def _drafts() -> list[Need]:
    return [
        Need(
            sign="lock",
            title=_("Seal the plan for %(programme)s") % {"programme": plan.programme},
            why=_("A draft is not answered: who may look first, plans for what was seen."),
            url=reverse("studies:plan", args=[plan.pk]),
        )
        for plan in Plan.objects.drafts()[:5]
    ]


def _unanswered() -> Need | None:
    snapshot = served_snapshot()
    waiting = Plan.objects.waiting_for(snapshot.id).count() if snapshot else 0
    if not waiting:
        return None
    return Need(
        sign="refresh",
        title=ngettext(
            "%(count)s plan waits for its answer",
            "%(count)s plans wait for their answers",
            waiting,
        )
        % {"count": waiting},
        why=_("The data have changed since the last answer, or there was none yet."),
        url=reverse("studies:list"),
    )


def _unreleased() -> Need | None:
    waiting = Finding.objects.current().filter(released_at=None).count()
    if not waiting:
        return None
    return Need(
        sign="rubber-stamp",
        title=ngettext(
            "%(count)s answer is not released yet",
            "%(count)s answers are not released yet",
            waiting,
        )
        % {"count": waiting},
        why=_("Read it with its checks. Whoever releases it answers for it."),
        url=reverse("studies:list"),
    )
