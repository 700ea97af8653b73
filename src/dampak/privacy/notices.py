"""Letters about data of people: to who asked, to who answers, and to whom a leak concerns."""

from dampak.foundation.text import gettext_noop
from dampak.messaging.letters import letter

RECEIVED = letter(
    "privacy.received",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    despite_restriction=True,
    subject=gettext_noop("We have your question about your data (no. %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nyour question about your data has arrived under number %(number)s. By "
        "law (UU 27/2022) you get an answer within 3 x 24 hours. If you have no account here, "
        "please prove at the office who you are; before that nothing is told or changed."
    ),
)
ANSWERED = letter(
    "privacy.answered",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    despite_restriction=True,
    subject=gettext_noop("Your question about your data is answered (no. %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nyour question number %(number)s is answered. With an account you read "
        "the answer here: %(link)s\nWithout one the office gives it to you under this number. If "
        "you are not content, you can turn to the data protection agency."
    ),
)
LIFTED = letter(
    "privacy.lifted",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    despite_restriction=True,
    subject=gettext_noop("Your data are no longer restricted (no. %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nthe restriction of your data from your question number %(number)s is "
        "lifted, for this reason: %(because)s\n\nIf you do not agree, ask again here: %(link)s"
    ),
)
LIFTED_BY_ONESELF = letter(
    "privacy.lifted-by-oneself",
    version=2,
    is_urgent=True,
    is_mandatory=True,
    despite_restriction=True,
    subject=gettext_noop("A restriction of your data was lifted"),
    body=gettext_noop(
        "Dear %(name)s,\n\nwhoever signed in with the account %(username)s lifted the restriction "
        "of your data that was asked for with it. Was it you? Then there is nothing to do. Was it "
        "not you? Tell the administrator of your office at once, and ask for the restriction "
        "again: %(link)s"
    ),
)
WAITING = letter(
    "privacy.waiting",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    subject=gettext_noop("A question about data of people waits for its answer (no. %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nquestion number %(number)s came %(hours)s hours ago or more. The law "
        "gives 72 hours for the answer. To the question: %(link)s"
    ),
)
OVERDUE = letter(
    "privacy.overdue",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    subject=gettext_noop("Overdue: a question about data of people (no. %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nquestion number %(number)s is not answered, and the 72 hours of the law "
        "are over. There is no way to extend them. Answer it now: %(link)s"
    ),
)
INCIDENT_WAITING = letter(
    "privacy.incident-waiting",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    subject=gettext_noop("Incident %(number)s: notices have to go out"),
    body=gettext_noop(
        "Dear %(name)s,\n\nincident number %(number)s has been known for %(hours)s hours or more. "
        "The people concerned and the agency must be told in writing within 72 hours. To the "
        "incident: %(link)s"
    ),
)
TO_PEOPLE = letter(
    "privacy.incident",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    despite_restriction=True,
    subject=gettext_noop("About a failure to protect your data (incident %(number)s)"),
    body=gettext_noop(
        "Dear %(name)s,\n\nwe have to tell you that your personal data were not protected as they "
        "should have been (Article 46 of UU 27/2022). We are sorry.\n\nWhich data:\n%(data)s\n\n"
        "When and how:\n%(happened)s\n\nWhat we do about it:\n%(handling)s\n\nHow it is made "
        "good:\n%(recovery)s\n\nYour rights and whom you can ask: %(link)s"
    ),
)
TO_AGENCY = letter(
    "privacy.incident-agency",
    version=1,
    is_urgent=True,
    is_mandatory=True,
    subject=gettext_noop("Notice of a failure to protect personal data, incident %(number)s"),
    body=gettext_noop(
        "To the agency for the protection of personal data\n\n%(office)s gives notice under "
        "Article 46 of UU 27/2022 of a failure to protect personal data, known since %(known)s."
        "\n\nWhich data:\n%(data)s\n\nHow many people: %(people)s\n\nWhen and how:\n%(happened)s"
        "\n\nHow it was noticed:\n%(noticed)s\n\nWhat is done about it:\n%(handling)s\n\nHow it "
        "is made good:\n%(recovery)s\n\nContact: %(contact)s"
    ),
)
