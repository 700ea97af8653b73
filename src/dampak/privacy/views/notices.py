"""What is kept about people and why: for everybody to read and to print."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dampak.accounts.access import for_everybody
from dampak.privacy.purposes import PURPOSES


@require_safe
@for_everybody
def notices(request: HttpRequest) -> HttpResponse:
    """Every purpose with its law, its data and its end."""
    context = {
        "purposes": PURPOSES.values(),
        "office": settings.OFFICE_NAME or _("this office"),
        "officer": settings.DATA_PROTECTION_OFFICER,
        "contact": settings.DATA_PROTECTION_CONTACT,
    }
    return render(request, "privacy/notices.html", context)
