"""Deeds round signing in."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.timezone import localdate

from dampak.accounts.models import Assignment, Role, User
from dampak.audit.services import record
from dampak.organisations.models import Unit


@transaction.atomic
def open_account(
    username: str,
    *,
    password: str,
    role: Role | Collection[Role],
    by: str,
    at: datetime,
    name: str = "",
    unit: Unit | None = None,
) -> tuple[User, bool]:
    """Give somebody a sign-in, or a new password and other roles; says whether it is new.

    The roles hold from today over the unit, or over everything, and are all that the account
    then has. This is the deed of whoever runs the machine and asks for no right; people give
    each other roles in `managing`.
    Raises Django's `ValidationError` if the name or the password will not do.
    """
    known = User.objects.select_for_update().filter(username=username).first()
    user = known or User(username=username, first_name=name)
    user.is_active = True
    user.set_password(password)
    validate_password(password, user)
    user.full_clean()
    user.save()
    roles = [role] if isinstance(role, Role) else sorted(role)
    _replace_assignments(user, roles, unit, by=by, at=at)
    told = {"roles": [str(each) for each in roles], "unit": unit.code if unit else ""}
    record("account.renewed" if known else "account.opened", by=by, at=at, subject=user, **told)
    return user, known is None


def _replace_assignments(
    user: User, roles: Collection[Role], unit: Unit | None, *, by: str, at: datetime
) -> None:
    user.assignments.filter(ended_at=None).update(ended_at=at, ended_by=by)
    Assignment.objects.bulk_create(
        Assignment(
            user=user, role=role, unit=unit, valid_from=localdate(at), given_at=at, given_by=by
        )
        for role in roles
    )
    user.__dict__.pop("_held", None)
