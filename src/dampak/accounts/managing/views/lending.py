"""One's own roles on the screen: what one may do, and lending it to somebody for a time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampak.accounts.access import for_oneself, held_by, signed_in
from dampak.accounts.managing.delegating import NOBODY, delegate_role
from dampak.accounts.managing.forms import LendForm
from dampak.accounts.managing.giving import end_role
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.selectors import lent_by, own_roles
from dampak.accounts.models import Assignment, User
from dampak.language.saying import say


@require_http_methods(["GET", "HEAD", "POST"])
@for_oneself
def own(request: HttpRequest) -> HttpResponse:
    """The roles that one has, and those that one lent; a form to lend one."""
    user = signed_in(request)
    form, refusal = LendForm(request.POST or None, own=own_roles(user)), ""
    if form.is_valid():
        try:
            _lend(form, user)
        except CannotChangeRights as refused:
            refusal = say(refused.sentence, get_language() or "id")
        else:
            messages.success(request, _("Lent, from today. You can end it at any time."))
            return redirect("managing:own")
    context = {
        "held": held_by(user),
        "lent": lent_by(user),
        "form": form,
        "refusal": refusal,
        "today": localdate(),
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "managing/own.html", context, status=status)


@require_POST
@for_oneself
def take_back(request: HttpRequest, role: int) -> HttpResponse:
    """End what one lent."""
    user = signed_in(request)
    lent = Assignment.objects.filter(delegated_from__user=user)  # a second click finds it ended
    end_role(get_object_or_404(lent, pk=role), by=user, at=now())
    messages.success(request, _("Taken back."))
    return redirect("managing:own")


def _lend(form: LendForm, user: User) -> None:
    source = form.chosen()
    to = User.objects.filter(username=form.cleaned_data["username"], is_active=True).first()
    if to is None:
        raise CannotChangeRights(NOBODY)
    delegate_role(
        source, to=to, unit=source.unit, until=form.cleaned_data["until"], by=user, at=now()
    )
