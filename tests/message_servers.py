"""A mail server and a gateway to telephones, real ones on loopback, that may misbehave."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """What a server was told, and how it is to behave: one word for each time, then the last."""

    port: int = 0
    behaviour: list[str] = field(default_factory=lambda: ["takes"])
    letters: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)

    def next_behaviour(self) -> str:
        with self.lock:
            return self.behaviour.pop(0) if len(self.behaviour) > 1 else self.behaviour[0]


TO_A_RECIPIENT = {"is busy": "451 try again later", "refuses": "550 no such mailbox"}


class MailHandler(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a sender needs."""

    def handle(self) -> None:
        heard: Heard = self.server.heard  # type: ignore[attr-defined]
        does = heard.next_behaviour()
        if does == "is silent":
            time.sleep(1.5)
            return
        self.say("220 loopback ESMTP")
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT":
                self.say(TO_A_RECIPIENT.get(does, "250 fine"))
            elif verb == b"DATA":
                self.say("354 go on")
                heard.letters.append(self.read_letter())
                if does == "falls silent":
                    return
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def read_letter(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        return "".join(lines)


class GatewayHandler(BaseHTTPRequestHandler):
    """Takes a message once for each key, and says so when the key comes again."""

    def do_POST(self) -> None:
        heard: Heard = self.server.heard  # type: ignore[attr-defined]
        does = heard.next_behaviour()
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        with heard.lock:
            heard.requests.append({**content, "key": key, "does": does, **dict(self.headers)})
            was_known = key in heard.taken
            if does.startswith("takes"):
                heard.taken.setdefault(key, content)
        time.sleep({"takes and is slow": 1.0, "takes its time": 0.1}.get(does, 0))
        answers = {"is busy": 503, "asks to wait": 429, "refuses": 422, "breaks": 500}
        self.answer(answers.get(does, 409 if was_known else 202), {"id": f"wa-{key[:6]}"})

    def answer(self, code: int, content: dict[str, str]) -> None:
        body = json.dumps(content).encode()
        self.send_response(code)
        if code == 429:
            self.send_header("Retry-After", "1800")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        pass  # whoever hung up first, which is what these tests are about


class GatewayServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        pass


@contextmanager
def mail_server() -> Iterator[Heard]:
    with _served(MailServer(("127.0.0.1", 0), MailHandler)) as heard:
        yield heard


@contextmanager
def gateway() -> Iterator[Heard]:
    with _served(GatewayServer(("127.0.0.1", 0), GatewayHandler)) as heard:
        yield heard


@contextmanager
def _served(server: Any) -> Iterator[Heard]:
    server.heard = Heard(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
