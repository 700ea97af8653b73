"""What the law has set a clock on: requests about data, and incidents not told of yet."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dampak.accounts.models import User
from dampak.privacy.access import incidents_seen_by, requests_seen_by
from dampak.privacy.models import Incident, PrivacyRequest
from dampak.privacy.selectors.registers import untold_among, waiting_among
from dampak.website.home.need import Need

MOST = 5


def running_out_for(user: User, *, at: datetime) -> list[Need]:
    """The few with the least time left; then where the rest stands, if there is more."""
    incidents = list(untold_among(incidents_seen_by(user))[: MOST + 1])
    requests = list(waiting_among(requests_seen_by(user))[: MOST + 1])
    timed = [
        *((each.known_at, _incident(each, at=at)) for each in incidents[:MOST]),
        *((each.received_at, _request(each, at=at)) for each in requests[:MOST]),
    ]
    few = [need for _since, need in sorted(timed, key=lambda each: each[0])]
    return [*few, *(rest for rest in (_further(incidents), _further(requests)) if rest)]


def _incident(incident: Incident, *, at: datetime) -> Need:
    return Need(
        sign="alert-triangle",
        title=_("Tell about the incident “%(title)s”") % {"title": incident.title},
        why=_still_to_tell(incident),
        url=incident.get_absolute_url(),
        clock=incident.clock(at=at),
    )


def _still_to_tell(incident: Incident) -> str:
    if incident.people_told_at:
        return _("The people concerned are told; the agency is not yet.")
    if incident.agency_told_at:
        return _("The agency is told; the people concerned are not yet.")
    return _("Neither the people concerned nor the agency are told yet.")


def _request(request: PrivacyRequest, *, at: datetime) -> Need:
    return Need(
        sign="shield-check",
        title=_("Answer request %(number)s: %(asked)s")
        % {"number": request.pk, "asked": request.get_asked_display()},
        why=_("Somebody asks about their own data; the law gives three days for the answer."),
        url=request.get_absolute_url(),
        clock=request.clock(at=at),
    )


def _further(found: Sequence[Incident] | Sequence[PrivacyRequest]) -> Need | None:
    if len(found) <= MOST:
        return None
    if isinstance(found[0], Incident):
        sign, title, room = "alert-triangle", _("Further incidents wait"), "privacy:incidents"
    else:
        sign, title, room = (
            "shield-check",
            _("Further requests about data wait"),
            "privacy:requests",
        )
    why = _("The list shows them all, the most urgent on top.")
    return Need(sign=sign, title=title, why=why, url=reverse(room))
