"""Which finding somebody may see: colleagues the newest, everybody else what was released."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from dampak.accounts.access import Permission, may
from dampak.accounts.models import User
from dampak.impact.models import Finding


def finding_for(user: User | AnonymousUser, slug: str) -> Finding:
    """The finding of a study, if this person may see one; otherwise it does not exist."""
    findings = Finding.objects.filter(slug=slug).select_related("answer__plan", "released_by")
    findings = findings.defer("answer__document")
    if not may(user, Permission.READ_EVIDENCE):
        findings = findings.released()
    found = findings.order_by("-answer__snapshot_number").first()
    if found is None:
        raise Http404
    return found
