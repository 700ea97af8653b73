"""What the kinds and values of `Kept` are called on the screen; files keep their own names."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dampak.accounts.models import Role
from dampak.foundation.text import gettext_noop
from dampak.messaging.models import State, Way
from dampak.organisations.models import Education, Employment, RestrictionKind, Status
from dampak.privacy.models import Asked, Outcome

KINDS: Mapping[str, str] = {
    "account": gettext_noop("Account"),
    "person": gettext_noop("Record of staff"),
    "former_numbers": gettext_noop("Former numbers"),
    "postings": gettext_noop("Postings"),
    "roles": gettext_noop("Roles"),
    "sessions": gettext_noop("Sessions"),
    "invitations": gettext_noop("Invitations"),
    "messages": gettext_noop("Messages"),
    "requests": gettext_noop("Requests about data"),
    "restrictions": gettext_noop("Restrictions"),
    "counts": gettext_noop("Counts"),
}
VALUES: Mapping[str, str] = {
    "username": gettext_noop("user name"), "name": gettext_noop("name"),
    "email": gettext_noop("e-mail"), "joined_at": gettext_noop("opened"),
    "last_sign_in_at": gettext_noop("last sign-in"), "nip": "NIP",
    "employment": gettext_noop("employment"), "rank": gettext_noop("rank"),
    "education": gettext_noop("education"), "status": gettext_noop("status"),
    "phone": gettext_noop("telephone"), "from": gettext_noop("from"), "to": gettext_noop("to"),
    "unit": gettext_noop("unit"), "position": gettext_noop("position"),
    "has_supervisor": gettext_noop("has a superior"), "role": gettext_noop("role"),
    "ended_at": gettext_noop("ended"), "began_at": gettext_noop("began"),
    "last_seen_at": gettext_noop("last visit"), "browser": gettext_noop("browser"),
    "network": gettext_noop("network address"), "made_at": gettext_noop("made"),
    "expires_at": gettext_noop("holds until"), "used_at": gettext_noop("used"),
    "subject": gettext_noop("subject"), "way": gettext_noop("way"),
    "state": gettext_noop("state"), "sent_at": gettext_noop("sent"),
    "number": gettext_noop("request number"), "asked": gettext_noop("what was asked"),
    "words": gettext_noop("in their words"), "received_at": gettext_noop("received"),
    "outcome": gettext_noop("outcome"), "answer": gettext_noop("answer"),
    "kind": gettext_noop("kind"), "since": gettext_noop("since"),
    "until": gettext_noop("last day"), "lifted_at": gettext_noop("lifted"),
    "lifted_because": gettext_noop("reason of lifting"), "sessions": gettext_noop("sessions"),
    "deeds": gettext_noop("deeds in the audit book"),
}  # fmt: skip
# Codes in files, words on the screen.
CHOICES: Mapping[str, type[TextChoices]] = {
    "role": Role, "way": Way, "state": State, "asked": Asked, "outcome": Outcome,
    "kind": RestrictionKind, "employment": Employment, "education": Education, "status": Status,
}  # fmt: skip
MOMENTS = frozenset(name for name in VALUES if name.endswith("_at")) | {"since"}
DAYS = frozenset({"from", "to", "until"})


def shown(name: str, value: object) -> str:
    """One value as somebody reads it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if name in MOMENTS:
        return date_format(localtime(datetime.fromisoformat(text)), "j M Y, H.i")
    if name in DAYS:
        return date_format(date.fromisoformat(text), "j M Y")
    return str(dict(CHOICES[name].choices).get(text, text)) if name in CHOICES else text
