"""Roles over parts of the tree: given, lent, ended, and never more than the giver has."""

import random
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.integration.conftest import AT

from dampak.accounts.access import EVERYTHING, GRANTED, NOWHERE, Permission, Scope, scope_of
from dampak.accounts.managing.delegating import delegate_role
from dampak.accounts.managing.giving import close_account, end_role, give_role
from dampak.accounts.managing.inviting import (
    LASTS,
    CannotAccept,
    accept_invitation,
    invite,
    renew_link,
)
from dampak.accounts.managing.refusing import CannotChangeRights
from dampak.accounts.managing.selectors import accounts_within
from dampak.accounts.models import Assignment, Invitation, Role, User
from dampak.accounts.scope import scope_over
from dampak.accounts.services import open_account
from dampak.audit.models import Entry
from dampak.organisations.services import NewUnit, open_unit

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(1)
PASSWORD = "loket prima 9"


@pytest.fixture
def tree(db):
    """Two agencies, each with an office below it."""
    units = {}
    for code, above in (("BARAT", ""), ("BARAT-1", "BARAT"), ("TIMUR", ""), ("TIMUR-1", "TIMUR")):
        new = NewUnit(code=code, name=f"Dinas {code}", parent=units.get(above))
        units[code] = open_unit(new, by="test", at=AT)
    return units


@pytest.fixture
def account(db):
    def opened(name, role=Role.CIVIL_SERVANT, unit=None):
        user = open_account(name, password=PASSWORD, role=role, unit=unit, by="test", at=AT)[0]
        return User.objects.get(pk=user.pk)

    return opened


def scope(user, permission, on=TODAY) -> Scope:
    return scope_of(User.objects.get(pk=user.pk), permission, on=on)


def test_a_role_reaches_its_unit_with_all_below_and_nothing_beside(tree, account):
    head = account("hasan", Role.HEAD, tree["BARAT"])
    reach = scope(head, Permission.READ_EVIDENCE)
    assert reach.covers(tree["BARAT"].path)
    assert reach.covers(tree["BARAT-1"].path)
    assert not reach.covers(tree["TIMUR-1"].path)
    assert not reach.covers(None)
    assert scope(head, Permission.IMPORT_DATA) == NOWHERE


def test_a_unit_beside_with_the_same_beginning_of_its_name_is_not_inside():
    assert not Scope(paths=("0001",)).covers("0002")
    assert not Scope(paths=("0001",)).covers("")
    assert Scope(paths=("0001",)).covers("00010001")


def test_scopes_are_joined_without_what_lies_inside_another():
    assert scope_over(["00010002", "0001", "0003"]).paths == ("0001", "0003")
    assert scope_over(["0001", None]) == EVERYTHING
    assert scope_over([]) == NOWHERE
    assert EVERYTHING.holds(Scope(paths=("0001",)))
    assert not Scope(paths=("0001",)).holds(EVERYTHING)
    assert Scope(paths=("0001",)).holds(Scope(paths=("00010001",)))


def test_a_role_holds_on_its_days_both_included_and_on_no_other(tree, account):
    user, admin = account("budi"), account("dewi", Role.ADMINISTRATOR)
    give_role(user, Role.HEAD, unit=tree["BARAT"], until=TOMORROW, by=admin, at=AT)
    days = [TODAY - timedelta(1), TODAY, TOMORROW, TOMORROW + timedelta(1)]
    held = [not scope(user, Permission.RELEASE_ANSWERS, on=day).is_empty for day in days]
    assert held == [False, True, True, False]


def test_rights_are_asked_for_once_a_request(tree, account, django_assert_num_queries):
    user = User.objects.get(pk=account("hasan", Role.HEAD, tree["BARAT"]).pk)
    with django_assert_num_queries(1):
        for permission in Permission:
            scope_of(user, permission)


def test_a_closed_account_and_a_stranger_have_no_rights(account):
    from django.contrib.auth.models import AnonymousUser

    user = account("hasan", Role.HEAD)
    user.is_active = False
    assert scope_of(user, Permission.READ_EVIDENCE) == NOWHERE
    assert scope_of(AnonymousUser(), Permission.READ_EVIDENCE) == NOWHERE


def test_nobody_gives_themselves_anything(tree, account):
    admin = account("dewi", Role.ADMINISTRATOR)
    with pytest.raises(CannotChangeRights, match="own account"):
        give_role(admin, Role.STEWARD, unit=None, by=admin, at=AT)
    with pytest.raises(CannotChangeRights, match="own account"):
        end_role(admin.assignments.get(), by=admin, at=AT)
    with pytest.raises(CannotChangeRights, match="own account"):
        close_account(admin, by=admin, at=AT)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_looks_after_no_accounts_gives_no_role(tree, account, role):
    giver, user = account("hasan", role), account("budi", unit=tree["BARAT"])
    with pytest.raises(CannotChangeRights, match="do not hold"):
        give_role(user, Role.CIVIL_SERVANT, unit=tree["BARAT"], by=giver, at=AT)


def test_an_administrator_of_one_agency_gives_nothing_in_another(tree, account):
    west = account("dewi", Role.ADMINISTRATOR, tree["BARAT"])
    user = account("budi", unit=tree["BARAT-1"])
    give_role(user, Role.HEAD, unit=tree["BARAT-1"], by=west, at=AT)
    for beyond in (tree["TIMUR"], tree["TIMUR-1"], None):
        with pytest.raises(CannotChangeRights, match="do not hold"):
            give_role(user, Role.CIVIL_SERVANT, unit=beyond, by=west, at=AT)


def test_an_administrator_of_one_agency_sees_and_touches_no_account_of_another(tree, account):
    west = account("dewi", Role.ADMINISTRATOR, tree["BARAT"])
    clara = account("clara", Role.HEAD, tree["TIMUR"])
    both = account("rani", Role.OBSERVER, tree["BARAT"])
    give_role(both, Role.HEAD, unit=tree["TIMUR"], by=account("pusat", Role.ADMINISTRATOR), at=AT)
    seen = accounts_within(scope(west, Permission.MANAGE_ACCOUNTS))
    assert set(seen) == {west, both}
    for other in (clara, both):
        for deed in (close_account, renew_link):
            with pytest.raises(CannotChangeRights, match="outside"):
                deed(other, by=west, at=AT)
    with pytest.raises(CannotChangeRights, match="beyond"):
        end_role(clara.assignments.get(), by=west, at=AT)
    assert scope(clara, Permission.RELEASE_ANSWERS).covers(tree["TIMUR"].path)


def test_nobody_gives_a_day_more_than_they_have(tree, account):
    chief, west = account("pusat", Role.ADMINISTRATOR), account("dewi")
    give_role(west, Role.ADMINISTRATOR, unit=tree["BARAT"], until=TOMORROW, by=chief, at=AT)
    user = account("budi", unit=tree["BARAT"])
    for until in (None, TOMORROW + timedelta(1)):
        with pytest.raises(CannotChangeRights, match="Your own rights end"):
            give_role(user, Role.HEAD, unit=tree["BARAT"], until=until, by=west, at=AT)
    give_role(user, Role.HEAD, unit=tree["BARAT"], until=TOMORROW, by=west, at=AT)


def test_the_last_administrator_stays_however_it_is_tried(tree, account):
    first, second = account("dewi", Role.ADMINISTRATOR), account("rani", Role.ADMINISTRATOR)
    end_role(first.assignments.get(), by=second, at=AT)
    acting = account("sementara", Role.CIVIL_SERVANT)
    give_role(acting, Role.ADMINISTRATOR, unit=None, until=TOMORROW, by=second, at=AT)
    with pytest.raises(CannotChangeRights, match="last administrator"):
        end_role(second.assignments.get(), by=acting, at=AT)
    with pytest.raises(CannotChangeRights, match="last administrator"):
        close_account(second, by=acting, at=AT)
    assert scope(second, Permission.MANAGE_ACCOUNTS) == EVERYTHING


def test_a_role_that_is_lent_ends_with_its_day_and_with_the_role_itself(tree, account):
    head, budi = account("hasan", Role.HEAD, tree["BARAT"]), account("budi", unit=tree["BARAT"])
    own = head.assignments.get()
    lent = delegate_role(own, to=budi, unit=own.unit, until=TOMORROW, by=head, at=AT)
    assert scope(budi, Permission.RELEASE_ANSWERS).covers(tree["BARAT-1"].path)
    assert scope(budi, Permission.RELEASE_ANSWERS, on=TOMORROW + timedelta(1)) == NOWHERE
    assert lent.delegated_from == own
    end_role(own, by=account("dewi", Role.ADMINISTRATOR), at=AT)
    assert scope(budi, Permission.RELEASE_ANSWERS) == NOWHERE


def test_what_was_lent_is_neither_lent_again_nor_given_away(tree, account):
    chief = account("pusat", Role.ADMINISTRATOR)
    budi, clara = account("budi"), account("clara")
    own = chief.assignments.get()
    lent = delegate_role(own, to=budi, unit=None, until=TOMORROW, by=chief, at=AT)
    with pytest.raises(CannotChangeRights, match="lent to you"):
        delegate_role(lent, to=clara, unit=None, until=TODAY, by=budi, at=AT)
    with pytest.raises(CannotChangeRights, match="only lent"):
        give_role(clara, Role.CIVIL_SERVANT, unit=None, until=TODAY, by=budi, at=AT)
    with pytest.raises(CannotChangeRights, match="only lent"):
        invite(User(username="baru"), Role.CIVIL_SERVANT, unit=None, until=TODAY, by=budi, at=AT)


def test_a_role_is_lent_for_no_longer_and_no_further_than_it_reaches(tree, account):
    chief, head = account("pusat", Role.ADMINISTRATOR), account("hasan")
    own = give_role(head, Role.HEAD, unit=tree["BARAT"], until=TOMORROW, by=chief, at=AT)
    budi, clara = account("budi", unit=tree["BARAT-1"]), account("clara", unit=tree["TIMUR"])
    lend = {"by": head, "at": AT}
    with pytest.raises(CannotChangeRights, match="own role ends"):
        delegate_role(own, to=budi, unit=own.unit, until=TOMORROW + timedelta(1), **lend)
    with pytest.raises(CannotChangeRights, match="has passed"):
        delegate_role(own, to=budi, unit=own.unit, until=TODAY - timedelta(1), **lend)
    for beyond in (tree["TIMUR"], None):
        with pytest.raises(CannotChangeRights, match="does not reach"):
            delegate_role(own, to=budi, unit=beyond, until=TOMORROW, **lend)
    with pytest.raises(CannotChangeRights, match="no account of this name"):
        delegate_role(own, to=clara, unit=own.unit, until=TOMORROW, **lend)
    with pytest.raises(CannotChangeRights, match="do not hold"):
        delegate_role(own, to=head, unit=own.unit, until=TODAY, by=budi, at=AT)


def test_who_lent_a_role_takes_it_back(tree, account):
    head, budi = account("hasan", Role.HEAD, tree["BARAT"]), account("budi", unit=tree["BARAT"])
    own = head.assignments.get()
    lent = delegate_role(own, to=budi, unit=own.unit, until=TOMORROW, by=head, at=AT)
    end_role(lent, by=head, at=AT)
    assert scope(budi, Permission.RELEASE_ANSWERS) == NOWHERE
    assert scope(head, Permission.RELEASE_ANSWERS).covers(tree["BARAT"].path)


def test_a_second_click_changes_nothing(tree, account):
    admin, budi = account("dewi", Role.ADMINISTRATOR), account("budi")
    given = [give_role(budi, Role.HEAD, unit=None, by=admin, at=AT) for _ in range(2)]
    own = admin.assignments.get()
    lent = [
        delegate_role(own, to=budi, unit=None, until=TOMORROW, by=admin, at=AT) for _ in range(2)
    ]
    for _ in range(2):
        end_role(given[0], by=admin, at=AT)
        close_account(budi, by=admin, at=AT)
    assert given[0] == given[1]
    assert lent[0] == lent[1]
    deeds = ("role.given", "role.lent", "role.ended", "account.closed")
    assert [Entry.objects.filter(deed=deed).count() for deed in deeds] == [1, 1, 1, 1]


def test_closing_an_account_ends_its_roles_and_what_it_lent(tree, account):
    admin, head = account("dewi", Role.ADMINISTRATOR), account("hasan", Role.HEAD)
    budi = account("budi")
    delegate_role(head.assignments.get(), to=budi, unit=None, until=TOMORROW, by=head, at=AT)
    close_account(head, by=admin, at=AT)
    assert scope(head, Permission.READ_EVIDENCE) == NOWHERE
    assert scope(budi, Permission.RELEASE_ANSWERS) == NOWHERE
    assert not Assignment.objects.filter(user=head, ended_at=None).exists()
    with pytest.raises(CannotChangeRights, match="is closed"):
        give_role(head, Role.HEAD, unit=None, by=admin, at=AT)


def invited(admin, unit=None, **given):
    user = User(username="baru", first_name="Orang Baru")
    return user, invite(user, Role.CIVIL_SERVANT, unit=unit, by=admin, at=AT, **given)


def test_an_invitation_opens_once_and_keeps_no_token(account):
    user, token = invited(account("dewi", Role.ADMINISTRATOR))
    assert not user.has_usable_password()
    accept_invitation(token, password=PASSWORD, at=AT)
    assert User.objects.get(username="baru").check_password(PASSWORD)
    with pytest.raises(CannotAccept):
        accept_invitation(token, password="sandi lain lagi 8", at=AT)
    kept = Invitation.objects.values().get()
    assert not any(token in str(value) for value in kept.values())
    assert not any(token in str(entry.details) for entry in Entry.objects.all())


@pytest.mark.parametrize("spoil", [lambda token: token + "x", lambda token: "x" + token, str.upper])
def test_a_forged_link_opens_nothing(account, spoil):
    _user, token = invited(account("dewi", Role.ADMINISTRATOR))
    with pytest.raises(CannotAccept):
        accept_invitation(spoil(token), password=PASSWORD, at=AT)


def test_a_link_runs_out_and_is_replaced_by_a_newer_one(account):
    admin = account("dewi", Role.ADMINISTRATOR)
    user, first = invited(admin)
    second = renew_link(user, by=admin, at=AT)
    with pytest.raises(CannotAccept):
        accept_invitation(first, password=PASSWORD, at=AT)
    with pytest.raises(CannotAccept):
        accept_invitation(second, password=PASSWORD, at=AT + LASTS)
    accept_invitation(second, password=PASSWORD, at=AT + LASTS - timedelta(seconds=1))


def test_a_weak_password_leaves_the_link_as_it_is(account):
    user, token = invited(account("dewi", Role.ADMINISTRATOR))
    with pytest.raises(ValidationError):
        accept_invitation(token, password="sandi", at=AT)
    accept_invitation(token, password=PASSWORD, at=AT)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_a_link_is_made_by_nobody_who_holds_less_than_the_account(tree, account):
    chief, west = account("pusat", Role.ADMINISTRATOR), account("dewi")
    give_role(west, Role.ADMINISTRATOR, unit=tree["BARAT"], until=TOMORROW, by=chief, at=AT)
    head = account("hasan", Role.HEAD, tree["BARAT"])
    with pytest.raises(CannotChangeRights, match="Your own rights end"):
        renew_link(head, by=west, at=AT)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"role": "raja"},
        {"valid_to": TODAY - timedelta(1)},
        {"ended_at": AT},
        {"ended_by": "siapa"},
    ],
)
def test_the_database_refuses_an_assignment_that_cannot_be(account, spoilt):
    told = {"user": account("budi"), "role": Role.HEAD, "valid_from": TODAY, "given_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**(told | {"given_by": "test"} | spoilt))


def test_the_database_refuses_a_delegation_without_an_end(account):
    budi, head = account("budi"), account("hasan", Role.HEAD)
    told = {"user": budi, "role": Role.HEAD, "valid_from": TODAY, "given_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**told, given_by="x", delegated_from=head.assignments.get())


WALKS, STEPS = 4, 30


@pytest.mark.parametrize("seed", range(WALKS))
def test_no_sequence_of_deeds_gives_anybody_more_than_its_giver_has(tree, account, seed):
    """Random people try random deeds; whatever rights appear, the actor had them that day."""
    chance = random.Random(seed)  # noqa: S311 - a walk that can be walked again
    units = [None, *tree.values()]
    people = [account("a0", Role.ADMINISTRATOR), account("a1", Role.ADMINISTRATOR)]
    people += [account(f"p{n}", chance.choice(list(Role)), chance.choice(units)) for n in range(5)]
    done, before = 0, {user.pk: rights_of(user, tree) for user in people}
    for _step in range(STEPS):
        actor, other = chance.choice(people), chance.choice(people)
        done += bool(try_deed(chance, actor, other, units))
        after = {user.pk: rights_of(user, tree) for user in people}
        for user in people:
            won = after[user.pk] - before[user.pk]
            assert won <= before[actor.pk], (seed, actor, user, won - before[actor.pk])
            assert user.pk != actor.pk or not won, (seed, actor, won)
        before = after
        assert any(scope(user, Permission.MANAGE_ACCOUNTS).everything for user in people), (
            "nobody is left who could give everybody their rights"
        )
    assert done, "every deed was refused: the walk says nothing"


def rights_of(user, tree) -> set:
    """Every right of somebody, unit by unit, today and on the days to come."""
    user, paths = User.objects.get(pk=user.pk), [None, *(unit.path for unit in tree.values())]
    days = [TODAY, TOMORROW, TODAY + timedelta(30), TODAY + timedelta(400)]
    found = set()
    for day in days:
        scopes = {each: scope_of(user, each, on=day) for each in Permission}
        found |= {
            (right, path, day)
            for right, path in product(Permission, paths)
            if scopes[right].covers(path)
        }
    return found


def try_deed(chance, actor, other, units) -> bool:
    until = TODAY + timedelta(chance.choice([0, 1, 30, 400]))
    by = {"by": actor, "at": AT}
    theirs = list(other.assignments.filter(ended_at=None))
    own = list(actor.assignments.all())
    role, unit = chance.choice(list(GRANTED)), chance.choice(units)
    deeds = [
        lambda: give_role(other, Role(role), unit=unit, until=chance.choice([None, until]), **by),
        lambda: delegate_role(chance.choice(own), to=other, unit=unit, until=until, **by),
        lambda: delegate_role(chance.choice(theirs), to=actor, unit=unit, until=until, **by),
        lambda: end_role(chance.choice(theirs), **by),
        lambda: accept_invitation(renew_link(other, **by), password=PASSWORD, at=AT),
    ]
    try:
        chance.choice(deeds)()
    except (CannotChangeRights, IndexError):
        return False
    return True
