"""Records of the people who serve."""

from dampak.foundation.text import gettext_noop
from dampak.privacy.purposes.definition import Basis, Purpose

STAFF = Purpose(
    code="staff",
    version=1,
    title=gettext_noop("Records of staff"),
    short=gettext_noop("Kept to plan training and to know who served where; never published."),
    why=gettext_noop(
        "To know who served in which unit when, so that training can be planned and its effect on "
        "the unit's service can be measured. No decision about one person is taken by a computer."
    ),
    basis=Basis.PUBLIC_TASK,
    rule=gettext_noop("UU 20/2023 on the civil service; PP 11/2017 with PP 17/2020."),
    kinds=(
        gettext_noop("name, kind of employment, rank, education, status"),
        gettext_noop("the employee number (NIP), as a key and a mask only, never whole"),
        gettext_noop("units, positions and superiors, with their dates"),
        gettext_noop("work e-mail and telephone, if they were given"),
    ),
    kept=gettext_noop(
        "While you serve and five years after your last posting; then everything that names you is "
        "blanked. Numbers of people per unit stay."
    ),
    recipients=gettext_noop(
        "Those of your agency who look after staff and training. Other agencies see nothing."
    ),
    rights=gettext_noop(
        "You may see, copy, correct and object, and have your data restricted. Deletion is "
        "possible as far as the law on archives leaves room."
    ),
)
