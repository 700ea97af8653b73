"""Messages on the screen: what was sent, one's own inbox, declining without signing in."""

from secrets import token_hex

from django.contrib import messages as told
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dampak.accounts.access import Permission, authorised, for_everybody, for_oneself, signed_in
from dampak.accounts.models import User
from dampak.foundation.addresses import number_in
from dampak.language.saying import say
from dampak.messaging.access import (
    may_read_link,
    may_send_again,
    message_for,
    messages_seen_by,
    own_message,
)
from dampak.messaging.models import Message, State, Way
from dampak.messaging.notices import TRIAL
from dampak.messaging.ports import Outbox, port_for
from dampak.messaging.recipients import recipient_of
from dampak.messaging.selectors import has_declined, page_of
from dampak.messaging.services import (
    CannotSend,
    accept_again,
    decline,
    mark_read,
    send,
    send_again,
)
from dampak.messaging.stopping import recipient_in
from dampak.messaging.taking_back import (
    declined_beside,
    is_record_still_reached,
    mail_link_to_record,
    names_behind,
    take_back_own,
)


@require_safe
@authorised(Permission.SEE_MESSAGES)
def sent(request: HttpRequest) -> HttpResponse:
    """Everything that was written to people, whatever became of it."""
    user = signed_in(request)
    below, state = request.GET.get("sebelum", ""), request.GET.get("keadaan", "")
    found = messages_seen_by(user)
    if state in State.values:
        found = found.filter(state=state)
    context = {
        "page": page_of(found, below=number_in(below)),
        "states": State.choices,
        "state": state,
        "nothing_leaves": all(isinstance(port_for(way), Outbox) for way in (Way.EMAIL, Way.PHONE)),
    }
    return render(request, "messaging/sent.html", context)


@require_safe
@authorised(Permission.SEE_MESSAGES)
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message: its text, its way, and what became of it."""
    user = signed_in(request)
    found = message_for(user, number)
    context = {
        "message": found,
        "can_send_again": may_send_again(user, found),
        "text": found.body() if may_read_link(user, found) else found.body_without_link(),
    }
    return render(request, "messaging/message.html", context)


@require_POST
@authorised(Permission.MANAGE_MESSAGES)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Send once more what failed or perhaps arrived."""
    user = signed_in(request)
    found = message_for(user, number)
    if not may_send_again(user, found):
        raise PermissionDenied
    try:
        send_again(found, by=user.get_username(), at=now())
    except CannotSend as refusal:
        told.warning(request, say(refusal.sentence, get_language() or "id"))
    else:
        told.success(request, _("It will leave within a minute."))
    return redirect(found)


@require_POST
@authorised(Permission.MANAGE_MESSAGES)
def trial(request: HttpRequest) -> HttpResponse:
    """Write to oneself, to see whether messages arrive."""
    context = {"link": reverse("messaging:inbox")}
    send(signed_in(request), TRIAL, context, key=f"trial:{token_hex(8)}", at=now())
    told.success(request, _("Written to you. It lies in your inbox and leaves within a minute."))
    return redirect("messaging:sent")


@require_safe
@for_oneself
def inbox(request: HttpRequest) -> HttpResponse:
    """What was written to oneself."""
    user = signed_in(request)
    context = {
        "page": page_of(
            Message.objects.in_inbox_of(user), below=number_in(request.GET.get("sebelum", ""))
        ),
        "has_declined": has_declined([recipient_of(user).own_key]),
        "declined_beside": declined_beside(user),
        "is_record_still_reached": is_record_still_reached(user),
    }
    return render(request, "messaging/inbox.html", context)


@require_safe
@for_oneself
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Open a message of one's own."""
    found = own_message(signed_in(request), number)
    mark_read(found, at=now())
    language = get_language() or "id"
    context = {"message": found, "subject": found.subject(language), "body": found.body(language)}
    return render(request, "messaging/letter.html", context)


@require_POST
@for_oneself
def wishes(request: HttpRequest) -> HttpResponse:
    """Decline messages outside the inbox, or take that back."""
    user = signed_in(request)
    if request.POST.get("keluar") == "tidak":
        decline(recipient_of(user).own_key, at=now())
        _tell_what_still_leaves(request, user)
    else:
        take_back_own(user, at=now())
        _tell_what_stays(request, user)
    return redirect("messaging:inbox")


def _tell_what_still_leaves(request: HttpRequest, user: User) -> None:
    if is_record_still_reached(user):
        told.warning(
            request,
            _(
                "From now on messages about your account come to your inbox only. Those to your "
                "record of staff still go to the address of that record, too, which this account "
                "has not proved to be yours: decline them by the link in such a message."
            ),
        )
    else:
        told.success(request, _("From now on such messages come to your inbox only."))


def _tell_what_stays(request: HttpRequest, user: User) -> None:
    if not declined_beside(user):
        told.success(request, _("Messages reach you outside the inbox again."))
    elif mail_link_to_record(user, at=now()):
        told.warning(
            request,
            _(
                "The no to messages of your record of staff still stands. A link goes to the "
                "address of that record; whoever opens it there can take the no back."
            ),
        )
    else:
        told.warning(
            request,
            _(
                "The no to messages of your record of staff still stands. No link could go there: "
                "the record has no address, or its data are restricted. Ask the administrator of "
                "your office to enter one, or lift the restriction on My data; then press the "
                "button again."
            ),
        )


@csrf_exempt  # mailboxes send this form by themselves (RFC 8058); the token says who is meant
@require_http_methods(["GET", "HEAD", "POST"])
@for_everybody
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Decline by the link in a message, without signing in, or take that back."""
    recipient = recipient_in(token)
    if recipient is None:
        raise Http404
    names = names_behind(recipient)
    if request.method == "POST" and request.POST.get("keluar") == "ya":
        accept_again(names, at=now())
    elif request.method == "POST":
        decline(recipient, at=now())
    return render(request, "messaging/stop.html", {"has_declined": has_declined(names)})
