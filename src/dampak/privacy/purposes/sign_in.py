"""Accounts, the door, and the book of deeds."""

from dampak.foundation.text import gettext_noop
from dampak.privacy.purposes.definition import Basis, Purpose

SIGN_IN = Purpose(
    code="sign-in",
    version=1,
    title=gettext_noop("Signing in and the audit book"),
    short=gettext_noop("Kept so that only you use your account; what is done with it is recorded."),
    why=gettext_noop(
        "So that only those who may see data do, guessing of passwords is noticed, and every "
        "change can be explained later."
    ),
    basis=Basis.LEGAL_DUTY,
    rule=gettext_noop("Articles 31, 35 and 39 of UU 27/2022; PP 71/2019; BSSN Regulation 4/2021."),
    kinds=(
        gettext_noop("user name, name, e-mail, roles with their dates"),
        gettext_noop("the password and second steps, so that nobody can read them"),
        gettext_noop("sessions: browser, network address, moments"),
        gettext_noop("deeds and changes of data, with who and when"),
    ),
    kept=gettext_noop(
        "Sessions three months after the last visit, failed tries three months, locks one year. "
        "The account as long as you serve. The audit book stays; what it says of you can be "
        "blanked."
    ),
    recipients=gettext_noop("Those who look after accounts, and the data steward."),
    rights=gettext_noop(
        "You may see and copy them and have your name corrected. That you did a deed cannot be "
        "deleted, because the book has to be complete."
    ),
)
