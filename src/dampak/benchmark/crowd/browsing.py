"""One person's browser: a kept connection, cookies, and how long each answer took."""

from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic, sleep
from urllib.parse import urlencode

from dampak.benchmark.crowd.stopwatch import Stopwatch

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.2
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BROKEN = 500


class ServerGone(Exception):
    """No answer came: the connection was refused or broken off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server said."""

    status: int
    body: str
    location: str


@dataclass(slots=True, kw_only=True)
class Browser:
    """Asks one thing after the other, as a person does, and times it under a name."""

    port: int
    watch: Stopwatch
    _connection: HTTPConnection | None = None
    _cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, name: str) -> Answer:
        return self._ask("GET", path, {}, name=name)

    def post(self, path: str, form: dict[str, str], *, name: str) -> Answer:
        return self._ask("POST", path, form, name=name)

    def wait_until_served(self, path: str, *, until: float) -> bool:
        """Whether the page can be had again before the moment (of the monotonic clock)."""
        while monotonic() < until:
            try:
                if self.get(path, name="").status < BROKEN:
                    return True
            except ServerGone:
                pass
            sleep(PAUSE_SECONDS)
        return False

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _ask(self, method: str, path: str, form: dict[str, str], *, name: str) -> Answer:
        began = monotonic()
        try:
            answer = self._answer(method, path, form)
        except (OSError, HTTPException) as fault:
            self.close()
            raise ServerGone from fault
        self.watch.note(name, seconds=monotonic() - began, status=answer.status)
        return answer

    def _answer(self, method: str, path: str, form: dict[str, str]) -> Answer:
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        cookies = "; ".join(f"{key}={value}" for key, value in self._cookies.items())
        headers = ({"Cookie": cookies} if cookies else {}) | (FORM if form else {})
        self._connection.request(method, path, urlencode(form) if form else None, headers)
        response = self._connection.getresponse()
        body = response.read().decode("utf-8", "replace")
        self._keep_cookies(response)
        return Answer(
            status=response.status, body=body, location=response.getheader("Location", "")
        )

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            key, _equals, value = line.partition(";")[0].partition("=")
            self._cookies[key] = value
