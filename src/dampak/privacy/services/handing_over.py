"""Hand over what is kept about who asked."""

from datetime import datetime

from django.db import transaction

from dampak.accounts.models import User
from dampak.audit.services import record
from dampak.privacy.models import PrivacyRequest
from dampak.privacy.selectors.one_person import Kept, kept_about
from dampak.privacy.selectors.whose import subject_behind
from dampak.privacy.services.locking import locked
from dampak.privacy.services.refusals import refuse_doubtful


@transaction.atomic
def hand_over(request: PrivacyRequest, *, by: User, at: datetime) -> Kept:
    """All that is kept about who asked, for a copy; the book remembers that it was taken.

    Raises `CannotAnswer` if it is not proved any more whose data are meant.
    """
    held = locked(request)
    refuse_doubtful(held)
    record("privacy.exported", by=by.username, at=at, subject=held)
    return kept_about(subject_behind(held))
