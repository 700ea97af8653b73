"""What stands on the door: the rules of a password, and what a lock says."""

from datetime import datetime

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dampak.accounts.signing_in.models import Lock


def words_of_lock(lock: Lock, *, at: datetime) -> list[str]:
    """The sentences of a lock, the same whether an account has the name or not."""
    minutes = max(1, -(-int((lock.until - at).total_seconds()) // 60))
    values = {
        "began": time_format(localtime(lock.began_at), "H.i"),
        "until": time_format(localtime(lock.until), "H.i"),
        "zone": localtime(lock.until).tzname() or "",
        "tries": lock.tries,
    }
    happened = _happened(lock) % values
    waiting = ngettext(
        "It opens by itself at %(until)s %(zone)s, in %(minutes)s minute.",
        "It opens by itself at %(until)s %(zone)s, in %(minutes)s minutes.",
        minutes,
    ) % (values | {"minutes": minutes})
    todo = _(
        "Wait until then, or ask the administrator of your office to open it. A passkey still "
        "works. If it was not you who tried, tell the administrator."
    )
    return [happened, waiting, todo]


def _happened(lock: Lock) -> str:
    if lock.kind == Lock.Kind.NAME:
        return _(
            "This name has been closed since %(began)s: it was tried %(tries)s times without "
            "success, and that looks like guessing."
        )
    return _(
        "Signing in from this place has been closed since %(began)s: %(tries)s tries from this "
        "network failed, and that looks like guessing."
    )


def rules_of_password() -> list[str]:
    """What a password must be, said before anybody types one; the settings look after them."""
    return [
        _("At least twelve characters; spaces count."),
        _("Not like your name, your sign-in name or your e-mail address."),
        _("None that many people use."),
        _("Not digits alone: an employee number is no secret."),
    ]
