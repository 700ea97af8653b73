"""Does the site in this container answer that it is well? The exit code says so."""

import os
from urllib.request import Request, urlopen

PORT = 8000


def name_among(hosts: str) -> str:
    """A name that the site answers to: in DAMPAK_HOSTS a star or a dot in front means many."""
    names = [name.strip().removeprefix(".") for name in hosts.split(",")]
    return next((name for name in names if name not in {"", "*"}), "localhost")


def ask(port: int, *, hosts: str) -> None:
    """Fails where it does not answer, or answers that it is not well."""
    asked = {"Host": name_among(hosts)}
    answer = urlopen(  # nosec B310 - of this machine, by HTTP
        Request(f"http://127.0.0.1:{port}/sehat", headers=asked), timeout=8
    )
    answer.close()


if __name__ == "__main__":
    ask(PORT, hosts=os.environ.get("DAMPAK_HOSTS", ""))
