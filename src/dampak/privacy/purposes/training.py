"""Who took part in which training."""

from dampak.foundation.text import gettext_noop
from dampak.privacy.purposes.definition import Basis, Purpose

TRAINING = Purpose(
    code="training",
    version=1,
    title=gettext_noop("Records of training"),
    short=gettext_noop("Kept to plan training and to find out whether it helped; never published."),
    why=gettext_noop(
        "To plan training and to find out whether it made the service better. What is studied is "
        "the unit, not the person: the data for studies carry a key and no name."
    ),
    basis=Basis.LEGAL_DUTY,
    rule=gettext_noop(
        "UU 20/2023 on the civil service; LAN regulations on developing competencies."
    ),
    kinds=(
        gettext_noop("trainings, hours, attendance and completion"),
        gettext_noop("results of tests before and after, and tasks at the workplace"),
    ),
    kept=gettext_noop(
        "Until the last study that builds on them is answered and could be checked: at least "
        "fifteen months after the training, at most five years after your last posting."
    ),
    recipients=gettext_noop(
        "Trainers and those who manage training in your agency. Published are counts of groups."
    ),
    rights=gettext_noop(
        "You may see, copy and correct them. You may object to being ranked by a computer; "
        "dampak ranks nobody."
    ),
)
