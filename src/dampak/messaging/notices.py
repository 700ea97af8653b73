"""The letter with which an administrator tries whether messages arrive."""

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
