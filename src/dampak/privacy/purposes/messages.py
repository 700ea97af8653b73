"""What is written to people."""

from dampak.foundation.text import gettext_noop
from dampak.privacy.purposes.definition import Basis, Purpose

MESSAGES = Purpose(
    code="messages",
    version=1,
    title=gettext_noop("Messages"),
    short=gettext_noop("Your address is used for this office's own messages only."),
    why=gettext_noop(
        "To invite you, to remind you after a training, and to tell you what needs your attention."
    ),
    basis=Basis.PUBLIC_TASK,
    rule=gettext_noop("UU 20/2023 on the civil service; UU 25/2009 on public services."),
    kinds=(
        gettext_noop("name, e-mail or telephone number"),
        gettext_noop("which letter went when by which way, and whether it arrived"),
    ),
    kept=gettext_noop("Two years; links in them are forgotten as soon as the message has left."),
    recipients=gettext_noop(
        "The mail server and the telephone gateway of this office, in Indonesia; nobody else."
    ),
    rights=gettext_noop(
        "You may decline everything that is not mandatory, by the link in the message or in your "
        "inbox, and see and copy what was written to you."
    ),
)
