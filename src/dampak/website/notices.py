"""Letters to whoever owns an account, about what happened to its door."""

from dampak.accounts.signing_in.telling import Event
from dampak.foundation.text import gettext_noop
from dampak.messaging.letters import letter

WORDS = gettext_noop(
    "Dear %(name)s,\n\nthe subject of this letter says what happened to your account on "
    "%(moment)s. Was it you? Then there is nothing to do. Was it not you? Tell the administrator "
    "of your office at once, and look at your account: %(link)s"
)
SUBJECTS = {
    Event.FACTOR_ADDED: gettext_noop("A second step was added to your account"),
    Event.FACTOR_REMOVED: gettext_noop("A second step was taken away from your account"),
    Event.CODES_RENEWED: gettext_noop("New recovery codes were made for your account"),
    Event.CODE_USED: gettext_noop("A recovery code opened your account"),
    Event.PASSWORD_CHANGED: gettext_noop("The password of your account was changed"),
    Event.LOCKED: gettext_noop("Your account was closed for a while: somebody tried passwords"),
}
LETTERS = {
    event: letter(
        f"signing-in.{event}",
        version=1,
        subject=subject,
        body=WORDS,
        is_urgent=True,
        is_mandatory=True,
    )
    for event, subject in SUBJECTS.items()
}
