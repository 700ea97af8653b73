"""Surveys among those who were served."""

from dampak.foundation.text import gettext_noop
from dampak.privacy.purposes.definition import Basis, Purpose

SURVEYS = Purpose(
    code="surveys",
    version=1,
    title=gettext_noop("Surveys among citizens"),
    short=gettext_noop("The answers are anonymous, and taking part is up to you."),
    why=gettext_noop(
        "To make the service better and to compute its satisfaction value (IKM). The answers are "
        "anonymous: neither name, nor number, nor the address of the telephone is kept."
    ),
    basis=Basis.PUBLIC_TASK,
    rule=gettext_noop("UU 25/2009 on public services; PermenPANRB 14/2017."),
    kinds=(
        gettext_noop("nine answers from 1 to 4, and the day"),
        gettext_noop("sex, age, education and main work, if you choose to tell them"),
        gettext_noop("a remark in your own words, if you write one"),
    ),
    kept=gettext_noop(
        "Without a limit: nobody can be found in them, and the value of each year has to stay "
        "verifiable."
    ),
    recipients=gettext_noop(
        "The unit that served you. Published are values of groups large enough that nobody is "
        "recognised in them."
    ),
    rights=gettext_noop(
        "Taking part is up to you and changes nothing about how you are served. Because nobody "
        "knows which answers are yours, they cannot be shown, changed or taken back later."
    ),
)
