"""Which finding somebody may see: who reads everything the newest, others what was released."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.models import User
from dampak.impact.access import findings_within
from dampak.impact.in_public import Edition
from dampak.impact.models import Finding


def finding_for(user: User | AnonymousUser, slug: str) -> Finding:
    """The finding of a study, if this person may see one; otherwise it does not exist."""
    findings = findings_within(scope_of(user, Permission.READ_EVIDENCE)).filter(slug=slug)
    findings = findings.select_related("answer__plan", "released_by").defer("answer__document")
    found = findings.order_by("-answer__snapshot_number").first()
    if found is None:
        raise Http404
    return found


def edition_for(user: User | AnonymousUser, finding: Finding) -> Edition:
    """A finding with its exact numbers for those who read everything; as released for others."""
    return finding.seen(inside=scope_of(user, Permission.READ_EVIDENCE).everything)
