"""The government's sign-in, against a real OpenID Connect server in a process of its own."""

import base64
import hashlib
import json
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from tests.integration.conftest import AT

from dampak.accounts.models import Role, User
from dampak.accounts.services import open_account
from dampak.accounts.signing_in.models import GovernmentIdentity
from dampak.accounts.signing_in.single_sign_on.matching import (
    CannotLinkIdentity,
    account_for,
    link_identity,
)
from dampak.accounts.signing_in.single_sign_on.provider import CannotReachProvider, Provider
from dampak.accounts.signing_in.single_sign_on.tokens import CannotTrustToken, Claim, claim_of
from dampak.audit.models import Entry

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SUBJECT = "asn-7781"


@pytest.fixture(scope="module")
def issuer():
    """A sign-in server that knows one person and has verified her address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    person = {"sub": SUBJECT, "email": "sri@kota.example", "email_verified": True}
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(person)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{address}/.well-known/openid-configuration", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the sign-in server did not come up")


@pytest.fixture
def configured(issuer, settings):
    settings.OIDC_ISSUER = issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "dampak", "a-secret-of-two"
    settings.OIDC_MATCHES_BY = "subject"
    return issuer


def set_out(browser: Client, onward: str = "") -> dict[str, str]:
    """Press the button; what the browser carries to the server."""
    answer = browser.get("/masuk/pemerintah/", {"next": onward} if onward else {})
    assert answer.status_code == 302, answer
    asked = parse_qs(urlsplit(answer["Location"]).query)
    return {name: values[0] for name, values in asked.items()} | {"to": answer["Location"]}


def sign_in_there(asked: dict[str, str], subject: str = SUBJECT) -> str:
    """Sign in at the server; the address that it sends the browser back to."""
    answer = httpx.post(asked["to"], data={"sub": subject})
    assert answer.status_code in {302, 303}, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def round_trip(subject: str = SUBJECT, onward: str = "") -> tuple[Client, object]:
    browser = Client()
    return browser, browser.get(sign_in_there(set_out(browser, onward), subject))


def test_without_a_server_there_is_no_button_and_no_door(people):
    assert "pemerintah" not in Client().get("/masuk/").content.decode()
    assert Client().get("/masuk/pemerintah/").status_code == 404
    assert Client().get("/masuk/pemerintah/kembali/").status_code == 404


def test_the_button_bears_the_name_that_the_office_gave_it(configured, settings, people):
    settings.OIDC_NAME = "Masuk dengan SSO ASN"
    assert "Masuk dengan SSO ASN" in Client().get("/masuk/").content.decode()


def test_an_identity_that_the_administrator_entered_opens_its_account(configured, people):
    link_identity(people["sri"], issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    browser, answer = round_trip(onward="/kajian/")
    assert answer["Location"] == "/kajian/"
    assert browser.get("/kajian/").context["user"] == people["sri"]
    done = Entry.objects.filter(deed="sign-in.done").first()
    assert done.details["means"] == ["single sign-on"]


def test_an_identity_without_an_account_is_refused_and_makes_none(configured, people):
    before = User.objects.count()
    browser, answer = round_trip("asn-unknown")
    assert answer["Location"] == "/masuk/"
    assert "belum ada akun milik Anda" in browser.get("/masuk/").content.decode()
    assert User.objects.count() == before
    assert not GovernmentIdentity.objects.exists()


def test_by_subject_an_equal_address_opens_nothing(configured, people):
    User.objects.filter(username="sri").update(email="sri@kota.example")
    _, answer = round_trip()
    assert answer["Location"] == "/masuk/"


def test_by_email_the_verified_address_opens_the_account_and_is_remembered(
    configured, people, settings
):
    settings.OIDC_MATCHES_BY = "email"
    User.objects.filter(username="sri").update(email="Sri@Kota.example")
    _, answer = round_trip()
    assert answer["Location"] == "/"
    assert GovernmentIdentity.objects.get().subject == SUBJECT
    User.objects.filter(username="sri").update(email="")
    _, answer = round_trip()
    assert answer["Location"] == "/"


@pytest.mark.parametrize("owners", [0, 2])
def test_an_address_of_nobody_or_of_two_opens_nothing(people, settings, owners):
    settings.OIDC_MATCHES_BY = "email"
    names = ["sri", "budi"][:owners]
    User.objects.filter(username__in=names).update(email="sri@kota.example")
    claim = Claim(subject="x", email="sri@kota.example")
    assert account_for(claim, issuer="https://sso", at=AT) is None


def test_an_address_never_takes_over_an_account_that_has_another_identity(people, settings):
    settings.OIDC_MATCHES_BY = "email"
    User.objects.filter(username="sri").update(email="sri@kota.example")
    link_identity(people["sri"], issuer="https://sso", subject="hers", by="hasan", at=AT)
    claim = Claim(subject="another", email="sri@kota.example")
    assert account_for(claim, issuer="https://sso", at=AT) is None


def test_one_identity_belongs_to_one_account(people):
    link_identity(people["sri"], issuer="https://sso", subject="x", by="hasan", at=AT)
    with pytest.raises(CannotLinkIdentity, match="akun lain"):
        link_identity(people["budi"], issuer="https://sso", subject="x", by="hasan", at=AT)


def test_signing_in_there_gives_no_right_here(configured, people):
    open_account("clara", password="kunci gudang 1", role=Role.OBSERVER, by="test", at=AT)
    clara = User.objects.get(username="clara")
    link_identity(clara, issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    browser, _ = round_trip()
    assert browser.get("/impor/").status_code == 403
    assert [each.role for each in clara.assignments.all()] == [Role.OBSERVER]


def test_a_closed_account_stays_closed(configured, people):
    link_identity(people["sri"], issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    User.objects.filter(username="sri").update(is_active=False)
    browser, answer = round_trip()
    assert answer["Location"] == "/masuk/"
    assert browser.get("/kajian/").status_code == 302


def test_the_way_there_carries_state_nonce_and_a_challenge(configured, people):
    browser = Client()
    asked = set_out(browser)
    kept = browser.session["single_sign_on"]
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    assert asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert asked["code_challenge_method"] == "S256"
    assert (asked["state"], asked["nonce"]) == (kept["state"], kept["nonce"])
    assert len(asked["state"]) > 40
    assert len(asked["nonce"]) > 40
    assert kept["verifier"] not in asked["to"]


def test_a_return_to_another_browser_is_refused(configured, people):
    link_identity(people["sri"], issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    back = sign_in_there(set_out(Client()))
    for stranger in (Client(), _browser_on_its_own_way()):
        assert stranger.get(back)["Location"] == "/masuk/"
        assert stranger.get("/kajian/").status_code == 302


def _browser_on_its_own_way() -> Client:
    browser = Client()
    set_out(browser)
    return browser


def test_a_return_counts_once(configured, people):
    link_identity(people["sri"], issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    browser = Client()
    back = sign_in_there(set_out(browser))
    assert browser.get(back)["Location"] == "/"
    browser.post("/keluar/")
    assert browser.get(back)["Location"] == "/masuk/"


def test_a_return_after_ten_minutes_is_refused(configured, people):
    browser = Client()
    back = sign_in_there(set_out(browser))
    session = browser.session
    session["single_sign_on"] = session["single_sign_on"] | {"at": time.time() - 601}
    session.save()
    assert browser.get(back)["Location"] == "/masuk/"


def test_another_site_cannot_set_a_browser_on_its_way(configured, people):
    answer = Client().get("/masuk/pemerintah/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer["Location"] == "/masuk/"


def test_the_way_leads_back_to_no_other_site(configured, people):
    link_identity(people["sri"], issuer=configured, subject=SUBJECT, by="hasan", at=AT)
    _, answer = round_trip(onward="https://example.org/")
    assert answer["Location"] == "/"


def test_a_server_that_is_down_is_said_in_words(people, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://localhost:9", "dampak"
    browser = Client()
    assert browser.get("/masuk/pemerintah/")["Location"] == "/masuk/"
    assert "tidak menjawab" in browser.get("/masuk/").content.decode()


def test_codes_and_tokens_stay_out_of_the_log(configured, people, caplog):
    caplog.set_level("DEBUG", logger="dampak")
    browser = Client()
    asked = set_out(browser)
    back = sign_in_there(asked)
    browser.get(back)
    Client().get(back)
    code = parse_qs(urlsplit(back).query)["code"][0]
    said = "\n".join(each.getMessage() for each in caplog.records if each.name[:6] == "dampak")
    for secret in (code, asked["nonce"], asked["state"], SUBJECT, "a-secret-of-two"):
        assert secret not in said


# A token by itself: every way in which it may not be what it says.

OURS, THEIRS = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
ISSUER = "https://sso.example.go.id"


@pytest.fixture
def server(monkeypatch):
    """The server's description and keys, as if they had just been fetched."""
    own = Provider(issuer=ISSUER, client_id="dampak", client_secret="s")
    key = json.loads(RSAAlgorithm.to_jwk(OURS.public_key())) | {"kid": "k1", "use": "sig"}
    own._kept = {
        f"{ISSUER}/.well-known/openid-configuration": (
            time.monotonic(),
            {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"},
        ),
        f"{ISSUER}/keys": (time.monotonic(), {"keys": [key]}),
    }
    monkeypatch.setattr(Provider, "_speak", lambda *_: {"keys": [key]})
    return own


def claims(**other: object) -> dict[str, object]:
    now = int(time.time())
    own = {"iss": ISSUER, "sub": "x", "aud": "dampak", "iat": now, "exp": now + 300, "nonce": "n"}
    return {name: value for name, value in (own | other).items() if value is not None}


def token(key=OURS, *, kid: str = "k1", algorithm: str = "RS256", **other: object) -> str:
    return jwt.encode(claims(**other), key, algorithm=algorithm, headers={"kid": kid})


def test_a_good_token_says_who_came(server):
    found = claim_of(token(email="A@B.id", email_verified=True), provider=server, nonce="n")
    assert (found.subject, found.email) == ("x", "a@b.id")


@pytest.mark.parametrize("letters", ["\u017fri@b.id", "sr\u0131@b.id", "sri@\u212a.id"])
def test_an_address_that_only_folds_to_that_of_somebody_is_nobodys(server, letters):
    made = token(email=letters, email_verified=True)
    assert claim_of(made, provider=server, nonce="n").email == ""


def test_an_address_that_nobody_verified_is_not_taken(server):
    for verified in (False, None, "true", 1):
        made = token(email="a@b.id", email_verified=verified)
        assert claim_of(made, provider=server, nonce="n").email == ""


PAST = int(time.time()) - 3600
BAD = {
    "signed by another": lambda: token(THEIRS),
    "of an unknown key": lambda: token(kid="k2"),
    "expired": lambda: token(exp=PAST, iat=PAST - 300),
    "for another party": lambda: token(aud="somebody-else"),
    "for two, issued to the other": lambda: token(aud=["dampak", "other"], azp="other"),
    "for two, issued to nobody": lambda: token(aud=["dampak", "other"]),
    "from another issuer": lambda: token(iss="https://evil.example"),
    "of another journey": lambda: token(nonce="m"),
    "without nonce": lambda: token(nonce=None),
    "without end": lambda: token(exp=None),
    "without audience": lambda: token(aud=None),
    "without subject": lambda: token(sub=None),
    "from the future": lambda: token(iat=int(time.time()) + 3600),
    "unsigned": lambda: jwt.encode(claims(), None, algorithm="none", headers={"kid": "k1"}),
    "signed with the shared secret": lambda: token("s" * 32, algorithm="HS256"),
    "no token": lambda: "not.a.token",
    "with its claims exchanged": lambda: _with_other_claims(token()),
}


def _with_other_claims(made: str) -> str:
    head, _, signature = made.split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims(sub="root")).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("fault", BAD)
def test_a_bad_token_is_refused(server, fault):
    with pytest.raises(CannotTrustToken):
        claim_of(BAD[fault](), provider=server, nonce="n")


def test_a_server_by_plain_http_elsewhere_is_not_spoken_to():
    far = Provider(issuer="http://sso.example.go.id", client_id="dampak", client_secret="s")
    with pytest.raises(CannotReachProvider, match="https"):
        far.address("token_endpoint")


def test_a_server_that_calls_itself_otherwise_is_not_believed(server):
    server.issuer = "https://sso.example.go.id/realm"
    server._kept[f"{server.issuer}/.well-known/openid-configuration"] = (
        time.monotonic(),
        {"issuer": "https://evil.example"},
    )
    with pytest.raises(CannotReachProvider, match="another name"):
        server.address("token_endpoint")
