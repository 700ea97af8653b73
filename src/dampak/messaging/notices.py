"""Letters about messages: whether they arrive, and whether they may come again."""

from dampak.foundation.text import gettext_noop
from dampak.messaging.letters import letter

TRIAL = letter(
    "messaging.trial",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    subject=gettext_noop("A message to try things out"),
    body=gettext_noop(
        "Dear %(name)s,\n\nyou asked dampak for this message to see whether it arrives. It did.\n\n"
        "To your inbox: %(link)s"
    ),
)
TAKE_BACK = letter(
    "messaging.take-back",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    is_confidential=True,
    subject=gettext_noop("Shall messages reach you again?"),
    body=gettext_noop(
        "Dear %(name)s,\n\nat this address, or with an account that is closed, messages that are "
        "not mandatory were declined. Whoever signed in with the account %(username)s wants them "
        "to come again. Do you want that? Then open this link and say so there: %(link)s\n\nDo "
        "you not want it, or was it not you? Then do nothing: no such messages come."
    ),
)
