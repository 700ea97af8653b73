"""Every address, walked as everybody."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dampak.accounts.access import GRANTED, ONESELF, Permission
from dampak.accounts.models import Role
from dampak.impact.models import Plan
from dampak.intake.models import DeliveredFile
from dampak.listening.models import Survey

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Open to strangers on purpose: the front page, the door, health, the switches; and what has been
# released, which `test_publicness` looks at; and a citizen's form, at which `test_responses` looks;
# and the link in a message that declines more of them, at which `test_messages` looks.
DOORS = {
    "sign-in", "sign-out", "account_login", "account_logout", "mfa_authenticate",
    "mfa_login_webauthn", "single-sign-on", "single-sign-on-back",
}  # fmt: skip
# What the API is, and its answer where nothing stands; `test_api_rights` walks its operations.
API = {"api", "api-document", "api-nothing"}
PAGES_FOR_ALL = {"home", "health", "metrics", "theme", "set_language", "study", "respond", "stop"}
OPEN = PAGES_FOR_ALL | DOORS | API
ROLES = {
    "sri": (Role.TRAINING_MANAGER, Role.EVALUATOR),
    "hasan": (Role.HEAD,),
    "budi": (Role.CIVIL_SERVANT,),
}
ARGUMENTS = {
    "slug": "waktu-loket",
    "kind": "json",
    "code": "ikm",
    "deed": "nama",
    "public_id": "nobody",
    "figure": "ikm@K1@2024-01",
}


def patterns(resolver=None, namespace=""):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from patterns(each, inner)
        else:
            yield namespace, each


def status_of(response) -> int:
    b"".join(response)  # a download holds its file open until somebody has read it
    return response.status_code


def address(namespace: str, pattern: URLPattern) -> str:
    file, plan = DeliveredFile.objects.first(), Plan.objects.first()
    survey = Survey.objects.first()
    owners = {"intake:": file.delivery_id, "listening:": survey.pk}
    number = owners.get(namespace, plan.pk)
    known = {**ARGUMENTS, "number": number, "file": file.pk}
    named = {name: known[name] for name in pattern.pattern.converters}
    return reverse(f"{namespace}{pattern.name}", kwargs=named)


PAGES = [(namespace, pattern) for namespace, pattern in patterns() if namespace != "api-v1:"]
NAMES = [f"{namespace}{pattern.name}" for namespace, pattern in PAGES]
GUARDED = [(n, p) for n, p in PAGES if p.name not in OPEN]


@pytest.mark.parametrize(("namespace", "pattern"), GUARDED, ids=lambda each: str(each)[:40])
def test_every_other_view_names_the_right_that_it_asks_for(namespace, pattern):
    assert isinstance(pattern.callback.permission, Permission) or (
        pattern.callback.permission == ONESELF
    )


def test_clara_is_asked_to_sign_in_everywhere_else(browser_of, answered, survey):
    clara = browser_of("clara")
    for namespace, pattern in GUARDED:
        url = address(namespace, pattern)
        for response in (clara.get(url), clara.post(url)):
            assert response.status_code in {302, 405}, url
            if response.status_code == 302:
                assert response["Location"].startswith("/masuk/?next="), url


@pytest.mark.parametrize("name", ROLES)
def test_a_role_opens_what_it_was_granted_and_nothing_else(browser_of, answered, survey, name):
    browser = browser_of(name)
    for namespace, pattern in GUARDED:
        url = address(namespace, pattern)
        wanted = pattern.callback.permission
        granted = wanted == ONESELF or any(wanted in GRANTED[role] for role in ROLES[name])
        response = browser.get(url)
        status = status_of(response)
        # What changes one's own sign-in asks for the password once more.
        asks_again = status == 302 and response["Location"].startswith("/akun/")
        if granted:
            assert asks_again or status in {200, 404, 405}, url
        else:
            assert status in {403, 405}, url


def test_budi_cannot_do_what_he_is_not_shown(browser_of, served):
    budi = browser_of("budi")
    own = served.get_absolute_url()
    deeds = ("/impor/baru/", f"{own}terima/", f"{own}buang/", "/kajian/jawab/")
    for url in (*deeds, "/dengarkan/kumpulkan/"):
        assert budi.post(url).status_code == 403, url
