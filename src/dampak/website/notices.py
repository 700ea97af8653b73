"""Letters to whoever owns an account, about what happened to its door."""

from dampak.accounts.signing_in.telling import Event, Handed, Tie
from dampak.foundation.text import gettext_noop
from dampak.messaging.letters import Letter, letter

WORDS = gettext_noop(
    "Dear %(name)s,\n\nthe subject of this letter says what happened to your account on "
    "%(moment)s. Was it you? Then there is nothing to do. Was it not you? Tell the administrator "
    "of your office at once, and look at your account: %(link)s"
)
RESET_WORDS = gettext_noop(
    "Dear %(name)s,\n\na new password was set for your account on %(moment)s, by a link in an "
    "e-mail. Your API tokens were ended. Was it you? Then look once at your account: %(link)s Take "
    "away every app and passkey that you do not know; somebody else may have added it. Was it not "
    "you? Tell the administrator of your office at once."
)
SUBJECTS = {
    Event.FACTOR_ADDED: gettext_noop("A second step was added to your account"),
    Event.FACTOR_REMOVED: gettext_noop("A second step was taken away from your account"),
    Event.CODES_RENEWED: gettext_noop("New recovery codes were made for your account"),
    Event.CODE_USED: gettext_noop("A recovery code opened your account"),
    Event.PASSWORD_CHANGED: gettext_noop("The password of your account was changed"),
    Event.PASSWORD_RESET: gettext_noop("A new password was set for your account by e-mail"),
    Event.LOCKED: gettext_noop("Your account was closed for a while: somebody tried passwords"),
    Event.ADDRESS_CHANGED: gettext_noop("The e-mail address of your account was changed"),
}
LETTERS = {
    event: letter(
        f"signing-in.{event}",
        version=1,
        subject=subject,
        body=RESET_WORDS if event is Event.PASSWORD_RESET else WORDS,
        is_urgent=True,
        is_mandatory=True,
        despite_restriction=True,
    )
    for event, subject in SUBJECTS.items()
}
TO_ACCOUNT = {
    Tie.TIED: (
        gettext_noop("Your account was tied to a record of staff"),
        gettext_noop(
            "Dear %(name)s,\n\non %(moment)s an administrator tied your account to a record of "
            "staff. On My data you see what is kept about that person: %(link)s\n\nIs it not you? "
            "Then change nothing there, and tell the administrator of your office at once."
        ),
    ),
    Tie.UNTIED: (
        gettext_noop("Your account was untied from its record of staff"),
        gettext_noop(
            "Dear %(name)s,\n\non %(moment)s an administrator untied your account from its record "
            "of staff. What is kept about that person, and messages to them, are not shown to you "
            "any more. Was the record yours? Then tell the administrator of your office. What is "
            "kept about your account: %(link)s"
        ),
    ),
}
TO_RECORD = {
    Tie.TIED: (
        gettext_noop("An account was tied to your record of staff"),
        gettext_noop(
            "Dear %(name)s,\n\non %(moment)s the account %(username)s was tied to your record of "
            "staff. Whoever signs in with it sees what is kept about you, and gets the messages to "
            "you. Is it your account? Then there is nothing to do. Is it not? Tell the "
            "administrator of your office at once, or ask the data steward: %(link)s"
        ),
    ),
    Tie.UNTIED: (
        gettext_noop("An account was untied from your record of staff"),
        gettext_noop(
            "Dear %(name)s,\n\non %(moment)s the account %(username)s was untied from your record "
            "of staff. Whoever signs in with it sees no longer what is kept about you. Is it your "
            "account? Then tell the administrator of your office. Was it never yours? You may ask "
            "what was shown there: %(link)s"
        ),
    ),
}


def _about_a_tie(name: str, subject: str, body: str, *, version: int = 1) -> Letter:
    rules = {"is_urgent": True, "is_mandatory": True, "despite_restriction": True}
    return letter(f"signing-in.{name}", version=version, subject=subject, body=body, **rules)


VERSION_TO_RECORD = {Tie.TIED: 2, Tie.UNTIED: 1}
TIE_TO_ACCOUNT = {what: _about_a_tie(what, *words) for what, words in TO_ACCOUNT.items()}
TIE_TO_RECORD = {
    what: _about_a_tie(f"record-{what}", *words, version=VERSION_TO_RECORD[what])
    for what, words in TO_RECORD.items()
}
HANDED_WORDS = {
    Handed.RESET: (
        gettext_noop("A new password for dampak"),
        gettext_noop(
            "Dear %(name)s,\n\nsomebody, probably you, forgot the password of the account "
            "%(username)s. Set a new one here; the link opens once, until %(until)s:\n\n%(link)s"
            "\n\nWas it not you? Then do nothing: the password stays as it is. Give this link to "
            "nobody; no administrator ever asks for it."
        ),
    ),
    Handed.NO_PASSWORD: (
        gettext_noop("Your account in dampak has no password yet"),
        gettext_noop(
            "Dear %(name)s,\n\nsomebody, probably you, asked for a new password for the account "
            "%(username)s. It has none yet. Ask the administrator of your office for a link with "
            "which you set the first one."
        ),
    ),
    Handed.GOVERNMENT: (
        gettext_noop("You sign in to dampak with the government's account"),
        gettext_noop(
            "Dear %(name)s,\n\nsomebody, probably you, asked for a new password for the account "
            "%(username)s. It has none: you sign in with the government's account, by the button "
            "on the sign-in page. If you forgot that password, ask where that account was opened."
        ),
    ),
    Handed.ADDRESS: (
        gettext_noop("Is this your e-mail address?"),
        gettext_noop(
            "Somebody entered this address for an account in dampak. Was it you? Then open this "
            "link where you are signed in; it opens once, until %(until)s:\n\n%(link)s\n\nWas it "
            "not you? Then do nothing, and nothing happens."
        ),
    ),
    Handed.ADDRESS_LEFT: (
        gettext_noop("This address no longer belongs to your account in dampak"),
        gettext_noop(
            "Dear %(name)s,\n\nthe account %(username)s no longer uses this address; from now on "
            "no link for a new password comes here. Was it not you? Tell the administrator of "
            "your office at once."
        ),
    ),
}
HANDED = {
    what: letter(
        f"signing-in.{what}",
        version=1,
        subject=subject,
        body=body,
        is_urgent=True,
        is_mandatory=True,
        is_confidential=True,
        despite_restriction=True,
    )
    for what, (subject, body) in HANDED_WORDS.items()
}
