"""Values that are words of the programme, and those who act without an account."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

VALUES: Mapping[str, str] = {
    "lifted by the person": gettext_noop("lifted by the person"),
    "password": gettext_noop("Password"),
    "password of before": gettext_noop("Password of before"),
    "password reset by mail": gettext_noop("Password reset by e-mail"),
    "second factor": gettext_noop("Second step"),
    "confirmation": gettext_noop("Confirmation"),
    "passkey": gettext_noop("Passkey"),
    "single sign-on": gettext_noop("Sign-in of the government"),
    "totp": gettext_noop("App with six digits"),
    "webauthn": gettext_noop("Passkey"),
    "recovery_codes": gettext_noop("Recovery code"),
    "name": gettext_noop("Name"),
    "address": gettext_noop("Address"),
    "silence": gettext_noop("Silence"),
    "age": gettext_noop("End of a sign-in's hours"),
    "asked": gettext_noop("At somebody's wish"),
    "link sent": gettext_noop("Link sent"),
    "no account": gettext_noop("No such account"),
    "no address": gettext_noop("No e-mail address"),
    "no password": gettext_noop("Account without a password"),
    "too many": gettext_noop("Too many links within an hour"),
    "closed": gettext_noop("Account closed"),
    "who": gettext_noop("Who"),
    "what": gettext_noop("What"),
    "somebody without an account": gettext_noop("somebody without an account"),
}

ACTORS: Mapping[str, str] = {
    "(visitor)": gettext_noop("A visitor"),
    "(schedule)": gettext_noop("By schedule"),
    "(migrate)": gettext_noop("A new release"),
    "dampak": gettext_noop("dampak itself"),
    "demo": gettext_noop("The demo"),
    "?": gettext_noop("An unknown name"),
}
