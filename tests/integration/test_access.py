"""Every address, walked as everybody: as every role, as a stranger, and from another agency."""

import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.integration import planted
from tests.integration.api_callers import API as AT_THE_API
from tests.integration.api_callers import caller_of
from tests.integration.conftest import AT

from dampak.accounts.access import GRANTED, ONESELF, Permission, authorised
from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.api.views.manual import document_made
from dampak.listening.models import Survey

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Open to strangers on purpose: the front page, the door, health, the switches; and what has been
# released, which `test_publicness` looks at; and a citizen's form, at which `test_responses` looks;
# and the link in a message that declines more of them, at which `messages/test_declining` looks;
# and the notices about data of people with the form to ask about one's own.
DOORS = {
    "sign-in", "sign-out", "account_login", "account_logout", "mfa_authenticate",
    "mfa_login_webauthn", "single-sign-on", "single-sign-on-back",
    "forgotten-password", "reset-asked", "open-reset", "reset-password",
}  # fmt: skip
# What the API is, and its answer where nothing stands; `test_api_rights` walks its operations.
API = {"api", "api-document", "api-nothing"}
PAGES_FOR_ALL = {
    "home", "health", "metrics", "theme", "set_language", "study", "respond", "stop",
    "first-password", "invitation", "notices", "ask", "asked",
}  # fmt: skip
OPEN = PAGES_FOR_ALL | DOORS | API
# Sent without a cookie, from paper or by a mailbox; each carries a token that we signed.
ASK_THEIR_OWN_TOKEN = {"respond", "stop"}


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


@pytest.fixture
def west(served) -> SimpleNamespace:
    """The agency whose every object carries a mark, over the data of the small office."""
    return planted.plant_west()


@pytest.fixture
def east(db) -> dict[str, User]:
    """Clara, once for every role, in the agency beside it."""
    return planted.plant_east()


def numbers_of(west: SimpleNamespace) -> dict[str, int]:
    """What stands in an address for the west's object, by the room that the address is in."""
    return {
        "intake:": west.delivery.pk,
        "listening:": west.survey.pk,
        "studies:": west.plan.pk,
        "jobs:": west.job.pk,
        "messaging:": west.message.pk,
        "tokens:": west.token.pk,
        "staff-lists:": west.lists.pk,
        "open-lock": west.lock.pk,
    }


def address(namespace: str, pattern: URLPattern, west: SimpleNamespace) -> str:
    """The address of the west's object, whichever the page is about."""
    numbers = numbers_of(west)
    known = {
        "number": numbers.get(namespace) or numbers.get(pattern.name) or west.head.pk,
        "asked": west.asked.pk,
        "incident": west.incident.pk,
        "file": west.delivery.files.get().pk,
        "role": west.lent.pk,
        "slug": "waktu-loket",
        "kind": "pdf" if namespace == "studies:" else "csv",
        "code": "K1" if namespace == "organisations:" else "median-completion-time",
        "deed": "nama",
        "public_id": west.person.public_id,
        "figure": "median-completion-time@K1@2024-03",
        "token": "x",
    }
    named = {name: known[name] for name in pattern.pattern.converters}
    return reverse(f"{namespace}{pattern.name}", kwargs=named)


PAGES = [(namespace, pattern) for namespace, pattern in patterns() if namespace != "api-v1:"]
GUARDED = [(n, p) for n, p in PAGES if p.name not in OPEN]
# Searches and filters by which the west could be asked for in an address without an object.
ASKED = (
    "/indikator/median-completion-time/?unit=K1",
    "/indikator/median-completion-time/tabel.csv?unit=K1",
    "/telusur/median-completion-time@*@2024-03/",
    "/pengguna/undang/?cari=Kecamatan",
    "/pegawai/?cari=Marwoto",
    "/pegawai/?nama=Marwoto",
    "/unit/?cari=Kecamatan",
    "/buku/?deed=role.given",
)


def browser_for(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def every_answer(browser: Client, west: SimpleNamespace) -> Iterator[tuple[str, object]]:
    """What somebody is told at every address: looked at first, then tried as a deed."""
    for namespace, pattern in PAGES:
        if pattern.name in DOORS or "session" in pattern.name:
            continue
        url = address(namespace, pattern, west)
        yield url, browser.get(url)
        if pattern.callback and getattr(pattern.callback, "permission", None) is not None:
            yield f"POST {url}", browser.post(url)
    for url in ASKED:
        yield url, browser.get(url)


def leaks(answers: Iterator[tuple[str, object]]) -> list[str]:
    """Where something of the west was told, and what; a page that broke is told too."""
    found = []
    for url, response in answers:
        said = b"".join(response).decode("utf-8", "replace") + str(response.headers)
        told = {match.lower() for match in planted.MARKED.findall(said)}
        # Asking for something may be repeated to who asked.
        told -= {match.lower() for match in planted.MARKED.findall(url)}
        if told or response.status_code >= 500:
            found.append(f"{response.status_code} {url}: {sorted(told)}")
    return found


@pytest.mark.parametrize(("namespace", "pattern"), GUARDED, ids=lambda each: str(each)[:40])
def test_every_other_view_names_the_right_that_it_asks_for(namespace, pattern):
    wanted = pattern.callback.permission
    assert isinstance(wanted, Permission) or wanted == ONESELF


def test_a_stranger_is_asked_to_sign_in_everywhere_else(west):
    stranger = Client()
    for namespace, pattern in GUARDED:
        url = address(namespace, pattern, west)
        for response in (stranger.get(url), stranger.post(url)):
            assert response.status_code in {302, 405}, url
            if response.status_code == 302:
                assert response["Location"].startswith("/masuk/?next="), url


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_was_granted_and_nothing_else(west, role):
    user = open_account("ani", password=planted.PASSWORD, role=role, by="test", at=AT)[0]
    browser = browser_for(user)
    for namespace, pattern in GUARDED:
        url = address(namespace, pattern, west)
        wanted = pattern.callback.permission
        response = browser.get(url)
        status = status_of(response)
        # What changes one's own sign-in asks for the password once more; 410 is a spent link.
        asks_again = status == 302 and response["Location"].startswith("/akun/")
        if wanted == ONESELF or wanted in GRANTED[role]:
            assert asks_again or status in {200, 404, 405, 410}, (url, status)
        else:
            assert status in {403, 405}, (url, status)


def test_nothing_of_one_agency_is_told_to_anybody_of_another(west, east, capsys):
    kept, asked, found = ledger_of(west), 0, []
    for role, clara in east.items():
        answers = list(every_answer(browser_for(clara), west))
        asked += len(answers)
        found += [f"{role}: {leak}" for leak in leaks(iter(answers))]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(PAGES)} addresses x {len(east)} roles, {asked} requests: {len(found)} leaks\n"
        )
    assert found == []
    assert ledger_of(west) == kept, "somebody of the east changed something of the west"


def test_no_form_of_another_site_is_taken(west):
    """Without the token of our own pages nothing is done, not even for who may do everything."""
    admin = Client(enforce_csrf_checks=True)
    admin.force_login(west_administrator())
    kept, walked = ledger_of(west), 0
    for namespace, pattern in PAGES:
        if pattern.name in API | ASK_THEIR_OWN_TOKEN:
            continue
        walked += 1
        url = address(namespace, pattern, west)
        assert admin.post(url).status_code == 403, url
    assert walked > 100
    assert ledger_of(west) == kept


def test_pages_of_one_agency_do_not_exist_for_another(west, east):
    """An object that one may not see is 404, a deed without the right 403: never 200."""
    for role, clara in east.items():
        browser = browser_for(clara)
        for namespace, pattern in GUARDED:
            converters = pattern.pattern.converters
            if not converters or namespace == "indicators:":
                continue
            url = address(namespace, pattern, west)
            for response in (browser.get(url), browser.post(url)):
                status = response.status_code
                asks_again = status == 302 and response["Location"].startswith("/akun/")
                assert asks_again or status in {403, 404, 405}, (role, url, status)


def test_no_search_finds_anybody_of_another_agency(west, east):
    """Names and numbers are sent as forms, which the walk over addresses sends empty."""
    colleague = east[Role.CIVIL_SERVANT].pk
    found = []
    for role, clara in east.items():
        browser = browser_for(clara)
        for url in ("/pegawai/", f"/pengguna/{colleague}/pegawai/"):
            for wanted in ("Marwoto", "198501012010011901"):
                response = browser.post(url, {"wanted": wanted, "cari-orang": "1"})
                found += [f"{role} {url}" for _ in planted.MARKED.findall(body_of(response))]
        for words in ("pejabat", "baru"):
            response = browser.post("/pengguna/", {"cari": words}, follow=True)
            found += [f"{role} {words}" for _ in planted.MARKED.findall(body_of(response))]
    assert found == []
    admin = browser_for(west_administrator())
    told = admin.post(f"/pengguna/{colleague}/pegawai/", {"wanted": "Marwoto", "cari-orang": "1"})
    assert "xylofon" in body_of(told).lower()
    assert "xylofon" in body_of(admin.post("/pengguna/", {"cari": "pejabat"}, follow=True)).lower()


def body_of(response) -> str:
    return b"".join(response).decode("utf-8", "replace")


def test_the_walk_finds_the_same_pages_full_of_marks_for_who_may_see_them(west):
    """Else the silence above would only say that the marks are nowhere."""
    admin = browser_for(west_administrator())
    told = leaks(every_answer(admin, west))
    assert len(told) > 30, told


def test_a_leak_that_was_planted_is_found_by_the_walk(west, east, monkeypatch):
    @authorised(Permission.RUN_SURVEYS)
    def forgetful(_request, number):
        return HttpResponse(str(Survey.objects.get(pk=number)))

    survey_page = next(p for n, p in PAGES if (n, p.name) == ("listening:", "survey"))
    monkeypatch.setattr(survey_page, "callback", forgetful)
    told = leaks(every_answer(browser_for(east[Role.EVALUATOR]), west))
    assert [leak.split(": ")[1] for leak in told] == ["['kecamatan 1', 'xylofon']"] * 2


def test_nothing_of_one_agency_is_told_at_the_api_to_a_token_of_another(west, east, capsys):
    found, asked = [], 0
    for role, clara in east.items():
        caller = caller_of(clara)
        for path in api_questions(west):
            response = caller.get(path)
            asked += 1
            found += [f"{role}: {leak}" for leak in leaks(iter([(path, response)]))]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{asked // len(east)} API questions x {len(east)} roles: {len(found)} leaks\n"
        )
    assert found == []


def api_questions(west: SimpleNamespace) -> list[str]:
    """Every question of the API's own document, asked about the west's objects."""
    owners = {
        "deliveries": west.delivery.pk, "surveys": west.survey.code, "plans": west.plan.pk,
        "jobs": west.job.pk, "people": west.person.public_id, "units": "K1",
        "indicators": "median-completion-time",
    }  # fmt: skip
    paths = document_made()["paths"]
    asked = [path.removeprefix(AT_THE_API) for path, methods in paths.items() if "get" in methods]
    return [fill(path, owners.get(path.split("/")[1], "waktu-loket")) for path in asked]


def fill(path: str, value: object) -> str:
    before, brace, rest = path.partition("{")
    return f"{before}{value}{rest.partition('}')[2]}" if brace else path


def ledger_of(west: SimpleNamespace) -> dict[str, object]:
    """The west's objects as they stand in the ledger."""
    kept = {}
    for name, row in vars(west).items():
        fields = type(row).objects.filter(pk=row.pk).values().get()
        fields.pop("last_login", None)
        kept[name] = fields
    return kept


def west_administrator() -> User:
    return open_account(
        "semua", password=planted.PASSWORD, role=Role.ADMINISTRATOR, by="test", at=AT
    )[0]


def test_budi_cannot_do_what_he_is_not_shown(browser_of, served):
    budi = browser_of("budi")
    own = served.get_absolute_url()
    deeds = ("/impor/baru/", f"{own}terima/", f"{own}buang/", "/kajian/jawab/")
    for url in (*deeds, "/dengarkan/kumpulkan/"):
        assert budi.post(url).status_code == 403, url
