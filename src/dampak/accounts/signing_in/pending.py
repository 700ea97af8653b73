"""A sign-in on its way: it stands at the second step, and holds for the password it began with."""

from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.models import Login
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from dampak.accounts.models import User

BEGUN_WITH = "dampak_password"


def begun(user: User, *, onward: str) -> Login:
    """A sign-in of this account; it leaves a trace of the password, which nobody can read back."""
    state = {BEGUN_WITH: user.get_session_auth_hash()}
    return Login(user=user, redirect_url=onward, state=state)


def stop_if_outdated(request: HttpRequest) -> User | None:
    """Forget a sign-in that was begun before the password changed; says whose it was."""
    login = unstash_login(request, peek=True)
    if login is None or not isinstance(login.user, User) or _holds(login, login.user):
        return None
    clear_login(request)
    return login.user


def _holds(login: Login, user: User) -> bool:
    known = str(login.state.get(BEGUN_WITH, ""))
    return constant_time_compare(known, user.get_session_auth_hash())
