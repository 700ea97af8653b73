"""A crowd is let in to a small server, whose faults it must notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs

import pytest

from dampak.benchmark.crowd.crowd import Crowd, let_in
from dampak.benchmark.crowd.people import Clerk, NotLetIn
from dampak.benchmark.crowd.stopwatch import Stopwatch, nearest_rank


class Counter:
    """A counter of an office: it hands out forms and keeps what comes back."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.opened = 0
        self.lock = Lock()
        self.breaks_off_after_keeping = False
        self.refuses = False
        self.breaks_off_at_the_door = 0

    def form(self) -> bytes:
        with self.lock:
            self.opened += 1
            return f'<input name="tanda" value="form{self.opened}.signed">'.encode()

    def keep(self, token: str) -> int:
        with self.lock:
            is_new = token not in self.kept
            self.kept += [token] * is_new
            return 201 if is_new else 200


@contextmanager
def served(counter: Counter) -> Iterator[int]:
    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_said: object) -> None:
            pass

        def do_GET(self) -> None:
            self.say(200, counter.form())

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if self.path == "/masuk/" and counter.breaks_off_at_the_door:
                counter.breaks_off_at_the_door -= 1
                self.connection.close()
                self.close_connection = True
                return None
            if self.path == "/masuk/":
                return self.say(200 if counter.refuses else 302, b"")
            status = counter.keep(sent["tanda"][0])
            if counter.breaks_off_after_keeping and status == 201:
                self.connection.close()
                self.close_connection = True
                return None
            return self.say(500 if counter.refuses else status, b"thanks")

        def say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def crowd(port: int, *, staff: int = 0) -> Crowd:
    return Crowd(
        port=port,
        form="/s/abc/",
        citizens=4,
        staff=[Clerk(name="sri", password="word", pages=["/"])] * staff,
        seconds=0.4,
        thinking_seconds=0.001,
    )


def test_everybody_who_was_thanked_stands_in_the_book_once():
    counter = Counter()
    with served(counter) as port:
        seen = let_in(crowd(port, staff=2))
    assert seen.wrong == []
    assert sorted(f"{nonce}.signed" for nonce in seen.thanked) == sorted(counter.kept)
    assert {each.name for each in seen.times} == {"answer", "form", "page"}


def test_who_hears_no_thanks_sends_the_same_form_again():
    counter = Counter()
    counter.breaks_off_after_keeping = True
    with served(counter) as port:
        seen = let_in(crowd(port))
    assert seen.outages >= len(seen.thanked) > 0
    assert len(set(seen.thanked)) == len(seen.thanked)


def test_a_server_that_fails_thanks_nobody_and_is_told():
    counter = Counter()
    counter.refuses = True
    with served(counter) as port:
        seen = let_in(crowd(port))
    assert seen.thanked == []
    assert "a response was answered with 500" in seen.wrong


def test_staff_that_is_not_let_in_ends_the_crowd():
    counter = Counter()
    counter.refuses = True
    with served(counter) as port, pytest.raises(NotLetIn):
        let_in(crowd(port, staff=1))


def test_staff_that_was_signing_in_when_the_server_died_signs_in_again():
    counter = Counter()
    counter.breaks_off_at_the_door = 1
    with served(counter) as port:
        seen = let_in(crowd(port, staff=1))
    assert seen.outages == 1
    assert "page" in {each.name for each in seen.times}


def test_what_happens_in_the_middle_happens_once():
    counter, happened = Counter(), []
    with served(counter) as port:
        let_in(crowd(port), in_the_middle=lambda: happened.append(1))
    assert happened == [1]


@pytest.mark.parametrize(("share", "rank"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100)])
def test_a_percentile_is_the_value_of_the_nearest_rank(share, rank):
    assert nearest_rank(range(1, 101), share) == rank


def test_what_has_no_name_is_not_timed():
    watch = Stopwatch()
    watch.note("", seconds=1, status=500)
    assert (watch.times(), watch.faults) == ([], {})
